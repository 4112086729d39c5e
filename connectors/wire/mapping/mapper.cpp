#include "connectors/wire/mapping/mapper.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <deque>
#include <set>
#include <unordered_set>

#include "connectors/wire/mapping/clock_watch.hpp"
#include "connectors/wire/mapping/event_kinds.hpp"
#include "connectors/wire/mapping/template.hpp"

namespace glassline {
namespace {

enum class TimeFormat { iso8601, epoch_s, epoch_ms, epoch_us };

Template compiled(const std::string& text) {
    auto out = Template::parse(text);
    assert(out.has_value());  // read_mapping found no fault
    return std::move(*out);
}

struct Condition {
    Template value;
    std::vector<std::string> in;
    std::vector<std::string> not_in;
    std::string is;

    [[nodiscard]] bool holds(const Surrounding& around) const {
        const auto filled = value.fill(around);
        if (is == "absent" && filled) return false;
        if (is == "present" && !filled) return false;
        const auto has = [&](const std::vector<std::string>& list) {
            return filled && std::find(list.begin(), list.end(), *filled) != list.end();
        };
        return (in.empty() || has(in)) && !has(not_in);
    }
};

struct TimeRule {
    bool stated = false;
    Template value;
    Template clock;
    bool clock_named = false;
    TimeFormat format = TimeFormat::iso8601;
};

struct Emit {
    std::string event;
    const EventKind* kind = nullptr;
    std::vector<Condition> when;
    TimeRule at;
    bool is_once = false;
    Template once;
    bool on_change = false;
    Template change_of;
    Template change_value;
    std::vector<std::pair<std::string, Template>> fields;
};

struct Join {
    std::string name;
    Template key;
    Template value;
};

struct Rule {
    TopicFilter filter;
    std::string topic;
    std::vector<std::vector<std::string>> each;
    std::vector<Condition> when;
    TimeRule time;
    std::vector<Join> joins;
    std::vector<Emit> emit;
    bool ignore = false;
};

std::vector<Condition> compiled(const std::vector<ConditionText>& list) {
    std::vector<Condition> out;
    for (const auto& c : list) out.push_back({compiled(c.value), c.in, c.not_in, c.is});
    return out;
}

TimeRule compiled(const TimeText& time) {
    TimeRule out;
    out.stated = !time.value.empty();
    out.value = compiled(time.value);
    out.clock_named = !time.clock.empty();
    out.clock = compiled(time.clock);
    if (time.format == "epoch_s") out.format = TimeFormat::epoch_s;
    if (time.format == "epoch_ms") out.format = TimeFormat::epoch_ms;
    if (time.format == "epoch_us") out.format = TimeFormat::epoch_us;
    return out;
}

Rule compiled(const RuleText& rule) {
    auto filter = TopicFilter::parse(rule.topic);
    assert(filter.has_value());
    Rule out{std::move(*filter), rule.topic, {}, compiled(rule.when), compiled(rule.time), {}, {}, rule.ignore};
    for (const auto& each : rule.each) out.each.push_back(std::move(*parse_pointer(each)));
    for (const auto& join : rule.joins) out.joins.push_back({join.name, compiled(join.key), compiled(join.value)});
    for (const auto& text : rule.emit) {
        Emit emit;
        emit.event = text.event;
        emit.kind = find_event_kind(text.event);
        emit.when = compiled(text.when);
        emit.at = compiled(text.at);
        emit.is_once = !text.once.empty();
        emit.once = compiled(text.once);
        emit.on_change = !text.change.of.empty();
        emit.change_of = compiled(text.change.of);
        emit.change_value = compiled(text.change.value);
        for (const auto& [name, value] : text.fields_) emit.fields.emplace_back(name, compiled(value));
        out.emit.push_back(std::move(emit));
    }
    return out;
}

// Keys with the oldest forgotten first.
class Memory {
public:
    [[nodiscard]] bool contains(const std::string& key) const { return keys_.count(key) != 0; }
    void add(const std::string& key) {
        if (!keys_.insert(key).second) return;
        order_.push_back(key);
        if (order_.size() <= max_said_once) return;
        keys_.erase(order_.front());
        order_.pop_front();
    }

private:
    std::unordered_set<std::string> keys_;
    std::deque<std::string> order_;
};

bool too_deep(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if ((c == '[' || c == '{') && ++depth > max_json_depth) {
            return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace

struct Mapper::Impl {
    Impl(const MappingText& mapping, const LineDescription& l)
        : line(l), tables(mapping.tables), clocks(from_seconds(mapping.clock_slack_s)) {
        for (const auto& rule : mapping.rules) rules.push_back(compiled(rule));
    }

    // One message on its way through the rules.
    struct Pass {
        Surrounding around;
        Instant received_at{};
        Instant stamped{};  // the message's own time where it is believed
        std::vector<MappedMeaning> out;
        std::set<std::string> complaints;  // each once a message
        std::string_view payload;
        std::size_t events = 0;
        bool repeated = false;  // something was left out because it was said before
    };

    void complain(Pass& pass, const std::string& name) {
        if (!pass.complaints.insert(name).second) return;
        pass.out.push_back({"", pass.stamped, {MessageUnmapped{name.substr(0, max_example), false, {}}}});
    }

    void refuse(Pass& pass, const std::string& reason) {
        if (!pass.complaints.insert(reason).second) return;
        pass.out.push_back({"", no_time, {MessageRefused{reason, std::string(pass.payload.substr(0, max_example))}}});
    }

    // no_time where the message states none or one that is not a time.
    Instant time_of(const TimeRule& rule, Pass& pass) {
        if (!rule.stated) return no_time;
        const auto text = rule.value.fill(pass.around);
        if (!text) return no_time;
        if (rule.format == TimeFormat::iso8601) {
            const auto parsed = parse_iso8601(*text);
            if (!parsed) {
                complain(pass, "time: not ISO 8601 in " + std::string(pass.around.topic));
                return no_time;
            }
            if (parsed->zone == Zone::stated) return parsed->instant;
            return parsed->instant - std::chrono::minutes(zone_minutes(line.zone));
        }
        double number = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
        const double scale = rule.format == TimeFormat::epoch_s ? 1e6 : rule.format == TimeFormat::epoch_ms ? 1e3 : 1.0;
        // Up to the year 9999.
        if (error != std::errc{} || end != text->data() + text->size() || !(number * scale >= 0) ||
            number * scale > 253'402'300'800e6) {
            complain(pass, "time: not a number of its format in " + std::string(pass.around.topic));
            return no_time;
        }
        return from_micros(static_cast<std::int64_t>(number * scale));
    }

    // The message's own time, unless its clock is known to be wrong or it lies ahead of us.
    Instant message_time(const Rule& rule, Pass& pass) {
        const Instant stamped = time_of(rule.time, pass);
        if (stamped == no_time) return no_time;
        std::string clock(pass.around.topic);
        if (rule.time.clock_named) clock = rule.time.clock.fill(pass.around).value_or(clock);
        if (const auto finding = clocks.note(clock, stamped, pass.received_at)) {
            pass.out.push_back({"", no_time, {ClockSkewFound{clock, finding->behind, finding->samples}}});
        }
        const bool far = stamped > pass.received_at + max_future || stamped + max_stamp_age < pass.received_at;
        return far || !clocks.believed(clock) ? no_time : stamped;
    }

    void join(const Join& join, Pass& pass) {
        const auto key = join.key.fill(pass.around);
        const auto value = join.value.fill(pass.around);
        if (!key || !value) return;
        auto& table = joins[join.name];
        auto& order = join_order[join.name];
        if (table.emplace(*key, *value).second) {
            order.push_back(*key);
            if (order.size() > max_join_entries) {
                table.erase(order.front());
                order.pop_front();
            }
        } else {
            table[*key] = *value;
        }
    }

    void emit(const Emit& emit, Pass& pass) {
        for (const auto& condition : emit.when) {
            if (!condition.holds(pass.around)) return;
        }
        Fields fields;
        for (const auto& [name, value] : emit.fields) {
            if (auto filled = value.fill(pass.around)) fields[name] = std::move(*filled);
        }
        // What can't be said yet is tried again with the next message.
        for (const auto name : emit.kind->required) {
            if (fields.count(std::string(name)) == 0) return;
        }
        std::string key;
        if (emit.is_once) {
            const auto filled = emit.once.fill(pass.around);
            if (!filled) return;
            key = "map:" + emit.event + ":" + *filled;
            if (said.contains(key)) {
                pass.repeated = true;
                return;
            }
        }
        if (emit.on_change) {
            const auto of = emit.change_of.fill(pass.around);
            const auto value = emit.change_value.fill(pass.around);
            if (!of || !value) return;
            const auto& name = *of;
            const auto known = last.find(name);
            if (known != last.end() && known->second == *value) {
                pass.repeated = true;
                return;
            }
            if (known == last.end()) {
                last_order.push_back(name);
                if (last_order.size() > max_join_entries) {
                    last.erase(last_order.front());
                    last_order.pop_front();
                }
            }
            last[name] = *value;
        }
        if (const auto station = fields.find("station");
            station != fields.end() && line.index_of(StationId(station->second)) < 0) {
            return complain(pass, "station '" + station->second + "' is not of the line");
        }
        if (++pass.events > max_mapped_events) return refuse(pass, "message means more than 20,000 events");
        Instant at = pass.stamped;
        if (emit.at.stated) {
            // A plant's list tells its own past, however long ago; what lies ahead of us did not happen.
            const Instant told = time_of(emit.at, pass);
            at = told > pass.received_at + max_future ? no_time : told;
        }
        auto event = make_event(emit.event, fields, at == no_time ? pass.received_at : at);
        if (!event) return complain(pass, event.error().text());
        if (emit.is_once) said.add(key);
        pass.out.push_back({std::move(key), at, {std::move(*event)}});
    }

    void run_at(const Rule& rule, Pass& pass) {
        for (const auto& condition : rule.when) {
            if (!condition.holds(pass.around)) return;
        }
        for (const auto& j : rule.joins) join(j, pass);
        for (const auto& e : rule.emit) emit(e, pass);
    }

    void descend(const Rule& rule, std::size_t depth, Pass& pass) {
        if (depth == rule.each.size()) return run_at(rule, pass);
        const Json* list = find_at(*pass.around.elements.back(), rule.each[depth]);
        if (list == nullptr || list->is_null()) return;
        const auto visit = [&](const Json& element, std::size_t number) {
            pass.around.elements.push_back(&element);
            pass.around.numbers.push_back(number);
            descend(rule, depth + 1, pass);
            pass.around.elements.pop_back();
            pass.around.numbers.pop_back();
        };
        if (!list->is_array()) return visit(*list, 1);  // one where a list belongs
        std::size_t number = 0;
        for (const auto& element : *list) visit(element, ++number);
    }

    std::vector<MappedMeaning> map(std::string_view topic, std::string_view payload, Instant received_at) {
        Pass pass;
        pass.received_at = received_at;
        pass.payload = payload;
        pass.around.topic = topic;
        pass.around.tables = &tables;
        pass.around.joins = &joins;
        std::vector<std::pair<const Rule*, Captures>> matching;
        bool wanted = false;
        for (const auto& rule : rules) {
            auto captures = rule.filter.match(topic);
            if (!captures) continue;
            wanted = wanted || !rule.ignore;
            matching.emplace_back(&rule, std::move(*captures));
        }
        if (matching.empty()) {
            complain(pass, "topic " + std::string(topic));
            return std::move(pass.out);
        }
        const auto known = [&](const std::string& what) {
            pass.out.push_back({"", pass.stamped, {MessageUnmapped{matching.front().first->topic + what, true, {}}}});
        };
        if (!wanted) {
            known("");
            return std::move(pass.out);
        }
        Json json;
        if (payload.size() > max_mapped_payload) {
            refuse(pass, "payload is larger than 4 MiB");
        } else if (too_deep(payload)) {
            refuse(pass, "payload is nested deeper than 64 levels");
        } else {
            json = Json::parse(payload, nullptr, false);
            if (json.is_discarded()) refuse(pass, "payload is not JSON (" + matching.front().first->topic + ")");
        }
        if (!pass.out.empty()) return std::move(pass.out);
        for (const auto& [rule, captures] : matching) {
            pass.around.captures = &captures;
            pass.around.elements = {&json};
            pass.around.numbers = {1};
            pass.stamped = message_time(*rule, pass);
            descend(*rule, 0, pass);
        }
        if (pass.out.empty()) known(pass.repeated ? ": nothing new" : ": nothing for the twin");
        return std::move(pass.out);
    }

    const LineDescription& line;
    std::vector<Rule> rules;
    std::map<std::string, Table> tables;
    std::map<std::string, Table> joins;
    std::map<std::string, std::deque<std::string>> join_order;
    std::map<std::string, std::string> last;
    std::deque<std::string> last_order;
    Memory said;
    ClockWatch clocks;
};

Mapper::Mapper(const MappingText& mapping, const LineDescription& line)
    : impl_(std::make_unique<Impl>(mapping, line)) {}
Mapper::~Mapper() = default;
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;

std::vector<MappedMeaning> Mapper::map(std::string_view topic, std::string_view payload, Instant received_at) {
    return impl_->map(topic, payload, received_at);
}

void Mapper::forget_said() {
    impl_->said = Memory();
    impl_->last.clear();
    impl_->last_order.clear();
}

}  // namespace glassline
