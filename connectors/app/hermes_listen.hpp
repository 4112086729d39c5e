// Binds a listening socket, or says which port can't be had and what to do. It includes Asio.
// Include it in .cpp files only.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>

#include "twin/base/result.hpp"

namespace glassline::app {

[[nodiscard]] inline Result<asio::ip::tcp::acceptor> bind_listener(asio::io_context& io, const std::string& host,
                                                                   std::uint16_t port) {
    using asio::ip::tcp;
    asio::error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) return Error{"Hermes", "'" + host + "' is not an address", "write one like 127.0.0.1"};
    tcp::acceptor acceptor(io);
    const tcp::endpoint endpoint(address, port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(16, error);
    if (error) {
        return Error{"Hermes", "port " + std::to_string(port) + " can't be bound: " + error.message(),
                     "choose a free port"};
    }
    return acceptor;
}

}  // namespace glassline::app
