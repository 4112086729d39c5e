// What the sources that map messages share: a message becomes deliveries, and its sender is told when all are durable.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/source.hpp"

namespace glassline {

class MappedIntake {
public:
    MappedIntake(std::string name, std::string kind, const SourceContext& context, bool simulated);
    ~MappedIntake();

    void declare(const std::string& address);
    void status(LinkStatus status, const std::string& reason);
    /// False when deliveries wait for the writer: offer the message again.
    [[nodiscard]] bool has_room();
    /// Hands deliveries on, in order. `settle` is called once, from any thread: true when all are durable. When they
    /// are not, `on_lost` runs first, on the loop: the message will come again.
    void take(std::vector<Delivery> deliveries, std::function<void(bool)> settle, std::function<void()> on_lost);
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline
