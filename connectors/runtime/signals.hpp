// The signals that end a process cleanly. Construct one in main's thread before any other thread is started: threads
// inherit the blocked set, so that only wait() ever sees SIGTERM and SIGINT.
#pragma once

namespace glassline {

class StopSignals {
public:
    StopSignals();
    /// Blocks until SIGTERM or SIGINT came.
    void wait();
    /// The same with a bound; false: nothing came within `milliseconds`.
    bool wait_for(int milliseconds);
};

}  // namespace glassline
