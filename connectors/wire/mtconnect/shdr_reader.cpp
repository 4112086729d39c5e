#include "connectors/wire/mtconnect/shdr_reader.hpp"

#include <algorithm>
#include <set>

#include "connectors/wire/mtconnect/shdr_framer.hpp"

namespace glassline::mtconnect {
namespace {

using Tokens = std::vector<std::string>;

/// Values that follow the key of an item (cppagent: condition level, native code, native severity, qualifier, text).
std::size_t width_of(const DataItem& item) {
    if (item.category == Category::condition) return 5;
    if (item.representation == "TIME_SERIES") return 3;  // count, rate, values
    if (item.type == "MESSAGE" || item.type == "ASSET_CHANGED" || item.type == "ASSET_REMOVED") return 2;
    return item.type == "ALARM" ? 5 : 1;
}

bool looks_like_condition(const Tokens& tokens, std::size_t at) {
    ConditionLevel level{};
    return tokens.size() - at == 5 && (level_from(tokens[at], level) || is_word(tokens[at], "UNAVAILABLE"));
}

/// "12:MANUAL": counters that were set anew say why behind their value.
void split_reset(Observation& seen) {
    const auto colon = seen.value.find(':');
    if (seen.item->type != "PART_COUNT" || colon == std::string::npos) return;
    seen.reset = seen.value.substr(colon + 1);
    seen.value.resize(colon);
}

void read_values(const Tokens& tokens, std::size_t at, std::size_t count, Observation& seen) {
    const auto token = [&](std::size_t i) { return i < count ? tokens[at + i] : std::string{}; };
    if (is_word(token(0), "UNAVAILABLE")) {
        seen.unavailable = true;
    } else if (seen.item->category == Category::condition) {
        if (!level_from(token(0), seen.condition.level)) {
            seen.unavailable = true;  // no level we know: what the machine means is unknown
            return;
        }
        seen.condition.code = token(1);
        seen.condition.severity = token(2);
        seen.condition.qualifier = token(3);
        seen.condition.text = token(4);
    } else {
        seen.value = count > 1 && token(count - 1).empty() ? token(0) : token(count - 1);
        if (is_word(seen.value, "UNAVAILABLE")) {
            seen.value.clear();
            seen.unavailable = true;
        } else {
            split_reset(seen);
        }
    }
}

}  // namespace

Instant ShdrReader::instant_of(const ShdrStamp& stamp, Instant arrived_at) {
    if (stamp.kind == ShdrStamp::Kind::absolute) {
        return stamp.zone == Zone::stated ? stamp.at : stamp.at - std::chrono::minutes(zone_minutes_);
    }
    if (stamp.kind != ShdrStamp::Kind::relative) return arrived_at;
    // An adapter that counts from its own start: its first line arrived when it was said. Back means it began anew.
    if (!base_ || stamp.offset_ms < base_->offset_ms) base_ = Base{arrived_at, stamp.offset_ms};
    return base_->arrived_at + from_seconds((stamp.offset_ms - base_->offset_ms) / 1e3);
}

std::optional<std::pair<std::size_t, const DataItem*>> ShdrReader::find(std::string_view key) const {
    if (const auto* item = devices_.devices[default_device_].find(key)) return std::pair{default_device_, item};
    const auto colon = key.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    for (std::size_t i = 0; i < devices_.devices.size(); ++i) {
        if (!devices_.devices[i].is_called(key.substr(0, colon))) continue;
        if (const auto* item = devices_.devices[i].find(key.substr(colon + 1))) return std::pair{i, item};
    }
    return std::nullopt;
}

Result<ShdrReading> ShdrReader::read(std::string_view message, Instant arrived_at) {
    const auto first_line = message.substr(0, message.find('\n'));
    const auto line = read_shdr_line(first_line);
    if (line.tokens.size() >= max_shdr_tokens)
        return Error{"SHDR", "a line has 10000 tokens or more", "check the adapter"};
    ShdrReading out;
    std::size_t at = 1;
    if (line.stamp.kind == ShdrStamp::Kind::word) {
        if (!find(line.tokens.front())) {
            return Error{"SHDR", "a line begins with neither a time nor a key of the device", "check the Devices.xml"};
        }
        at = 0;
    }
    if (line.tokens.size() < at + 1) return Error{"SHDR", "a line has a time and nothing else", "check the adapter"};
    out.at = instant_of(line.stamp, arrived_at);
    out.stamped = line.stamp.kind == ShdrStamp::Kind::absolute;
    out.zone_missing = out.stamped && line.stamp.zone == Zone::missing;
    const auto& tokens = line.tokens;
    if (tokens[at].size() > 2 && tokens[at].front() == '@' && tokens[at].back() == '@') {
        out.asset_command = tokens[at].substr(1, tokens[at].size() - 2);
        return out;
    }
    while (at < tokens.size()) {
        const auto& key = tokens[at++];
        if (key.empty()) continue;  // what is left of a value with more parts than its item has
        const auto found = find(key);
        if (!found) {
            out.unknown_keys.push_back(key);
            if (at < tokens.size() && looks_like_condition(tokens, at)) break;
            ++at;
            continue;
        }
        Observation seen;
        seen.item = found->second;
        seen.at = out.at;
        auto count = std::min(width_of(*seen.item), tokens.size() - at);
        // Adapters write `key|UNAVAILABLE` alone also of conditions and go on with the next key.
        if (count > 1 && is_word(tokens[at], "UNAVAILABLE") && find(tokens[at + 1])) count = 1;
        read_values(tokens, at, count, seen);
        at += count;
        out.observations.push_back({found->first, std::move(seen)});
    }
    return out;
}

std::optional<std::size_t> device_of_recording(std::string_view text, const DeviceModel& devices) {
    std::set<std::string> keys;
    ShdrFramer framer;
    for (const auto& message : framer.feed(text.substr(0, std::size_t{1} << 20U))) {
        const auto line = read_shdr_line(std::string_view(message).substr(0, message.find('\n')));
        for (std::size_t i = 1; i < line.tokens.size(); i += 2) keys.insert(line.tokens[i]);
    }
    std::optional<std::size_t> best;
    std::size_t most = 0;
    for (std::size_t i = 0; i < devices.devices.size(); ++i) {
        const auto& device = devices.devices[i];
        const auto count =
            static_cast<std::size_t>(std::count_if(keys.begin(), keys.end(), [&](const std::string& key) {
                const auto colon = key.find(':');
                return device.find(key) != nullptr ||
                       (colon != std::string::npos && device.is_called(std::string_view(key).substr(0, colon)));
            }));
        if (count > most) {
            most = count;
            best = i;
        } else if (count == most) {
            best.reset();
        }
    }
    return best;
}

}  // namespace glassline::mtconnect
