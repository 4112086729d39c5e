// The login of a machine, byte for byte.
#include "connectors/wire/amqp/sasl_plain.hpp"

#include <doctest/doctest.h>

using namespace glassline;

namespace {

const std::string header("AMQP\x03\x01\x00\x00", 8);

std::string frame(const std::string& body) {
    const auto size = static_cast<char>(body.size() + 8);
    return std::string("\x00\x00\x00", 3) + size + std::string("\x02\x01\x00\x00", 4) + body;
}

/// sasl-init with a mechanism and a response, as Proton and rhea write it.
std::string init(const std::string& mechanism, const std::string& response) {
    const std::string values = '\xa3' + std::string(1, static_cast<char>(mechanism.size())) + mechanism + '\xa0' +
                               std::string(1, static_cast<char>(response.size())) + response;
    return frame(std::string("\x00\x53\x41\xc0", 4) + static_cast<char>(values.size() + 1) + '\x02' + values);
}

std::string plain(const std::string& user, const std::string& password) {
    return init("PLAIN", std::string(1, '\0') + user + std::string(1, '\0') + password);
}

bool says_code(const std::string& answer, char code) {
    return answer.ends_with(std::string("\x00\x53\x44\xc0\x03\x01\x50", 7) + code);
}

}  // namespace

TEST_CASE("SASL: the right password opens, and what follows is left for the engine") {
    SaslPlain sasl("placer", "secret");
    std::string bytes = header;
    const auto offer = sasl.take(bytes);
    CHECK(offer.starts_with(header));
    CHECK(offer.ends_with("PLAIN"));
    CHECK(bytes.empty());
    bytes = plain("placer", "secret") + "AMQP\x01";
    CHECK(says_code(sasl.take(bytes), 0));
    CHECK(sasl.done());
    CHECK(bytes == "AMQP\x01");
}

TEST_CASE("SASL: it does not matter how the bytes are cut") {
    SaslPlain sasl("placer", "secret");
    std::string bytes;
    std::string answers;
    for (const char c : header + plain("placer", "secret")) {
        bytes.push_back(c);
        answers += sasl.take(bytes);
    }
    CHECK(sasl.done());
    CHECK(says_code(answers, 0));
}

TEST_CASE("SASL: everything else stays outside") {
    const auto refused = [](const std::string& login) {
        SaslPlain sasl("placer", "secret");
        std::string bytes = header + login;
        const auto answer = sasl.take(bytes);
        CHECK(sasl.failed());
        CHECK_FALSE(sasl.done());
        CHECK_FALSE(says_code(answer, 0));
        return sasl.reason();
    };
    CHECK(refused(plain("placer", "Secret")) == "user or password is wrong");
    CHECK(refused(plain("placer", "secret2")) == "user or password is wrong");
    CHECK(refused(plain("placer", "")) == "user or password is wrong");
    CHECK(refused(plain("", "secret")) == "user or password is wrong");
    CHECK(refused(init("ANONYMOUS", "x")) == "the peer logs in by ANONYMOUS, not PLAIN");
    CHECK(refused(init("PLAIN", "no zeros")) == "the login has no password");
    CHECK(refused(frame("nonsense")) == "the login is no SASL init with a response");
    CHECK(refused(std::string("\x7f\xff\xff\xff", 4) + std::string(20, 'x')) == "the login is no SASL frame");
    CHECK(refused(std::string(40, '\0')) == "the login is no SASL frame");
    SaslPlain sasl("placer", "secret");
    std::string bytes("AMQP\x00\x01\x00\x00", 8);
    CHECK(sasl.take(bytes) == header);  // says what it wants
    CHECK(sasl.reason() == "the peer does not log in (no SASL)");
}

TEST_CASE("SASL: a login that is cut or changed anywhere never opens and never crashes") {
    const auto whole = header + plain("placer", "secret");
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        SaslPlain sasl("placer", "secret");
        std::string bytes = whole.substr(0, cut);
        (void)sasl.take(bytes);
        CHECK_FALSE(sasl.done());
        for (int flip = 1; flip < 256; flip <<= 1) {
            SaslPlain other("placer", "secret");
            bytes = whole;
            bytes[cut] = static_cast<char>(bytes[cut] ^ flip);
            (void)other.take(bytes);
            // Not looked at: the frame's channel (AMQP 1.0, 5.3.1), the list's size and how many more values it has.
            const bool ignored = cut == 14 || cut == 15 || cut == 20 || cut == 21;
            if (!ignored) CHECK_FALSE(other.done());
        }
    }
}
