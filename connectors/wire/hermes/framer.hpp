// Cuts a byte stream into Hermes documents. The protocol has no framing: documents follow one another and end at
// `</Hermes>`; one read may hold none or several.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace glassline::hermes {

class Framer {
public:
    /// Takes bytes and returns the documents that are whole now, in order.
    [[nodiscard]] std::vector<std::string> feed(std::string_view bytes);

    /// Bytes thrown away because no document ended within the cap, or that stood before `<Hermes`.
    [[nodiscard]] std::uint64_t skipped_bytes() const { return skipped_; }
    /// The first bytes that were thrown away, as evidence.
    [[nodiscard]] const std::string& first_skipped() const { return first_skipped_; }

private:
    void skip(std::string_view bytes);
    std::string buffer_;
    std::uint64_t skipped_ = 0;
    std::string first_skipped_;
};

}  // namespace glassline::hermes
