#include "connectors/wire/mapping/event_kinds.hpp"

#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

#include "twin/base/fields.hpp"

namespace glassline {
namespace {

// Reads the fields of one event and remembers the first that is not what it should be.
class Reader {
public:
    explicit Reader(const Fields& fields) : fields_(fields) {}

    [[nodiscard]] const std::string& fault() const { return fault_; }
    [[nodiscard]] std::string text(const std::string& name) const {
        const auto found = fields_.find(name);
        return found == fields_.end() ? std::string() : found->second;
    }
    [[nodiscard]] double number(const std::string& name, double otherwise = 0) {
        const auto said = text(name);
        if (said.empty()) return otherwise;
        double value = 0;
        const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), value);
        if (error == std::errc{} && end == said.data() + said.size() && std::isfinite(value)) return value;
        wrong(name, said, "a number");
        return otherwise;
    }
    [[nodiscard]] std::uint32_t count(const std::string& name, std::uint32_t otherwise = 0) {
        const double value = number(name, otherwise);
        if (value >= 0 && value <= std::numeric_limits<std::uint32_t>::max()) return static_cast<std::uint32_t>(value);
        wrong(name, text(name), "a count");
        return otherwise;
    }
    template <NamedEnum E>
    [[nodiscard]] E one_of(const std::string& name, E otherwise) {
        const auto said = text(name);
        E value = otherwise;
        if (said.empty() || enum_from(said, value)) return value;
        std::string all;
        for (const auto n : names(E{})) all += (all.empty() ? "" : ", ") + std::string(n);
        wrong(name, said, "one of " + all);
        return otherwise;
    }
    [[nodiscard]] Instant time(const std::string& name) {
        const auto said = text(name);
        if (said.empty()) return no_time;
        const auto parsed = parse_iso8601(said);
        if (parsed) return parsed->instant;
        wrong(name, said, "a time like 2026-11-23T14:03:07Z");
        return no_time;
    }
    [[nodiscard]] StationId station() const { return StationId(text("station")); }
    [[nodiscard]] TransactionId transaction() const { return TransactionId(text("transaction")); }
    [[nodiscard]] PanelEvidence panel() const {
        PanelEvidence out;
        out.primary_identifier = text("panel");
        out.hermes_board_id = text("board_id");
        return out;
    }
    [[nodiscard]] PanelFacts facts(OrderEvidence evidence) {
        PanelFacts out;
        const auto units = std::min<std::uint32_t>(count("units"), max_units);
        for (std::uint32_t i = 0; i < units; ++i) {
            Unit unit;
            unit.position = i + 1;
            out.units.push_back(unit);
        }
        out.order = WorkOrderId(text("order"));
        if (!out.order.empty()) out.order_evidence = evidence;
        out.batch = text("batch");
        out.product = text("product");
        out.length_mm = number("length_mm");
        out.width_mm = number("width_mm");
        return out;
    }

private:
    void wrong(const std::string& name, const std::string& said, const std::string& wanted) {
        if (fault_.empty()) fault_ = name + ": '" + said.substr(0, 80) + "' is not " + wanted;
    }
    const Fields& fields_;
    std::string fault_;
};

template <class T>
T moved(Reader& r, OrderEvidence evidence) {
    T event;
    event.station = r.station();
    event.panel = r.panel();
    event.facts = r.facts(evidence);
    event.lane = r.count("lane", 1);
    event.transfer = r.one_of("transfer", Transfer::by_conveyor);
    return event;
}

Event units_inspected(Reader& r, Instant at) {
    UnitsInspected event;
    event.station = r.station();
    event.transaction = r.transaction();
    event.method = r.text("method");
    InspectedUnit unit;
    // Without a unit's own name it is the panel's first.
    unit.identifier = r.text("unit");
    if (unit.identifier.empty()) unit.identifier = r.text("panel");
    unit.position = r.count("position", 1);
    unit.result = r.one_of("result", UnitResult::good);
    if (const auto code = r.text("defect"); !code.empty()) {
        Defect defect;
        defect.unit = r.text("unit").empty() ? "#" + std::to_string(unit.position) : unit.identifier;
        defect.code = code;
        defect.designator = r.text("designator");
        defect.station = event.station;
        defect.found_at = at;
        unit.defects.push_back(std::move(defect));
    }
    event.units.push_back(std::move(unit));
    return event;
}

Event fault_occurred(Reader& r, Instant at) {
    FaultOccurred event;
    event.station = r.station();
    event.fault.id = FaultId(r.text("fault"));
    event.fault.code = r.text("code");
    event.fault.cause = r.text("cause");
    event.fault.severity = r.one_of("severity", FaultSeverity::error);
    event.fault.description = r.text("description");
    event.fault.occurred_at = at;
    return event;
}

Event work_order(Reader& r) {
    WorkOrderDefined event;
    event.order.id = WorkOrderId(r.text("order"));
    event.order.name = r.text("name");
    event.order.customer.id = CustomerId(r.text("customer"));
    event.order.customer.name = r.text("customer_name");
    event.order.product = r.text("product");
    event.order.product_name = r.text("product_name");
    event.order.quantity = r.count("quantity", 1);
    event.order.due = r.time("due");
    return event;
}

Event build(std::string_view kind, Reader& r, Instant at) {
    if (kind == "UnitsArrived") return moved<UnitsArrived>(r, OrderEvidence::hermes_board);
    if (kind == "UnitsDeparted") return moved<UnitsDeparted>(r, OrderEvidence::hermes_board);
    if (kind == "WorkStarted") {
        WorkStarted event;
        event.station = r.station();
        event.transaction = r.transaction();
        event.panel = r.panel();
        event.facts = r.facts(OrderEvidence::work_started);
        event.lane = r.count("lane", 1);
        return event;
    }
    if (kind == "WorkCompleted") {
        WorkCompleted event;
        event.station = r.station();
        event.transaction = r.transaction();
        event.panel = r.panel();
        event.facts = r.facts(OrderEvidence::work_started);
        event.result = r.one_of("result", WorkResult::completed);
        return event;
    }
    if (kind == "WorkStageStarted") {
        return WorkStageStarted{r.station(), r.transaction(), r.count("stage"), r.text("stage_name")};
    }
    if (kind == "WorkStageCompleted") {
        return WorkStageCompleted{r.station(), r.transaction(), r.count("stage"), r.text("stage_name"),
                                  r.one_of("result", WorkResult::completed)};
    }
    if (kind == "UnitsInspected") return units_inspected(r, at);
    if (kind == "UnitsDisqualified") {
        return UnitsDisqualified{r.station(), r.panel(), r.facts(OrderEvidence::hermes_board), r.text("reason")};
    }
    if (kind == "UnitsInitialized") {
        return UnitsInitialized{r.station(), r.panel(), r.facts(OrderEvidence::units_initialized)};
    }
    if (kind == "StationStateChanged") {
        StationStateChanged event;
        event.station = r.station();
        event.state = equipment_state_from_code(static_cast<std::int32_t>(std::min(r.count("state"), 1'000'000U)));
        return event;
    }
    if (kind == "FaultOccurred") return fault_occurred(r, at);
    if (kind == "FaultCleared") return FaultCleared{r.station(), FaultId(r.text("fault"))};
    if (kind == "StationOnline") return StationOnline{r.station()};
    if (kind == "StationOffline") return StationOffline{r.station()};
    if (kind == "HeartbeatReceived") return HeartbeatReceived{r.station(), r.number("period_s")};
    if (kind == "RecipeActivated") {
        return RecipeActivated{r.station(), r.text("recipe"), r.text("revision"), r.number("expected_cycle_s"),
                               WorkOrderId(r.text("order"))};
    }
    if (kind == "WorkOrderDefined") return work_order(r);
    if (kind == "WorkOrderQuantityUpdated") {
        return WorkOrderQuantityUpdated{WorkOrderId(r.text("order")), r.count("quantity")};
    }
    if (kind == "WorkOrderStatusChanged") {
        return WorkOrderStatusChanged{WorkOrderId(r.text("order")), r.one_of("status", ExecutionStatus::unknown),
                                      r.text("reason")};
    }
    assert(kind == "WorkOrderStepChanged");
    return WorkOrderStepChanged{
        WorkOrderId(r.text("order")),           r.text("step"), r.count("place"), r.text("name"), r.station(),
        r.one_of("status", StepStatus::waiting)};
}

}  // namespace

const std::vector<EventKind>& event_kinds() {
    static const std::vector<EventKind> kinds{
        {"UnitsArrived",
         {"station", "panel"},
         {"board_id", "order", "batch", "product", "units", "lane", "transfer", "length_mm", "width_mm"}},
        {"UnitsDeparted",
         {"station", "panel"},
         {"board_id", "order", "batch", "product", "units", "lane", "transfer", "length_mm", "width_mm"}},
        {"WorkStarted",
         {"station", "panel"},
         {"transaction", "board_id", "order", "batch", "product", "units", "lane", "length_mm", "width_mm"}},
        {"WorkCompleted",
         {"station", "panel"},
         {"transaction", "board_id", "order", "batch", "product", "units", "result", "length_mm", "width_mm"}},
        {"WorkStageStarted", {"station", "transaction", "stage"}, {"stage_name"}},
        {"WorkStageCompleted", {"station", "transaction", "stage"}, {"stage_name", "result"}},
        {"UnitsInspected",
         {"station", "panel", "result"},
         {"transaction", "unit", "position", "method", "defect", "designator"}},
        {"UnitsDisqualified", {"station", "panel"}, {"reason"}},
        {"UnitsInitialized",
         {"station", "panel"},
         {"board_id", "order", "batch", "product", "units", "length_mm", "width_mm"}},
        {"StationStateChanged", {"station", "state"}, {}},
        {"FaultOccurred", {"station", "fault"}, {"code", "cause", "severity", "description"}},
        {"FaultCleared", {"station", "fault"}, {}},
        {"StationOnline", {"station"}, {}},
        {"StationOffline", {"station"}, {}},
        {"HeartbeatReceived", {"station"}, {"period_s"}},
        {"RecipeActivated", {"station", "recipe"}, {"revision", "expected_cycle_s", "order"}},
        {"WorkOrderDefined",
         {"order"},
         {"name", "customer", "customer_name", "product", "product_name", "quantity", "due"}},
        {"WorkOrderQuantityUpdated", {"order", "quantity"}, {}},
        {"WorkOrderStatusChanged", {"order", "status"}, {"reason"}},
        {"WorkOrderStepChanged", {"order", "step", "status"}, {"place", "name", "station"}},
    };
    return kinds;
}

const EventKind* find_event_kind(std::string_view name) {
    for (const auto& kind : event_kinds()) {
        if (kind.name == name) return &kind;
    }
    return nullptr;
}

Result<Event> make_event(std::string_view kind, const Fields& fields, Instant occurred_at) {
    assert(find_event_kind(kind) != nullptr);
    Reader reader(fields);
    auto event = build(kind, reader, occurred_at);
    if (!reader.fault().empty()) return Error{std::string(kind), reader.fault(), ""};
    return event;
}

}  // namespace glassline
