// Writes JSON as Newtonsoft does: members in the order of their declaration, nulls written out, doubles with a point.
// Inside connectors/wire/cfx only.
#pragma once

#include <string>
#include <string_view>

namespace glassline::cfx {

[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] inline std::string quoted_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }
/// Always with a point, never in scientific form for sizes met here.
[[nodiscard]] std::string real(double value);

/// A JSON object in the order in which members are added.
class Members {
public:
    Members& add(std::string_view name, std::string_view json) {
        text_ += text_.size() == 1 ? "\"" : ",\"";
        text_ += name;
        text_ += "\":";
        text_ += json;
        return *this;
    }
    Members& text(std::string_view name, std::string_view value) { return add(name, quoted_or_null(value)); }
    [[nodiscard]] std::string done() const { return text_ + "}"; }

private:
    std::string text_ = "{";
};

}  // namespace glassline::cfx
