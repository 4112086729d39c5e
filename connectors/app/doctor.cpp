#include "connectors/app/doctor.hpp"

#include <algorithm>
#include <asio.hpp>
#include <map>
#include <mutex>
#include <optional>

#include "connectors/app/make_source.hpp"
#include "connectors/runtime/clock.hpp"

namespace glassline::app {
namespace {

struct Address {
    std::string host;
    std::string port;
};

/// "host:port" out of an address or URL: user, scheme and path are left out.
std::optional<Address> address_of(std::string text, const std::string& usual_port) {
    if (const auto scheme = text.find("://"); scheme != std::string::npos) text.erase(0, scheme + 3);
    text.erase(std::min(text.find('/'), text.size()));
    if (const auto at = text.rfind('@'); at != std::string::npos) text.erase(0, at + 1);
    const auto bracket = text.rfind(']');
    const auto colon = text.rfind(':');
    Address out{text, usual_port};
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        out = {text.substr(0, colon), text.substr(colon + 1)};
    }
    if (out.host.size() > 2 && out.host.front() == '[') out.host = out.host.substr(1, out.host.size() - 2);
    if (out.host.empty() || out.port.empty()) return std::nullopt;
    return out;
}

/// What a source delivers while we look.
class Looker final : public Ingest {
public:
    struct Seen {
        std::optional<SourceStatusChanged> status;
        std::string first_word;   // name of the first thing a machine said
        std::string first_event;  // name of the first that tells of the line
    };

    bool submit(Delivery delivery) override {
        {
            const std::lock_guard guard(mutex_);
            auto& seen = seen_[delivery.source.value];
            for (const auto& timed : delivery.events) note(seen, timed.event);
        }
        // Not durable: a sender that waits for an acknowledgement keeps its message.
        if (delivery.done) delivery.done(Error{"doctor", "only looks", ""});
        return true;
    }
    [[nodiscard]] std::map<std::string, Seen> seen() const {
        const std::lock_guard guard(mutex_);
        return seen_;
    }

private:
    static void note(Seen& seen, const Event& event) {
        if (const auto* status = std::get_if<SourceStatusChanged>(&event)) {
            // The first reason is the telling one; a source that tries again says "connecting" in between.
            if (!seen.status || seen.status->status != LinkStatus::connected) seen.status = *status;
            return;
        }
        if (std::holds_alternative<SourceDeclared>(event)) return;
        const bool says_nothing = std::holds_alternative<MessageRefused>(event) ||
                                  std::holds_alternative<MessageUnmapped>(event) ||
                                  std::holds_alternative<ZoneMissing>(event);
        if (seen.first_word.empty()) seen.first_word = std::string(type_name(event));
        if (seen.first_event.empty() && !says_nothing) seen.first_event = std::string(type_name(event));
    }

    mutable std::mutex mutex_;
    std::map<std::string, Seen> seen_;
};

void add(DoctorReport& report, std::string step, std::string detail) {
    report.steps.push_back({std::move(step), StepResult::good, std::move(detail), ""});
}
void add_failed(DoctorReport& report, std::string step, std::string detail, std::string remedy) {
    report.steps.push_back({std::move(step), StepResult::failed, std::move(detail), std::move(remedy)});
}

/// Resolves and connects by itself; false: a step failed.
bool reach(DoctorReport& report, const std::string& text, const std::string& usual_port,
           std::chrono::milliseconds limit) {
    const auto address = address_of(text, usual_port);
    if (!address) {
        add_failed(report, "resolve", "'" + text + "' is no address", "write it like host:port");
        return false;
    }
    asio::io_context io;
    asio::error_code failed = asio::error::timed_out;
    asio::ip::tcp::resolver resolver(io);
    asio::ip::tcp::resolver::results_type found;
    resolver.async_resolve(address->host, address->port, [&](const asio::error_code& error, auto results) {
        failed = error;
        found = std::move(results);
    });
    io.run_for(limit);
    if (failed) {
        add_failed(report, "resolve", address->host + ": " + failed.message(),
                   "check the name and this machine's name server, or write an IP address");
        return false;
    }
    add(report, "resolve", found.begin()->endpoint().address().to_string());
    asio::ip::tcp::socket socket(io);
    failed = asio::error::timed_out;
    asio::async_connect(socket, found, [&](const asio::error_code& error, const auto&) { failed = error; });
    io.restart();
    io.run_for(limit);
    if (failed) {
        add_failed(report, "connect", address->host + ":" + address->port + ": " + failed.message(),
                   "check that the peer runs, its port, and firewalls on the way");
        return false;
    }
    add(report, "connect", address->host + ":" + address->port);
    return true;
}

void skip(DoctorReport& report, std::initializer_list<const char*> steps) {
    for (const auto* step : steps) report.steps.push_back({step, StepResult::skipped, "", ""});
}

void add_first_message(DoctorReport& report, const Looker::Seen& seen, std::chrono::milliseconds limit) {
    const auto waited = "nothing in " + std::to_string(limit.count()) + " ms";
    if (!seen.first_event.empty()) {
        add(report, "first message", seen.first_event);
    } else if (!seen.first_word.empty()) {
        add_failed(report, "first message", "only what does not tell of the line (" + seen.first_word + ")",
                   "check that the line file names the machine as it names itself");
    } else {
        add_failed(report, "first message", waited,
                   "an idle machine may be silent: let it work a panel, or wait longer with --wait");
    }
}

/// The source itself, run until all that it should say was said or the limit is over.
Result<std::map<std::string, Looker::Seen>> watch(const SourceSettings& settings, const LineDescription& line,
                                                  std::chrono::milliseconds limit, std::size_t expected,
                                                  std::string& address) {
    asio::io_context io{1};
    Looker looker;
    SystemClock clock;
    const SourceContext context{io, looker, line, [&clock] { return clock.now(); }};
    auto source = make_source(settings, context);
    if (!source) return source.error();
    if (auto started = (*source)->start(); !started) return started.error();
    address = (*source)->address();
    const auto until = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < until) {
        io.run_for(std::chrono::milliseconds(50));
        io.restart();
        const auto seen = looker.seen();
        const auto told = std::count_if(seen.begin(), seen.end(),
                                        [](const auto& entry) { return !entry.second.first_event.empty(); });
        if (static_cast<std::size_t>(told) >= expected) break;
    }
    auto seen = looker.seen();
    (*source)->stop();
    io.run_for(std::chrono::milliseconds(200));
    return seen;
}

std::vector<DoctorReport> examine_hermes(const SourceSettings& settings, const LineDescription& line,
                                         std::chrono::milliseconds limit) {
    std::vector<DoctorReport> reports;
    LineDescription reachable = line;
    std::map<std::string, std::size_t> report_of;
    for (auto& station : reachable.stations) {
        if (station.hermes_address.empty()) continue;
        DoctorReport report{settings.name + "/" + station.id.value, settings.kind, station.hermes_address, false, {}};
        if (reach(report, station.hermes_address, "", limit)) {
            report_of[report.source] = reports.size();
        } else {
            skip(report, {"introduce", "first message"});
            station.hermes_address.clear();
        }
        reports.push_back(std::move(report));
    }
    if (reports.empty()) {
        DoctorReport report{settings.name, settings.kind, "", false, {}};
        add_failed(report, "resolve", "no station of line '" + line.id.value + "' has a hermes_address",
                   "write each machine's supervisory host:port into the line file");
        return {report};
    }
    std::string address;
    const auto seen = watch(settings, reachable, limit, report_of.size(), address);
    for (const auto& [source, index] : report_of) {
        auto& report = reports[index];
        if (!seen) {
            add_failed(report, "introduce", seen.error().text(), "");
            continue;
        }
        const auto found = seen->find(source);
        const auto said = found == seen->end() ? Looker::Seen{} : found->second;
        const bool connected = said.status && said.status->status == LinkStatus::connected;
        if (connected) {
            add(report, "introduce", "the connection stands");
        } else {
            add_failed(report, "introduce", said.status ? said.status->reason : "no answer",
                       "check that this is the machine's supervisory (vertical) port and no other client holds it");
        }
        add_first_message(report, said, limit);
    }
    return reports;
}

std::vector<DoctorReport> examine_one(const SourceSettings& settings, const LineDescription& line,
                                      std::chrono::milliseconds limit) {
    const bool listens = settings.url.empty();
    DoctorReport report{settings.name, settings.kind, listens ? settings.listen : "", false, {}};
    if (!listens) {
        const auto address = address_of(settings.url, "5672");
        report.target = address ? address->host + ":" + address->port : "?";  // without credentials
        if (!reach(report, settings.url, "5672", limit)) {
            skip(report, {"log in and subscribe", "first message"});
            return {report};
        }
    }
    std::string bound;
    const auto seen = watch(settings, line, limit, 1, bound);
    const char* session = listens ? "listen" : "log in and subscribe";
    if (!seen) {
        add_failed(report, session, seen.error().what,
                   listens ? "a running server may hold the port already; stop it or choose another port"
                           : seen.error().remedy);
        skip(report, {"first message"});
        return {report};
    }
    Looker::Seen said;
    for (const auto& [source, one] : *seen) {
        if (said.first_word.empty()) said.first_word = one.first_word;
        if (said.first_event.empty()) said.first_event = one.first_event;
        if (!said.status || (one.status && one.status->status == LinkStatus::connected)) said.status = one.status;
    }
    if (listens) {
        add(report, "listen", bound);
    } else if (said.status && said.status->status == LinkStatus::connected) {
        add(report, session, settings.address);
    } else {
        add_failed(report, session, said.status && !said.status->reason.empty() ? said.status->reason : "no answer",
                   "check user and password in `url`, and that `address` exists at the broker");
    }
    add_first_message(report, said, limit);
    return {report};
}

}  // namespace

std::vector<DoctorReport> examine(const SourceSettings& source, const LineDescription& line,
                                  std::chrono::milliseconds limit) {
    auto reports =
        source.kind == "hermes-supervisory" ? examine_hermes(source, line, limit) : examine_one(source, line, limit);
    for (auto& report : reports) {
        report.good = std::all_of(report.steps.begin(), report.steps.end(),
                                  [](const auto& step) { return step.result == StepResult::good; });
    }
    return reports;
}

}  // namespace glassline::app
