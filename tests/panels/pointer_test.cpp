#include <doctest/doctest.h>

#include <algorithm>

#include "page.hpp"

using namespace glassline;
using test::Canvas;
using test::Wall;

namespace {

constexpr Wall desk{"27 inch 1080p desk", 0.7F, 27, 1920, 1080, false};

const widgets::Run& run_of(const Canvas& canvas, const std::string& words) {
    const auto at =
        std::find_if(canvas.runs.begin(), canvas.runs.end(), [&](const auto& r) { return r.words == words; });
    REQUIRE_MESSAGE(at != canvas.runs.end(), words);
    return *at;
}

void press(float x, float y) {
    ImGui::GetIO().MousePos = ImVec2(x, y);
    ImGui::GetIO().MouseDownDuration[0] = 0;  // down since this very frame: a click
}

}  // namespace

TEST_CASE("a click on an order's row selects it, one beside it does not") {
    const auto model = viewmodel::line_model(test::story(false), LineId("line2"));
    Canvas canvas(desk);
    const widgets::Box box{20, 20, 700, 400};
    CHECK_FALSE(panels::orders(canvas.pen(), box, model, 3, true, WorkOrderId("2417")).has_value());
    const auto row = run_of(canvas, "2423").box;
    press(row.x + 40, row.y + 5);
    CHECK(panels::orders(canvas.pen(), box, model, 3, true, WorkOrderId("2417")) == WorkOrderId("2423"));
    press(900, row.y);
    CHECK_FALSE(panels::orders(canvas.pen(), box, model, 3, true, WorkOrderId("2417")).has_value());
}

TEST_CASE("a callout is acknowledged by its button alone, and only where there is a server to tell") {
    const auto model = viewmodel::line_model(test::story(true), LineId("line2"));
    REQUIRE(model.callout.has_value());
    Canvas canvas(desk);
    const widgets::Box box{20, 20, 1880, 70};
    CHECK_FALSE(panels::callout(canvas.pen(), box, *model.callout, true, true));
    const auto button = run_of(canvas, "Acknowledge (A)").box;
    press(button.x + 5, button.y + 5);
    CHECK(panels::callout(canvas.pen(), box, *model.callout, true, true));
    CHECK_FALSE(panels::callout(canvas.pen(), box, *model.callout, true, false));
    press(300, 50);
    CHECK_FALSE(panels::callout(canvas.pen(), box, *model.callout, true, true));
}

TEST_CASE("the wheel zooms the lanes about the moment under the pointer and never beyond the recording") {
    Canvas canvas(desk);
    panels::ReplayBar bar;
    bar.first = bar.from = from_micros(1'795'420'800'000'000);
    bar.last = bar.to = bar.first + std::chrono::minutes(40);
    bar.now = bar.first + std::chrono::minutes(30);
    bar.clock = "08:30:00";
    bar.zone = "+00:00";
    const std::vector<viewmodel::PastLane> lanes{{StationId("A"), "Station A", {}}, {StationId("B"), "Station B", {}}};
    bar.lanes = &lanes;
    ImGui::GetIO().MousePos = ImVec2(1000, 200);
    ImGui::GetIO().MouseWheel = 1;
    panels::ReplayAnswer in;
    panels::timeline(canvas.pen(), {20, 20, 1400, 500}, bar, in);
    REQUIRE(in.window.has_value());
    CHECK(in.window->second - in.window->first == std::chrono::minutes(32));
    CHECK(in.window->first > bar.first);
    CHECK(in.window->second < bar.last);
    ImGui::GetIO().MouseWheel = -1;
    panels::ReplayAnswer out;
    panels::timeline(canvas.pen(), {20, 20, 1400, 500}, bar, out);
    REQUIRE(out.window.has_value());
    CHECK(out.window->first == bar.first);
    CHECK(out.window->second == bar.last);
    ImGui::GetIO().MouseWheel = 0;
    const auto name = run_of(canvas, "Station B").box;
    press(name.x + 4, name.y + 4);
    panels::ReplayAnswer clicked;
    panels::timeline(canvas.pen(), {20, 20, 1400, 500}, bar, clicked);
    CHECK(clicked.station == StationId("B"));
    CHECK_FALSE(clicked.window.has_value());
}

TEST_CASE("a message's row leads to its sequence; raw text is bounded by its box") {
    Canvas canvas(desk);
    std::vector<viewmodel::MessageRow> rows(3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].sequence = 100 + i;
        rows[i].time = "13:57:12";
        rows[i].name = "UnitsArrived";
        rows[i].number = std::to_string(100 + i);
    }
    rows[1].current = true;
    rows[2].later = true;
    const std::vector<std::string> raw(300, "  \"UniqueID\": \"5b0e6f4a-91c7-4d0e-8a52-5b0e6f4a91c7\",");
    float scroll = 1e9F;
    const widgets::Box box{1400, 60, 480, 600};
    CHECK_FALSE(panels::messages(canvas.pen(), box, "Messages", rows, raw, scroll).has_value());
    CHECK(scroll > 0);
    CHECK(scroll < 300.0F * 2 * 30);
    const auto row = run_of(canvas, "102").box;
    press(row.x, row.y + 3);
    CHECK(panels::messages(canvas.pen(), box, "Messages", rows, raw, scroll) == std::uint64_t{102});
}
