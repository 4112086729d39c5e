// A mapping: how topics and JSON of a plant become the twin's events. People write it as JSON with comments (see
// README.md of this folder and data/schemas/mapping.schema.json); `check` and `Mapper` read it here.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/files/commented_json.hpp"

namespace glassline {

inline constexpr std::size_t max_mapping_rules = 1'000;
inline constexpr std::size_t max_emits = 100;  // of one rule

/// All conditions of a list must hold. `value` is a template; one that the message does not fill is "absent".
struct ConditionText {
    std::string value;
    std::vector<std::string> in;      // empty: any value
    std::vector<std::string> not_in;  // an absent value is not in it
    std::string is;                   // "absent" or "present"; empty: no matter
    bool operator==(const ConditionText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("value", self.value);
        v("in", self.in);
        v("not_in", self.not_in);
        v("is", self.is);
    }
};

struct TimeText {
    std::string value;               // template; empty: the message states no time
    std::string format = "iso8601";  // iso8601, epoch_s, epoch_ms, epoch_us
    std::string clock;               // template: whose clock it is; empty: the topic
    bool operator==(const TimeText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("value", self.value);
        v("format", self.format);
        v("clock", self.clock);
    }
};

/// Says an event only when `value` is another than what was last said of the same `of`, by any rule.
struct ChangeText {
    std::string of;
    std::string value;
    bool operator==(const ChangeText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("of", self.of);
        v("value", self.value);
    }
};

struct EmitText {
    std::string event;
    std::vector<ConditionText> when;
    TimeText at;       // when it happened, where that is not the message's own time
    std::string once;  // template: said once for each value of it, also over restarts
    ChangeText change;
    std::map<std::string, std::string> fields_;  // "fields": templates by the event's field
    bool operator==(const EmitText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("event", self.event);
        v("when", self.when);
        v("at", self.at);
        v("once", self.once);
        v("change", self.change);
        v("fields", self.fields_);
    }
};

/// Remembers `value` under `key`, for `{...|@name}` in any rule.
struct JoinText {
    std::string name;
    std::string key;
    std::string value;
    bool operator==(const JoinText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("key", self.key);
        v("value", self.value);
    }
};

struct RuleText {
    std::string topic;              // a filter whose levels may have names
    std::vector<std::string> each;  // pointers to lists, each inside an element of the one before; "" is the element
    std::vector<ConditionText> when;
    TimeText time;  // the message's own time stamp
    std::vector<JoinText> joins;
    std::vector<EmitText> emit;
    bool ignore = false;  // known, and not for the twin
    bool operator==(const RuleText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("topic", self.topic);
        v("each", self.each);
        v("when", self.when);
        v("time", self.time);
        v("joins", self.joins);
        v("emit", self.emit);
        v("ignore", self.ignore);
    }
};

struct MappingText {
    std::string name;
    std::string note;
    double clock_slack_s = 60;  // a clock that is off by more in the median is not believed
    std::map<std::string, std::map<std::string, std::string>> tables;
    std::vector<RuleText> rules;
    bool operator==(const MappingText&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("note", self.note);
        v("clock_slack_s", self.clock_slack_s);
        v("tables", self.tables);
        v("rules", self.rules);
    }
};

/// Every fault with its place ("rules[3].emit[1].fields.station: ..."), none hidden behind the first.
[[nodiscard]] Checked<MappingText> read_mapping(std::string_view text);

}  // namespace glassline
