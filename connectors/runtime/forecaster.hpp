// Asks the forecast every ten seconds on the newest snapshot, on a thread of its own (a run takes longer than a batch),
// and hands the ranges to the writer as CompletionForecast events: what a customer was told is in the journal.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "connectors/runtime/twin_host.hpp"
#include "twin/orders/orders.hpp"

namespace glassline {

/// The ranges of all open orders as of this state; a pure function.
using ForecastOf = std::function<std::vector<CompletionForecast>(const TwinState& state, Instant now)>;

inline constexpr int forecast_period_s = 10;

class Forecaster {
public:
    /// Starts at once. `host` outlives it.
    Forecaster(TwinHost& host, ForecastOf forecast);
    ~Forecaster();  // waits for the run in progress
    Forecaster(const Forecaster&) = delete;
    Forecaster& operator=(const Forecaster&) = delete;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
