#include "connectors/wire/amqp/sasl_plain.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace glassline {
namespace {

constexpr std::string_view sasl_header("AMQP\x03\x01\x00\x00", 8);
constexpr unsigned char sasl_frame_type = 1;
constexpr unsigned char sasl_init = 0x41;

/// size, data offset 2, type SASL, channel 0, then the body.
std::string frame_of(const std::string& body) {
    const auto size = static_cast<std::uint32_t>(body.size() + 8);
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((size >> shift) & 0xffU));
    return out + std::string("\x02\x01\x00\x00", 4) + body;
}

/// sasl-mechanisms: a list of one array of one symbol, "PLAIN".
std::string mechanisms() {
    const std::string array = std::string("\xe0\x08\x01\xa3\x05", 5) + "PLAIN";
    return frame_of(std::string("\x00\x53\x40\xc0", 4) + static_cast<char>(array.size() + 1) + '\x01' + array);
}

std::string outcome(char code) { return frame_of(std::string("\x00\x53\x44\xc0\x03\x01\x50", 7) + code); }

/// Reads AMQP values off the front of a frame; nothing when they are not what was asked for.
class Values {
public:
    explicit Values(std::string_view bytes) : bytes_(bytes) {}

    std::optional<std::uint64_t> number(std::size_t width) {
        if (bytes_.size() < width) return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes_[i]);
        bytes_.remove_prefix(width);
        return value;
    }
    std::optional<std::uint64_t> descriptor() {
        if (number(1) != 0x00U) return std::nullopt;
        const auto code = number(1);
        if (code == 0x53U) return number(1);
        if (code == 0x80U) return number(8);
        return std::nullopt;
    }
    /// The number of a list's elements.
    std::optional<std::uint64_t> list() {
        const auto code = number(1);
        if (code == 0x45U) return 0;
        const std::size_t width = code == 0xc0U ? 1 : 4;
        if (code != 0xc0U && code != 0xd0U) return std::nullopt;
        if (!number(width)) return std::nullopt;
        return number(width);
    }
    /// A symbol or binary value.
    std::optional<std::string_view> bytes() {
        const auto code = number(1);
        const std::size_t width = code == 0xa3U || code == 0xa0U ? 1 : 4;
        if (code != 0xa3U && code != 0xa0U && code != 0xb3U && code != 0xb0U) return std::nullopt;
        const auto size = number(width);
        if (!size || *size > bytes_.size()) return std::nullopt;
        const auto value = bytes_.substr(0, static_cast<std::size_t>(*size));
        bytes_.remove_prefix(value.size());
        return value;
    }

private:
    std::string_view bytes_;
};

/// In a time that does not tell where they differ.
bool same(std::string_view a, std::string_view b) {
    std::size_t differs = a.size() ^ b.size();
    for (std::size_t i = 0; i < a.size(); ++i) {
        differs |= static_cast<std::size_t>(static_cast<unsigned char>(a[i]) ^
                                            static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]));
    }
    return differs == 0;
}

}  // namespace

std::string SaslPlain::fail(std::string reason, std::string answer) {
    state_ = State::failed;
    reason_ = std::move(reason);
    return answer;
}

std::string SaslPlain::take(std::string& bytes) {
    std::string answer;
    if (state_ == State::header && bytes.size() >= sasl_header.size()) {
        // The header we want is the answer to a peer that begins with another one (AMQP 1.0, 2.2).
        answer = sasl_header;
        if (bytes.compare(0, sasl_header.size(), sasl_header) != 0) {
            return fail("the peer does not log in (no SASL)", std::move(answer));
        }
        bytes.erase(0, sasl_header.size());
        answer += mechanisms();
        state_ = State::init;
    }
    if (state_ == State::init && bytes.size() >= 8) {
        const auto size = Values(bytes).number(4).value_or(0);
        if (size < 8 || size > max_sasl_frame) return answer + fail("the login is no SASL frame");
        if (bytes.size() < size) return answer;
        answer += check(std::string_view(bytes).substr(0, static_cast<std::size_t>(size)));
        bytes.erase(0, static_cast<std::size_t>(size));
    }
    return answer;
}

std::string SaslPlain::check(std::string_view frame) {
    const std::size_t offset = static_cast<unsigned char>(frame[4]) * std::size_t{4};
    if (static_cast<unsigned char>(frame[5]) != sasl_frame_type || offset < 8 || offset > frame.size()) {
        return fail("the login is no SASL frame");
    }
    Values values(frame.substr(offset));
    const auto kind = values.descriptor();
    const auto count = kind == sasl_init ? values.list() : std::nullopt;
    const auto mechanism = count.value_or(0) >= 2 ? values.bytes() : std::nullopt;
    if (!mechanism) return fail("the login is no SASL init with a response");
    if (*mechanism != "PLAIN")
        return fail("the peer logs in by " + std::string(*mechanism) + ", not PLAIN", outcome(1));
    const auto response = values.bytes();
    if (!response) return fail("the login has no response", outcome(1));
    // [identity to act as] NUL user NUL password
    const auto first = response->find('\0');
    const auto second = first == std::string_view::npos ? first : response->find('\0', first + 1);
    if (second == std::string_view::npos) return fail("the login has no password", outcome(1));
    const bool known = same(response->substr(first + 1, second - first - 1), user_);
    const bool right = same(response->substr(second + 1), password_);
    if (!known || !right) return fail("user or password is wrong", outcome(1));
    state_ = State::done;
    return outcome(0);
}

}  // namespace glassline
