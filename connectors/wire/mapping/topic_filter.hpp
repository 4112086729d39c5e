// MQTT topic filters (MQTT 3.1.1, 4.7) whose levels may have a name: `fts/v1/{vendor}/{serial}/state` matches like
// `fts/v1/+/+/state` and says what stood there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline {

using Captures = std::map<std::string, std::string>;

class TopicFilter {
public:
    /// Error: empty, an empty name, a `#` that is not the last level, a wildcard beside other characters.
    [[nodiscard]] static Result<TopicFilter> parse(std::string_view text);

    /// What the named levels are in `topic`; nothing when it does not match. `{rest#}` as last level takes all the
    /// rest.
    [[nodiscard]] std::optional<Captures> match(std::string_view topic) const;
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
    struct Level {
        enum class Kind { literal, one, rest } kind = Kind::literal;
        std::string text;  // the literal, or the name
    };
    std::vector<Level> levels_;
    std::vector<std::string> names_;
};

}  // namespace glassline
