#include "connectors/sources/cfx_intake.hpp"

#include <asio.hpp>
#include <atomic>
#include <deque>
#include <set>

#include "connectors/wire/cfx/decode.hpp"

namespace glassline {
namespace {

constexpr std::chrono::milliseconds offer_again_after{20};

/// One payload on its way: settled when the last of its envelopes is done.
struct Settlement {
    std::atomic<std::size_t> remaining{0};
    std::atomic<bool> failed{false};
    AmqpSettle settle;

    void one_done(const Status& status) {
        if (!status) failed = true;
        // Modified, not rejected: the journal could not take it now, the sender must keep it.
        if (--remaining == 0) settle(failed ? AmqpOutcome::modified : AmqpOutcome::accepted);
    }
};

std::string handle_of(const AmqpMessage& message, const AmqpPeer& peer, bool direct) {
    for (const auto& [key, value] : message.application_properties) {
        if (key == "cfx-handle" && !value.empty()) return value;
    }
    if (!message.reply_to.empty()) return message.reply_to;
    return direct ? peer.container_id : std::string();  // a broker's container id is not the machine's
}

}  // namespace

struct CfxIntake::Impl : std::enable_shared_from_this<CfxIntake::Impl> {
    Impl(std::string n, std::string k, const SourceContext& c, bool sim, bool per_station)
        : name(std::move(n)),
          kind(std::move(k)),
          context(c),
          simulated(sim),
          source_per_station(per_station),
          timer(c.io) {}

    SourceId source_of(const StationId& station) {
        if (!source_per_station || station.empty()) return SourceId(name);
        SourceId id(name + "/" + station.value);
        if (declared.insert(station).second) push_event(id, SourceDeclared{kind, address, station, simulated});
        return id;
    }

    void push_event(const SourceId& source, Event event) {
        if (pending.size() >= max_pending_cfx_deliveries) return;  // the next status says the present one anyhow
        Delivery delivery;
        delivery.source = source;
        delivery.events.push_back({std::move(event), no_time});
        pending.push_back(std::move(delivery));
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
    bool source_per_station;
    std::string address;
    asio::steady_timer timer;
    cfx::Decoder decoder;
    std::set<StationId> declared;  // bounded by the line's stations
    std::deque<Delivery> pending;
    bool waiting = false;
    bool stopped = false;
};

CfxIntake::CfxIntake(std::string name, std::string kind, const SourceContext& context, bool simulated,
                     bool source_per_station)
    : impl_(std::make_shared<Impl>(std::move(name), std::move(kind), context, simulated, source_per_station)) {}

CfxIntake::~CfxIntake() { stop(); }

void CfxIntake::declare(const std::string& address) {
    impl_->address = address;
    impl_->push_event(SourceId(impl_->name), SourceDeclared{impl_->kind, address, {}, impl_->simulated});
    impl_->drain();
}

bool CfxIntake::take(const AmqpMessage& message, const AmqpPeer& peer, const AmqpSettle& settle) {
    auto& impl = *impl_;
    if (impl.stopped) return false;
    impl.drain();
    if (!impl.pending.empty()) return false;
    const auto handle = handle_of(message, peer, impl.source_per_station);
    auto meanings = impl.decoder.decode(message.body, message.content_encoding, {impl.context.line, handle});
    auto transfer = std::make_shared<Settlement>();
    transfer->remaining = meanings.size();
    transfer->settle = settle;
    for (auto& meaning : meanings) {
        Delivery delivery;
        delivery.source = impl.source_of(meaning.station);
        delivery.raw = {"cfx-json", std::string(meaning.json)};
        if (!meaning.unique_id.empty()) delivery.duplicate_key = "cfx:" + meaning.unique_id;
        for (auto& event : meaning.events) delivery.events.push_back({std::move(event), meaning.occurred_at});
        delivery.done = [transfer](const Status& status) { transfer->one_done(status); };
        impl.pending.push_back(std::move(delivery));
    }
    impl.drain();
    return true;
}

void CfxIntake::peer_changed(const AmqpPeer& peer, bool up, const std::string& reason) {
    auto& impl = *impl_;
    if (impl.stopped) return;
    const auto station =
        impl.source_per_station ? cfx::station_of_handle(impl.context.line, peer.container_id) : StationId();
    // A peer that is no station of the line says nothing of the line's state: who comes and goes is nobody's news.
    if (impl.source_per_station && station.empty()) return;
    status(impl.source_of(station), up ? LinkStatus::connected : LinkStatus::disconnected, reason);
}

void CfxIntake::status(const SourceId& source, LinkStatus status, const std::string& reason) {
    impl_->push_event(source, SourceStatusChanged{status, reason.substr(0, max_example)});
    impl_->drain();
}

void CfxIntake::stop() {
    impl_->stopped = true;
    impl_->timer.cancel();
}

}  // namespace glassline
