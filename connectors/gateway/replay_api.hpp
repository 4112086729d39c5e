// A replay server's own address, /api/v1/replay: how fast it plays, where it stands, whether it pauses.
#pragma once

#include <functional>
#include <optional>

#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline::gateway {

/// What is not said stays as it is.
struct ReplayRequest {
    std::optional<double> speed;
    std::optional<Instant> at;
    std::optional<bool> paused;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("speed", self.speed);
        v("at", self.at);
        v("paused", self.paused);
    }
};

struct ReplayAnswer {
    double speed = 1;  // while it plays
    bool paused = false;
    Instant at{};  // plant time now
    Instant first{};
    Instant last{};
    bool at_end = false;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("speed", self.speed);
        v("paused", self.paused);
        v("at", self.at);
        v("first", self.first);
        v("last", self.last);
        v("at_end", self.at_end);
    }
};

/// Does what is asked and says how things stand then. Called on the gateway's strand.
using ReplayControl = std::function<Result<ReplayAnswer>(const ReplayRequest&)>;

}  // namespace glassline::gateway
