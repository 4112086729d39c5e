#include "viewer/viewmodel/line_model.hpp"

namespace glassline::viewmodel {
namespace {

std::string name_at(const LineState& line, const StationId& id) {
    const auto* station = line.description.find(id);
    return station == nullptr ? id.value : station->name;
}

std::string words_of(const LineState& line, const AtStation& at) { return "at " + name_at(line, at.station); }
std::string words_of(const LineState& line, const OnLink& on) {
    return "between " + name_at(line, on.from) + " and " + name_at(line, on.to);
}
std::string words_of(const LineState& line, const TakenOut& out) {
    return "taken out at " + name_at(line, out.station);
}
std::string words_of(const LineState&, const LeftLine&) { return "left the line"; }

}  // namespace

std::string order_words(const TwinState& state, const WorkOrderId& order) {
    const auto found = state.orders.orders.find(order);
    if (found == state.orders.orders.end()) return {};
    return order.value + (found->second.order.name.empty() ? "" : " " + found->second.order.name);
}

std::optional<PanelWords> panel_words(const TwinState& state, const LineId& line_id, const PanelId& id) {
    const auto line = state.lines.find(line_id);
    if (line == state.lines.end()) return std::nullopt;
    const auto found = line->second.panels.find(id);
    if (found == line->second.panels.end()) return std::nullopt;
    const PanelState& panel = found->second;
    PanelWords words;
    words.title = !panel.identity.primary_identifier.empty() ? panel.identity.primary_identifier
                  : !panel.identity.top_barcode.empty()      ? panel.identity.top_barcode
                                                             : "panel " + id.value;
    words.order = order_words(state, panel.order);
    if (words.order.empty()) words.order = panel.order.empty() ? "order not known" : panel.order.value;
    if (const auto order = state.orders.orders.find(panel.order); order != state.orders.orders.end()) {
        const auto& list = order->second.panels;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (list[i] == id) words.order += ", panel " + std::to_string(i + 1);
        }
    }
    words.place = std::visit([&](const auto& place) { return words_of(line->second, place); }, panel.position.place);
    words.certainty =
        std::string(name_of(panel.position.certainty)) + ", " + age_text(state.as_of - panel.position.since) + " ago";
    return words;
}

}  // namespace glassline::viewmodel
