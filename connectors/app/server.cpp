#include "connectors/app/server.hpp"

#include <asio.hpp>
#include <filesystem>
#include <future>
#include <list>
#include <optional>
#include <thread>
#include <utility>

#include "connectors/app/make_source.hpp"
#include "connectors/app/state_dir.hpp"
#include "connectors/runtime/forecaster.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/runtime/writer.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "twin/forecast/completion.hpp"

namespace glassline::app {

namespace {

constexpr std::chrono::seconds longest_goodbye{2};

Status make_state_dir(const std::string& path) {
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed) return Error{path, failed.message(), "name a folder that may be written with --state"};
    return Done{};
}

gateway::Options gateway_options(const Settings& settings) {
    gateway::Options out;
    out.operator_listen = settings.operator_side.listen;
    out.customer_listen = settings.customer.listen;
    out.customer_public_url = settings.customer.public_url;
    out.operator_tls = {settings.operator_side.tls.certificate, settings.operator_side.tls.key};
    out.customer_tls = {settings.customer.tls.certificate, settings.customer.tls.key};
    out.behind_proxy = settings.behind_proxy;
    out.frame_ancestors = settings.customer.frame_ancestors;
    out.state_dir = settings.state;
    return out;
}

}  // namespace

struct Server::Impl {
    ServerOptions options;
    SystemClock system_clock;
    const Clock* clock = &system_clock;
    std::unique_ptr<Writer> writer;
    asio::io_context source_io{1};  // sources are written for one thread
    asio::io_context gateway_io;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> source_work;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> gateway_work;
    std::vector<std::unique_ptr<Source>> sources;
    std::unique_ptr<gateway::Gateway> gate;
    std::unique_ptr<Forecaster> forecaster;
    std::promise<void> sources_ended;
    std::thread source_thread;
    std::thread gateway_thread;
    Ready ready;
    bool stopped = false;

    Status start() {
        if (options.clock != nullptr) clock = options.clock;
        auto& settings = options.settings;
        if (settings.state.empty()) settings.state = default_state_dir();
        if (auto made = make_state_dir(settings.state); !made) return made;
        if (settings.journal.empty()) settings.journal = settings.state + "/journal.glassline";
        WriterOptions with;
        with.journal_path = settings.journal;
        with.log = [](const std::string& line) { log_warning(line); };
        const auto began = steady_now();
        auto opened = Writer::open(std::move(with), *clock);
        if (!opened) return opened.error();
        writer = std::move(*opened);
        log_info("journal " + settings.journal + " open at sequence " +
                 std::to_string(writer->snapshot()->state.sequence) + " after " +
                 std::to_string((steady_now() - began).count() / 1'000) + " ms");
        writer->describe(options.lines);
        define_orders();
        writer->start();
        if (auto done = start_sources(); !done) return done;
        start_forecasts();
        gate = std::make_unique<gateway::Gateway>(gateway_io, *writer, gateway_options(settings));
        const auto bound = gate->start();
        if (!bound) return bound.error();
        gateway_work.emplace(asio::make_work_guard(gateway_io));
        gateway_thread = std::thread([this] { gateway_io.run(); });
        ready.operator_url = bound->operator_url;
        ready.customer_url = bound->public_url;
        ready.state = settings.state;
        return Done{};
    }

    void define_orders() {
        const auto snapshot = writer->snapshot();
        for (const auto& order : options.orders) {
            const auto known = snapshot->state.orders.orders.find(order.id);
            // What was changed through the API stays: the file only speaks of orders the office has not announced.
            if (known != snapshot->state.orders.orders.end() && known->second.announced) continue;
            writer->submit({SourceId("orders-file"), {}, "", {{WorkOrderDefined{order}, no_time}}, {}});
        }
    }

    void start_forecasts() {
        forecaster = std::make_unique<Forecaster>(*writer, [](const TwinState& state, Instant) {
            std::vector<CompletionForecast> forecasts;
            for (const auto& [id, order] : state.orders.orders) {
                // The sequence as seed: what was forecast can be forecast again from the journal.
                if (auto range = forecast_completion(state, id, state.sequence)) {
                    forecasts.push_back({id, std::move(*range)});
                }
            }
            return forecasts;
        });
    }

    Result<const LineDescription*> line_of(const SourceSettings& source) const {
        for (const auto& line : options.lines) {
            if (source.line.empty() ? options.lines.size() == 1 : line.id.value == source.line) return &line;
        }
        return Error{"sources." + source.name,
                     source.line.empty() ? "does not say which line it serves" : "names a line that no file describes",
                     "set its `line` to the id of one of the lines"};
    }

    Status start_sources() {
        if (options.settings.sources.empty()) options.settings.sources = default_sources(options.lines);
        for (const auto& settings : options.settings.sources) {
            const auto line = line_of(settings);
            if (!line) return line.error();
            const SourceContext context{source_io, *writer, **line, [this] { return clock->now(); }};
            auto source = make_source(settings, context);
            if (!source) return source.error();
            if (auto started = (*source)->start(); !started) return started;
            ready.sources.push_back({(*source)->name(), (*source)->kind(), (*source)->address()});
            sources.push_back(std::move(*source));
        }
        source_work.emplace(asio::make_work_guard(source_io));
        source_thread = std::thread([this] {
            source_io.run();
            sources_ended.set_value();
        });
        return Done{};
    }

    void stop() {
        if (std::exchange(stopped, true)) return;
        if (source_thread.joinable()) {
            // On the sources' own thread; it ends when their last handler has run.
            asio::post(source_io, [this] {
                for (const auto& source : sources) source->stop();
            });
            source_work.reset();
            // A peer that doesn't answer our goodbye must not keep us: it was told nothing it could miss.
            if (sources_ended.get_future().wait_for(longest_goodbye) != std::future_status::ready) source_io.stop();
            source_thread.join();
        }
        forecaster.reset();
        if (writer) writer->stop();
        if (gate) gate->stop();
        gateway_work.reset();
        gateway_io.stop();
        if (gateway_thread.joinable()) gateway_thread.join();
        gate.reset();
        sources.clear();
    }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    const auto started = impl->start();
    if (!started) {
        impl->stop();
        return started.error();
    }
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

const Ready& Server::ready() const { return impl_->ready; }
TwinHost& Server::host() { return *impl_->writer; }
gateway::Gateway& Server::gateway() { return *impl_->gate; }
void Server::stop() { impl_->stop(); }

std::string ready_line(const Ready& ready, const std::string& share) {
    Json out;
    out["operator"] = ready.operator_url;
    out["customer"] = ready.customer_url;
    out["state"] = ready.state;
    out["sources"] = Json::array();
    for (const auto& source : ready.sources) {
        out["sources"].push_back(Json{{"name", source.name}, {"kind", source.kind}, {"address", source.address}});
    }
    if (!share.empty()) out["share"] = share;
    return "ready " + out.dump();
}

std::vector<SourceSettings> default_sources(const std::vector<LineDescription>& lines) {
    std::vector<SourceSettings> out;
    for (const auto& line : lines) {
        const auto suffix = lines.size() == 1 ? std::string{} : "-" + line.id.value;
        SourceSettings cfx;
        cfx.kind = "cfx-listen";
        cfx.name = "cfx" + suffix;
        cfx.line = line.id.value;
        cfx.simulated = line.simulated;
        out.push_back(cfx);
        bool hermes = false;
        for (const auto& station : line.stations) hermes = hermes || !station.hermes_address.empty();
        if (!hermes) continue;
        SourceSettings vertical;
        vertical.kind = "hermes-supervisory";
        vertical.name = "hermes" + suffix;
        vertical.line = line.id.value;
        vertical.simulated = line.simulated;
        out.push_back(vertical);
    }
    return out;
}

}  // namespace glassline::app
