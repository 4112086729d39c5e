// cfx-listen: machines connect to us directly over AMQP 1.0, no broker. Each machine that names itself by its CFX
// handle is a source of its own ("NAME/STATION") with its own health.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/source.hpp"

namespace glassline {

struct CfxListenSettings {
    std::string name;
    std::string listen = "127.0.0.1:0";  // port 0 takes a free one; address() says which
    std::string user{};                  // machines must log in with these (SASL PLAIN); empty: anybody may connect
    std::string password{};
    bool simulated = false;  // the machines are ours; every view says so
};

[[nodiscard]] std::unique_ptr<Source> make_cfx_listen(CfxListenSettings settings, const SourceContext& context);

}  // namespace glassline
