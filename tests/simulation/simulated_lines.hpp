// Lines and orders for tests of the model, and a listener that keeps the moments.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/wire/files/line_file.hpp"
#include "tests/support/files.hpp"
#include "twin/simulation/line_model.hpp"

namespace glassline::test {

inline const Instant simulated_start = from_micros(1'795'500'000'000'000);

struct DemoDay {
    LineDescription line = read_line_file(read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json")).value;
    std::vector<WorkOrder> orders =
        read_orders_file(read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo-orders.json")).value;
};

/// Stations of the cycle times given, one behind the other, with room for `conveyor` panels behind each.
inline LineDescription serial_line(const std::vector<double>& cycles_s, std::uint32_t conveyor = 1) {
    LineDescription line;
    line.id = LineId("serial");
    for (const double cycle : cycles_s) {
        StationDescription station;
        station.id = StationId("s" + std::to_string(line.stations.size()));
        station.cycle_time_s = cycle;
        station.buffer_capacity = conveyor;
        line.stations.push_back(station);
    }
    ProductDescription product;
    product.id = "X";
    line.products.push_back(product);
    return line;
}

inline std::vector<WorkOrder> one_order(std::uint32_t panels) {
    WorkOrder order;
    order.id = WorkOrderId("1");
    order.product = "X";
    order.quantity = panels;
    return {order};
}

inline std::shared_ptr<const ModelPlan> planned(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                                const SimulationTuning& tuning, const Chaos& chaos = {}) {
    return std::make_shared<const ModelPlan>(make_plan(line, orders, tuning, chaos));
}

struct Moments final : ModelListener {
    std::vector<Moment> all;
    void on_moment(const Moment& moment) override { all.push_back(moment); }
    void on_settled(std::int64_t, const std::vector<std::uint32_t>&) override {}
};

}  // namespace glassline::test
