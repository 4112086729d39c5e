#include <doctest/doctest.h>

#include "twin/forecast/completion.hpp"

using namespace glassline;

namespace {

// Panels of two orders have left, one a minute; `left` panels of one unit are still to come of each.
TwinState paced(std::uint32_t left) {
    TwinState state;
    const Instant start = from_micros(1'795'500'000'000'000);
    auto& line = state.lines[LineId("L")];
    for (int i = 0; i < 20; ++i) {
        const PanelId id("P" + std::to_string(i));
        auto& panel = line.panels[id];
        panel.id = id;
        panel.order = WorkOrderId(i % 2 == 0 ? "A" : "B");
        panel.units = {Unit{"u", 1}};
        panel.finished_at = start + std::chrono::minutes(i);
        auto& order = state.orders.orders[panel.order];
        order.order.id = panel.order;
        order.order.quantity = 10 + left;
        order.panels.push_back(id);
    }
    state.as_of = start + std::chrono::minutes(19);
    return state;
}

}  // namespace

TEST_CASE("an even pace gives the moment the countable work needs, for orders that take turns") {
    const auto state = paced(15);
    const auto range = forecast_completion(state, WorkOrderId("A"), 1);
    REQUIRE(range.has_value());
    REQUIRE(range->quantiles.size() == 19);
    // 15 own panels and 15 of the other order, one a minute.
    CHECK(range->quantiles[9] - state.as_of > std::chrono::minutes(28));
    CHECK(range->quantiles[9] - state.as_of < std::chrono::minutes(32));
    CHECK(range->unit_s == 300);
    CHECK(range->shown_from <= range->quantiles[1]);
    CHECK(range->shown_to >= range->quantiles[17]);
    CHECK(micros(range->shown_from) % 300'000'000 == 0);
    CHECK(forecast_completion(state, WorkOrderId("A"), 1) == range);
}

TEST_CASE("no pace, no range; a finished order has none") {
    auto state = paced(15);
    state.orders.orders[WorkOrderId("A")].finished_at = state.as_of;
    CHECK_FALSE(forecast_completion(state, WorkOrderId("A"), 1).has_value());
    TwinState empty;
    empty.orders.orders[WorkOrderId("X")].order.quantity = 5;
    CHECK_FALSE(forecast_completion(empty, WorkOrderId("X"), 1).has_value());
}

TEST_CASE("what is shown stays until it is broken, narrower or ten minutes old, and says why it moved") {
    auto state = paced(15);
    const WorkOrderId id("A");
    const auto first = *forecast_completion(state, id, 1);
    state.orders.orders[id].range = first;
    state.as_of += std::chrono::seconds(20);
    const auto second = *forecast_completion(state, id, 2);
    CHECK(second.shown_from == first.shown_from);
    CHECK(second.shown_to == first.shown_to);
    // A stop of an hour breaks it.
    state.as_of += std::chrono::minutes(60);
    const auto third = *forecast_completion(state, id, 3);
    CHECK(third.shown_to > first.shown_to);
    CHECK(third.reason.find("slower") != std::string::npos);
    CHECK(third.shown_from >= state.as_of - std::chrono::minutes(5));
}
