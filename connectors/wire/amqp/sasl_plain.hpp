// The server's side of an AMQP 1.0 SASL exchange with one user and a password, sans-IO (AMQP 1.0, part 5.3; RFC 4616).
// Proton's C++ interface takes no password check of ours: it asks Cyrus SASL, which wants files of its own on the
// machine. So the exchange is held here, and Proton gets what comes behind it.
//
//     SaslPlain sasl("user", "password");
//     rest.append(bytes of the socket); write(sasl.take(rest)); when sasl.done(): `rest` begins with the AMQP header.
#pragma once

#include <cstddef>
#include <string>

namespace glassline {

inline constexpr std::size_t max_sasl_frame = 4'096;  // bytes; an init frame is some 60

class SaslPlain {
public:
    SaslPlain(std::string user, std::string password) : user_(std::move(user)), password_(std::move(password)) {}

    /// Takes what it understands off the front of `bytes`; what must be written to the peer comes back.
    [[nodiscard]] std::string take(std::string& bytes);

    [[nodiscard]] bool done() const { return state_ == State::done; }      // user and password were right
    [[nodiscard]] bool failed() const { return state_ == State::failed; }  // write what is left, then close
    [[nodiscard]] const std::string& reason() const { return reason_; }

private:
    enum class State { header, init, done, failed };
    std::string fail(std::string reason, std::string answer = {});
    std::string check(std::string_view frame);

    std::string user_;
    std::string password_;
    std::string reason_;
    State state_ = State::header;
};

}  // namespace glassline
