#include "connectors/runtime/forecaster.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace glassline {

struct Forecaster::Impl {
    Impl(TwinHost& with, ForecastOf of) : host(with), forecast(std::move(of)) {}

    TwinHost& host;
    ForecastOf forecast;
    std::mutex mutex;
    std::condition_variable wake;
    bool ending = false;
    std::thread thread;

    void run() {
        std::unique_lock guard(mutex);
        // The first run comes soon, so that a fresh link already shows a range.
        auto wait = std::chrono::seconds(1);
        while (!wake.wait_for(guard, wait, [this] { return ending; })) {
            guard.unlock();
            run_once();
            guard.lock();
            wait = std::chrono::seconds(forecast_period_s);
        }
    }

    void run_once() {
        const auto snapshot = host.snapshot();
        Delivery delivery;
        delivery.source = SourceId("forecast");
        for (auto& range : forecast(snapshot->state, host.now()))
            delivery.events.push_back({std::move(range), no_time});
        // A full queue sheds a forecast: the next one is fresher.
        if (!delivery.events.empty()) static_cast<void>(host.ingest().submit(std::move(delivery)));
    }
};

Forecaster::Forecaster(TwinHost& host, ForecastOf forecast) : impl_(std::make_unique<Impl>(host, std::move(forecast))) {
    impl_->thread = std::thread([this] { impl_->run(); });
}

Forecaster::~Forecaster() {
    {
        const std::lock_guard guard(impl_->mutex);
        impl_->ending = true;
    }
    impl_->wake.notify_one();
    impl_->thread.join();
}

}  // namespace glassline
