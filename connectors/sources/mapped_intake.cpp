#include "connectors/sources/mapped_intake.hpp"

#include <asio.hpp>
#include <atomic>
#include <deque>

namespace glassline {
namespace {

constexpr std::chrono::milliseconds offer_again_after{20};

struct Settlement {
    std::atomic<std::size_t> remaining{0};
    std::atomic<bool> failed{false};
    std::function<void(bool)> settle;

    void one_done(const Status& status) {
        if (!status) failed = true;
        if (--remaining == 0) settle(!failed);
    }
};

}  // namespace

struct MappedIntake::Impl : std::enable_shared_from_this<MappedIntake::Impl> {
    Impl(std::string n, std::string k, const SourceContext& c, bool sim)
        : name(std::move(n)), kind(std::move(k)), context(c), simulated(sim), timer(c.io) {}

    void push_event(Event event) {
        Delivery delivery;
        delivery.source = SourceId(name);
        delivery.events.push_back({std::move(event), no_time});
        pending.push_back(std::move(delivery));
        drain();
    }

    void drain() {
        while (!pending.empty()) {
            if (!context.ingest.submit(pending.front())) break;
            pending.pop_front();
        }
        if (pending.empty() || waiting || stopped) return;
        waiting = true;
        timer.expires_after(offer_again_after);
        timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
            self->waiting = false;
            if (!error) self->drain();
        });
    }

    std::string name;
    std::string kind;
    SourceContext context;
    bool simulated;
    asio::steady_timer timer;
    std::deque<Delivery> pending;  // of one message and of statuses: bounded by max_mapped_events
    bool waiting = false;
    bool stopped = false;
};

MappedIntake::MappedIntake(std::string name, std::string kind, const SourceContext& context, bool simulated)
    : impl_(std::make_shared<Impl>(std::move(name), std::move(kind), context, simulated)) {}

MappedIntake::~MappedIntake() { stop(); }

void MappedIntake::declare(const std::string& address) {
    impl_->push_event(SourceDeclared{impl_->kind, address, {}, impl_->simulated});
}

void MappedIntake::status(LinkStatus status, const std::string& reason) {
    if (impl_->stopped) return;
    impl_->push_event(SourceStatusChanged{status, reason.substr(0, max_example)});
}

bool MappedIntake::has_room() {
    impl_->drain();
    return impl_->pending.empty() && !impl_->stopped;
}

void MappedIntake::take(std::vector<Delivery> deliveries, std::function<void(bool)> settle,
                        std::function<void()> on_lost) {
    if (deliveries.empty()) return settle(true);
    auto settlement = std::make_shared<Settlement>();
    settlement->remaining = deliveries.size();
    settlement->settle = [&io = impl_->context.io, settle = std::move(settle),
                          on_lost = std::move(on_lost)](bool durable) {
        // Posted before the sender hears of it, so it has run when the message comes again.
        if (!durable) asio::post(io, on_lost);
        settle(durable);
    };
    for (auto& delivery : deliveries) {
        delivery.done = [settlement](const Status& status) { settlement->one_done(status); };
        impl_->pending.push_back(std::move(delivery));
    }
    impl_->drain();
}

void MappedIntake::stop() {
    impl_->stopped = true;
    impl_->timer.cancel();
}

}  // namespace glassline
