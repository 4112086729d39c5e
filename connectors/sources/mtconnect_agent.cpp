#include "connectors/sources/mtconnect_agent.hpp"

#include <algorithm>
#include <asio.hpp>
#include <utility>
#include <vector>

#include "connectors/sources/mtconnect_stations.hpp"
#include "connectors/sources/outbox.hpp"
#include "connectors/transport/http_get.hpp"
#include "connectors/wire/mtconnect/agent_session.hpp"
#include "connectors/wire/mtconnect/machine.hpp"

namespace glassline {
namespace {

using mtconnect::AgentAnswer;
using mtconnect::MachineEvents;

// Everything runs on the io_context; `self` keeps it alive while a handler is under way.
class Agent : public std::enable_shared_from_this<Agent> {
public:
    Agent(MtconnectAgentSettings settings, HttpTarget target, const SourceContext& context)
        : settings_(std::move(settings)),
          target_(std::move(target)),
          context_(context),
          outbox_(SourceId(settings_.name), context.ingest),
          timer_(context.io) {}

    [[nodiscard]] const std::string& name() const { return settings_.name; }
    [[nodiscard]] const std::string& address() const { return settings_.url; }

    void start() {
        outbox_.deliver({}, {TimedEvent{SourceDeclared{"mtconnect-agent", settings_.url, StationId(settings_.station),
                                                       settings_.simulated},
                                        no_time}});
        last_answer_ = context_.now();
        ask();
    }

    void stop() {
        if (std::exchange(stopped_, true)) return;
        tell_rest();
        timer_.cancel();
        if (request_) request_->cancel();
        request_.reset();
    }

private:
    void say(RawMessage raw, MachineEvents events) {
        std::vector<TimedEvent> timed;
        timed.reserve(events.size());
        for (auto& event : events) timed.push_back({std::move(event.event), event.at});
        outbox_.deliver(std::move(raw), std::move(timed));
    }

    void say_status(LinkStatus status, const std::string& reason) {
        if (status == status_ && reason == reason_) return;
        status_ = status;
        reason_ = reason;
        outbox_.deliver({}, {TimedEvent{SourceStatusChanged{status, reason}, no_time}});
    }

    void ask_after(Duration wait) {
        timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(wait));
        timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->ask();
        });
    }

    void ask() {
        if (stopped_) return;
        outbox_.drain();
        if (!outbox_.has_room()) return ask_after(settings_.poll);  // the agent keeps it for us
        auto path = session_.next_path();
        if (!settings_.device.empty()) path = "/" + settings_.device + path;
        request_ = HttpGet::start(context_.io, target_, path, {}, [self = shared_from_this()](auto answer) {
            if (self->stopped_) return;
            if (!answer) return self->failed(answer.error().what);
            // Agents send their errors with 200 or 404 and an MTConnectError; whatever it is, it is read as XML.
            const auto taken = self->session_.take(answer->body);
            if (!taken) {
                const auto status = answer->status == 200 ? "" : "HTTP " + std::to_string(answer->status) + ", ";
                return self->failed(status + taken.error().text());
            }
            self->take(*taken);
        });
    }

    void failed(const std::string& reason) {
        say_status(LinkStatus::disconnected, reason);
        if (context_.now() - last_answer_ > agent_silent_after) {
            for (auto& machine : machines_) {
                if (machine) say({}, machine->link_lost(context_.now()));
            }
        }
        ask_after(retry_);
        retry_ = std::min(retry_ * 2, agent_longest_retry);
    }

    void take(const AgentAnswer& answer) {
        say_status(LinkStatus::connected, "");
        retry_ = agent_first_retry;
        last_answer_ = context_.now();
        for (auto& machine : machines_) {
            if (machine) say({}, machine->link_back(last_answer_));
        }
        if (answer.kind == AgentAnswer::Kind::model && !take_model()) return ask_after(agent_longest_retry);
        if (!answer.gap.empty()) {
            outbox_.deliver({}, {TimedEvent{MessageRefused{"MTConnect gap: observations were not read",
                                                           answer.gap.substr(0, max_example), 1},
                                            no_time}});
        }
        take_streams(answer);
        if (answer.more) {
            asio::post(context_.io, [self = shared_from_this()] { self->ask(); });
        } else {
            ask_after(settings_.poll);
        }
    }

    /// The devices are others now, or the same of an agent that began anew.
    bool take_model() {
        tell_rest();
        machines_.clear();
        model_ = session_.model();
        const auto stations =
            stations_of("sources." + settings_.name, model_, settings_.device, settings_.station, context_.line);
        if (!stations) {
            say_status(LinkStatus::connected, stations.error().what);
            session_ = {};
            return false;
        }
        for (std::size_t i = 0; i < model_.devices.size(); ++i) {
            const auto& station = (*stations)[i];
            machines_.push_back(station.empty() ? nullptr
                                                : std::make_unique<mtconnect::Machine>(station, model_.devices[i]));
            if (!station.empty()) say({}, machines_.back()->begin(context_.now()));
        }
        return true;
    }

    void take_streams(const AgentAnswer& answer) {
        const auto& all = answer.streams.observations;
        const bool whole = answer.kind == AgentAnswer::Kind::whole;
        for (std::size_t d = 0; d < machines_.size(); ++d) {
            // What an agent tells of one moment of one machine is one breath; its whole present is one, too.
            std::vector<mtconnect::Observation> breath;
            std::string xml;
            const auto end_breath = [&] {
                if (breath.empty() || !machines_[d]) return;
                say({"mtconnect-xml", std::exchange(xml, {})},
                    whole ? machines_[d]->take_whole(breath) : machines_[d]->take(breath));
                breath.clear();
            };
            for (const auto& one : all) {
                if (one.device != d) continue;
                if (!whole && !breath.empty() && breath.back().at != at_of(one)) end_breath();
                breath.push_back(one.observation);
                breath.back().at = at_of(one);
                xml += one.xml + "\n";
            }
            end_breath();
        }
        const auto& unknown = answer.streams.unknown_items;
        refuse("MTConnect observation without time or sequence", "", answer.streams.unreadable);
        refuse("MTConnect observation of an item that /probe has not", unknown.empty() ? "" : unknown.front(),
               answer.streams.unknown_count);
    }

    /// The standard wants UTC; a stamp that states no zone is the plant's.
    Instant at_of(const mtconnect::StreamedObservation& one) const {
        if (!one.zone_missing) return one.observation.at;
        return one.observation.at - std::chrono::minutes(zone_minutes(context_.line.zone));
    }

    void refuse(const std::string& reason, const std::string& example, std::size_t count) {
        if (count == 0) return;
        outbox_.deliver({}, {TimedEvent{MessageRefused{reason, example.substr(0, max_example), count}, no_time}});
    }

    void tell_rest() {
        for (auto& machine : machines_) {
            if (machine) say({}, machine->finish(last_answer_));
        }
    }

    MtconnectAgentSettings settings_;
    HttpTarget target_;
    SourceContext context_;
    Outbox outbox_;
    asio::steady_timer timer_;
    std::shared_ptr<HttpGet> request_;
    mtconnect::AgentSession session_;
    mtconnect::DeviceModel model_;  // outlives the machines: the session's own is replaced by the next probe
    std::vector<std::unique_ptr<mtconnect::Machine>> machines_;  // none for a device that is no station
    Duration retry_ = agent_first_retry;
    Instant last_answer_{};
    LinkStatus status_ = LinkStatus::unknown;
    std::string reason_;
    bool stopped_ = false;
};

class MtconnectAgent final : public Source {
public:
    MtconnectAgent(std::shared_ptr<Agent> agent, asio::io_context& io) : agent_(std::move(agent)), io_(io) {}
    ~MtconnectAgent() override { agent_->stop(); }

    Status start() override {
        asio::post(io_, [agent = agent_] { agent->start(); });
        return Done{};
    }
    void stop() override {
        asio::post(io_, [agent = agent_] { agent->stop(); });
    }
    std::string name() const override { return agent_->name(); }
    std::string kind() const override { return "mtconnect-agent"; }
    std::string address() const override { return agent_->address(); }

private:
    std::shared_ptr<Agent> agent_;
    asio::io_context& io_;
};

}  // namespace

Result<std::unique_ptr<Source>> make_mtconnect_agent(MtconnectAgentSettings settings, const SourceContext& context) {
    auto target = http_target(settings.url);
    if (!target) return target.error();
    return std::unique_ptr<Source>(std::make_unique<MtconnectAgent>(
        std::make_shared<Agent>(std::move(settings), std::move(*target), context), context.io));
}

}  // namespace glassline
