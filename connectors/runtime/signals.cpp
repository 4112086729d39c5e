#include "connectors/runtime/signals.hpp"

#include <pthread.h>

#include <csignal>
#include <ctime>

namespace glassline {

namespace {
sigset_t stop_set() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}
}  // namespace

StopSignals::StopSignals() {
    const auto set = stop_set();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that went away is an error of its write, not our end
}

void StopSignals::wait() {
    const auto set = stop_set();
    int got = 0;
    while (sigwait(&set, &got) != 0) {
    }
}

bool StopSignals::wait_for(int milliseconds) {
    const auto set = stop_set();
    const timespec bound{milliseconds / 1'000, (milliseconds % 1'000) * 1'000'000L};
    return sigtimedwait(&set, nullptr, &bound) > 0;
}

}  // namespace glassline
