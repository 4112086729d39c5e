#include "connectors/wire/mapping/mapping_file.hpp"

#include <algorithm>
#include <set>

#include "connectors/wire/mapping/event_kinds.hpp"
#include "connectors/wire/mapping/template.hpp"

namespace glassline {
namespace {

class Checker {
public:
    Checker(const MappingText& mapping, std::vector<std::string>& faults) : mapping_(mapping), faults_(faults) {
        for (const auto& rule : mapping.rules) {
            for (const auto& join : rule.joins) joins_.insert(join.name);
        }
    }

    void rule(const RuleText& rule, const std::string& at) {
        auto filter = TopicFilter::parse(rule.topic);
        if (!filter) fault(at + ".topic", filter.error().what);
        captures_ = filter ? filter->names() : std::vector<std::string>();
        depth_ = rule.each.size();
        for (std::size_t i = 0; i < rule.each.size(); ++i) {
            if (auto pointer = parse_pointer(rule.each[i]); !pointer) {
                fault(at + ".each[" + std::to_string(i) + "]", pointer.error().what);
            }
        }
        conditions(rule.when, at + ".when");
        // The message's own time stands outside of its lists.
        const auto inside = std::exchange(depth_, 0);
        time(rule.time, at + ".time");
        depth_ = inside;
        for (std::size_t i = 0; i < rule.joins.size(); ++i) {
            const auto where = at + ".joins[" + std::to_string(i) + "]";
            if (rule.joins[i].name.empty()) fault(where + ".name", "is missing");
            needed(rule.joins[i].key, where + ".key");
            needed(rule.joins[i].value, where + ".value");
        }
        if (rule.emit.size() > max_emits) fault(at + ".emit", "has more than " + std::to_string(max_emits) + " events");
        if (rule.ignore && !rule.emit.empty()) fault(at + ".ignore", "stands beside events; take one of the two away");
        const bool does_something =
            rule.ignore || !rule.emit.empty() || !rule.joins.empty() || !rule.time.value.empty();
        if (!does_something) fault(at, "says nothing; give it emit, joins or a time, or ignore the topic");
        for (std::size_t i = 0; i < rule.emit.size(); ++i) emit(rule.emit[i], at + ".emit[" + std::to_string(i) + "]");
    }

private:
    void emit(const EmitText& emit, const std::string& at) {
        const auto* kind = find_event_kind(emit.event);
        if (kind == nullptr) {
            std::string all;
            for (const auto& known : event_kinds()) all += (all.empty() ? "" : ", ") + std::string(known.name);
            fault(at + ".event", "'" + emit.event + "' is not one of " + all);
        }
        conditions(emit.when, at + ".when");
        time(emit.at, at + ".at");
        optional(emit.once, at + ".once");
        if (!emit.change.of.empty() || !emit.change.value.empty()) {
            needed(emit.change.of, at + ".change.of");
            needed(emit.change.value, at + ".change.value");
        }
        for (const auto& [name, value] : emit.fields_) {
            needed(value, at + ".fields." + name);
            if (kind == nullptr) continue;
            const auto has = [&field = name](const auto& list) {
                return std::find(list.begin(), list.end(), field) != list.end();
            };
            if (!has(kind->required) && !has(kind->optional)) {
                fault(at + ".fields." + name, "is not a field of " + emit.event);
            }
        }
        if (kind == nullptr) return;
        for (const auto name : kind->required) {
            if (emit.fields_.count(std::string(name)) == 0) fault(at + ".fields", "lacks " + std::string(name));
        }
    }

    void conditions(const std::vector<ConditionText>& list, const std::string& at) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto where = at + "[" + std::to_string(i) + "]";
            needed(list[i].value, where + ".value");
            if (!list[i].is.empty() && list[i].is != "absent" && list[i].is != "present") {
                fault(where + ".is", "must be absent or present");
            }
            if (list[i].in.empty() && list[i].not_in.empty() && list[i].is.empty()) {
                fault(where, "asks nothing; give it in, not_in or is");
            }
        }
    }

    void time(const TimeText& time, const std::string& at) {
        static const std::set<std::string> formats{"iso8601", "epoch_s", "epoch_ms", "epoch_us"};
        if (formats.count(time.format) == 0) fault(at + ".format", "must be iso8601, epoch_s, epoch_ms or epoch_us");
        optional(time.value, at + ".value");
        optional(time.clock, at + ".clock");
    }

    void needed(const std::string& text, const std::string& at) {
        if (text.empty()) fault(at, "is missing");
        optional(text, at);
    }

    void optional(const std::string& text, const std::string& at) {
        const auto value = Template::parse(text);
        if (!value) return fault(at, value.error().what);
        for (const auto& table : value->tables()) {
            if (mapping_.tables.count(table) == 0) fault(at, "names the table '" + table + "', which is not there");
        }
        for (const auto& join : value->joins()) {
            if (joins_.count(join) == 0) fault(at, "names the join '" + join + "', which no rule fills");
        }
        for (const auto& name : value->captures()) {
            if (name == "topic" || std::find(captures_.begin(), captures_.end(), name) != captures_.end()) continue;
            fault(at, "names '" + name + "', which is no level of the topic");
        }
        if (value->deepest() > depth_) fault(at, "goes further out than the lists of its rule");
    }

    void fault(const std::string& at, const std::string& what) { faults_.push_back(at + ": " + what); }

    const MappingText& mapping_;
    std::vector<std::string>& faults_;
    std::set<std::string> joins_;
    std::vector<std::string> captures_;
    std::size_t depth_ = 0;
};

}  // namespace

Checked<MappingText> read_mapping(std::string_view text) {
    Checked<MappingText> out;
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    JsonReader reader(true);
    reader.read(Json::parse(text, nullptr, true, true), out.value, "");
    out.faults = reader.faults();
    if (out.value.rules.empty()) out.faults.push_back("rules: is empty; a mapping has at least one rule");
    if (out.value.rules.size() > max_mapping_rules) {
        out.faults.push_back("rules: more than " + std::to_string(max_mapping_rules));
    }
    if (!(out.value.clock_slack_s > 0)) out.faults.push_back("clock_slack_s: must be over 0");
    Checker checker(out.value, out.faults);
    for (std::size_t i = 0; i < out.value.rules.size(); ++i) {
        checker.rule(out.value.rules[i], "rules[" + std::to_string(i) + "]");
    }
    return out;
}

}  // namespace glassline
