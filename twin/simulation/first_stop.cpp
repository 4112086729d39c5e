#include "twin/simulation/first_stop.hpp"

#include <memory>

#include "twin/simulation/line_model.hpp"

namespace glassline {
namespace {

struct StopListener final : ModelListener {
    std::int64_t earliest = 0;
    std::int64_t found = 0;
    void on_moment(const Moment& moment) override {
        if (found == 0 && moment.kind == MomentKind::stopped && moment.at >= earliest) found = moment.at;
    }
    void on_settled(std::int64_t, const std::vector<std::uint32_t>&) override {}
};

}  // namespace

std::optional<Duration> first_stop(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                   std::uint64_t seed, const SimulationTuning& tuning, Duration earliest,
                                   Duration latest) {
    constexpr Instant start = from_micros(1);
    LineModel model(std::make_shared<const ModelPlan>(make_plan(line, orders, tuning)));
    StopListener heard;
    heard.earliest = micros(start + earliest);
    model.listen(&heard);
    model.reset(seed, start);
    for (Instant t = start; t < start + latest && heard.found == 0; t += std::chrono::minutes(1)) model.advance_to(t);
    if (heard.found == 0) return std::nullopt;
    return from_micros(heard.found) - start;
}

}  // namespace glassline
