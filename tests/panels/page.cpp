#include "page.hpp"

#include <doctest/doctest.h>

#include <array>

#include "twin/fold.hpp"
#include "viewer/panels/line_page.hpp"
#include "viewer/theme/fonts.hpp"

namespace glassline::test {

Canvas::Canvas(const Wall& wall) : wall_(wall) {
    type = viewmodel::type_sizes(wall.distance_m, wall.diagonal_in, wall.width, wall.height);
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(static_cast<float>(wall.width), static_cast<float>(wall.height));
    io.DeltaTime = 1.0F / 60;
    const auto problem = theme::load_fonts(fonts, type, wall.wall);
    REQUIRE_MESSAGE(!problem, problem.value_or(""));
    ImGui::NewFrame();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
}

Canvas::~Canvas() {
    ImGui::End();
    ImGui::EndFrame();
    ImGui::DestroyContext();
}

widgets::Pen Canvas::pen() {
    return {ImGui::GetWindowDrawList(), &theme::charcoal(), &fonts, viewmodel::grid_of(wall_.wall, wall_.width), &runs};
}

namespace {

struct Told {
    TwinState state;
    Instant start = from_micros(1'795'420'800'000'000);
    void tell(Event event, int second) {
        EventRecord record;
        record.sequence = state.sequence + 1;
        record.source = SourceId("test");
        record.occurred_at = record.received_at = start + std::chrono::seconds(second);
        record.event = std::move(event);
        fold(state, record);
    }
};

struct Machine {
    const char *id, *name, *short_name;
    StationKind kind;
    double length_mm;
};
constexpr std::array<Machine, 10> machines{{{"loader", "Loader", "Load", StationKind::loader, 1500},
                                            {"laser", "Laser marker", "Mark", StationKind::laser_marker, 1200},
                                            {"printer", "Printer", "Print", StationKind::printer, 1700},
                                            {"spi", "SPI", "SPI", StationKind::paste_inspection, 1100},
                                            {"placer1", "Placer 1", "P1", StationKind::placer, 2000},
                                            {"placer2", "Placer 2", "P2", StationKind::placer, 2000},
                                            {"placer3", "Odd-form placer", "P3", StationKind::odd_form_placer, 1700},
                                            {"oven", "Reflow oven", "Oven", StationKind::reflow_oven, 5000},
                                            {"aoi", "AOI", "AOI", StationKind::optical_inspection, 1200},
                                            {"unloader", "Unloader", "Out", StationKind::unloader, 1500}}};

LineDescription line_of_ten() {
    LineDescription line;
    line.id = LineId("line2");
    line.name = "Line 2";
    line.simulated = true;
    double x = 0;
    for (const auto& machine : machines) {
        StationDescription station;
        station.id = StationId(machine.id);
        station.name = machine.name;
        station.short_name = machine.short_name;
        station.kind = machine.kind;
        station.cycle_time_s = 21;
        station.capacity = machine.kind == StationKind::reflow_oven ? 6 : 1;
        station.rework_bench = machine.kind == StationKind::optical_inspection;
        station.geometry = {x + machine.length_mm / 2, 0, machine.length_mm, 1200, 1560};
        x += machine.length_mm + 350;
        line.stations.push_back(station);
    }
    return line;
}

}  // namespace

TwinState story(bool alarm) {
    Told told;
    told.tell(LineDescribed{line_of_ten()}, 0);
    const std::array<std::pair<const char*, const char*>, 3> orders{
        {{"2417", "Glacier"}, {"2420", "Pump"}, {"2423", "Lamp"}}};
    for (const auto& [id, name] : orders) {
        WorkOrder order;
        order.id = WorkOrderId(id);
        order.name = name;
        order.customer = {CustomerId(id), "North Ice Instruments"};
        order.quantity = 200;
        order.due = told.start + std::chrono::hours(8);
        told.tell(WorkOrderDefined{order}, 1);
        CompletionForecast forecast;
        forecast.order = order.id;
        forecast.range.made_at = told.start;
        forecast.range.shown_from = told.start + std::chrono::minutes(390);
        forecast.range.shown_to = told.start + std::chrono::minutes(415);
        forecast.range.unit_s = 300;
        told.tell(forecast, 2);
    }
    constexpr int now_s = 6 * 3600 + 187;
    for (const auto& machine : machines) {
        StationStateChanged changed;
        changed.station = StationId(machine.id);
        changed.state = equipment_state_from_code(1100);
        told.tell(changed, 60);
    }
    for (int n = 0; n < 3; ++n) {
        UnitsArrived arrived;
        arrived.station = StationId(machines[static_cast<std::size_t>(4 + n)].id);
        arrived.panel.primary_identifier = "SIM-2417-0000" + std::to_string(n);
        arrived.facts.order = WorkOrderId("2417");
        arrived.facts.order_evidence = OrderEvidence::units_initialized;
        told.tell(arrived, now_s - 60 + n);
    }
    if (alarm) {
        const auto enters = [&](const char* id, int code) {
            StationStateChanged changed;
            changed.station = StationId(id);
            changed.state = equipment_state_from_code(code);
            told.tell(changed, now_s - 300);
        };
        enters("placer3", 5300);
        Fault fault;
        fault.id = FaultId("f1");
        fault.cause = "MissingComponent";
        fault.description = "feeder 14 empty";
        told.tell(FaultOccurred{StationId("placer3"), fault}, now_s - 360);
        for (const char* id : {"printer", "spi", "placer1", "placer2"}) enters(id, 2201);
        for (const char* id : {"oven", "aoi", "unloader"}) enters(id, 2202);
    }
    told.tell(TimePassed{told.start + std::chrono::seconds(now_s)}, now_s);
    return told.state;
}

void draw_line_page(Canvas& canvas, const Wall& wall, const TwinState& state, const std::string& lost) {
    const LineId id("line2");
    const WorkOrderId order("2417");
    const auto model = viewmodel::line_model(state, id);
    scene::SceneOptions options;
    options.selected_order = order;
    const auto scene = scene::build_scene(state, id, options);
    const auto& statics = *scene.statics;
    const auto extent = scene::front_extent(statics.bounds_min, statics.bounds_max, statics.plinth_max, wall.width);
    viewmodel::LinePageNeeds needs;
    needs.callout = model.callout.has_value();
    needs.banner = !lost.empty();
    needs.orders = model.orders.size();
    needs.lanes = model.lanes.size();
    needs.picture_px = extent.picture_px;
    needs.floor_px = extent.floor_px;
    const auto pen = canvas.pen();
    const auto page = viewmodel::line_page(pen.grid, canvas.type, wall.width, wall.height, needs);
    panels::LinePageView view;
    view.model = &model;
    view.picture.scene = &scene;
    view.picture.viewport = {0, static_cast<int>(page.scene.y), wall.width, static_cast<int>(page.scene.h)};
    view.picture.camera =
        scene::front_view_at(statics.bounds_min, statics.bounds_max, view.picture.viewport, page.picture_y);
    view.order = viewmodel::order_words(state, order);
    view.selected_order = order;
    view.lost = lost;
    view.may_acknowledge = true;
    static_cast<void>(panels::line_page(pen, page, view));
}

}  // namespace glassline::test
