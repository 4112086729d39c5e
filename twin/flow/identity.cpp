#include "twin/flow/identity.hpp"

#include <algorithm>
#include <array>

namespace glassline {
namespace {

std::string board_key(const std::string& id) { return id.empty() ? std::string() : "h:" + id; }
std::string barcode_key(const std::string& code) { return code.empty() ? std::string() : "b:" + code; }

std::array<std::string, 4> keys_of(const PanelEvidence& evidence) {
    return {board_key(evidence.hermes_board_id), barcode_key(evidence.primary_identifier),
            barcode_key(evidence.top_barcode), barcode_key(evidence.bottom_barcode)};
}

}  // namespace

PanelState* find_panel(LineState& line, const PanelEvidence& evidence) {
    PanelState* found = nullptr;
    for (const auto& key : keys_of(evidence)) {
        if (key.empty()) continue;
        const auto at = line.panel_by_key.find(key);
        if (at == line.panel_by_key.end()) continue;
        const auto panel = line.panels.find(at->second);
        if (panel == line.panels.end()) continue;
        if (found == nullptr) {
            found = &panel->second;
        } else if (found != &panel->second) {
            ++line.identity_conflicts;  // the stronger evidence, found first, wins
            break;
        }
    }
    return found;
}

PanelState* find_or_make_panel(LineState& line, const PanelEvidence& evidence, Instant at) {
    if (auto* known = find_panel(line, evidence)) {
        learn_identity(line, *known, evidence);
        return known;
    }
    std::string id;
    for (const auto* candidate :
         {&evidence.primary_identifier, &evidence.top_barcode, &evidence.bottom_barcode, &evidence.hermes_board_id}) {
        if (!candidate->empty()) {
            id = *candidate;
            break;
        }
    }
    if (id.empty()) return nullptr;
    // The id may be taken by a panel whose key was re-assigned; a suffix keeps ids unique and deterministic.
    PanelId panel_id(id);
    for (int n = 2; line.panels.count(panel_id) != 0; ++n) panel_id = PanelId(id + "~" + std::to_string(n));
    auto& panel = line.panels[panel_id];
    panel.id = panel_id;
    panel.first_seen_at = at;
    learn_identity(line, panel, evidence);
    return &panel;
}

void learn_identity(LineState& line, PanelState& panel, const PanelEvidence& evidence) {
    const auto learn = [](std::string& known, const std::string& said) {
        if (!said.empty()) known = said;
    };
    learn(panel.identity.primary_identifier, evidence.primary_identifier);
    learn(panel.identity.hermes_board_id, evidence.hermes_board_id);
    learn(panel.identity.top_barcode, evidence.top_barcode);
    learn(panel.identity.bottom_barcode, evidence.bottom_barcode);
    for (const auto& key : keys_of(evidence)) {
        if (!key.empty()) line.panel_by_key.try_emplace(key, panel.id);
    }
}

void forget_old_panels(LineState& line, OrdersState& orders) {
    while (line.panels.size() > max_panels) {
        // Those that left the line first; among those that did not, the one silent for longest.
        auto oldest = line.panels.end();
        for (auto at = line.panels.begin(); at != line.panels.end(); ++at) {
            const auto rank = [](const PanelState& p) {
                return std::pair(!std::holds_alternative<LeftLine>(p.position.place), p.position.since);
            };
            if (oldest == line.panels.end() || rank(at->second) < rank(oldest->second)) oldest = at;
        }
        const PanelState& panel = oldest->second;
        if (const auto order = orders.orders.find(panel.order); order != orders.orders.end()) {
            auto& state = order->second;
            for (const auto& unit : panel.units) {
                state.units_archived_judged += unit.inspected ? 1 : 0;
                state.units_archived_first_pass_good += unit.inspected && unit.first_pass_good ? 1 : 0;
                if (unit.result == UnitResult::scrapped) {
                    ++state.units_archived_scrapped;
                } else if (panel.finished_at != no_time) {
                    ++state.units_archived_good;
                }
            }
            std::erase(state.panels, panel.id);
        }
        for (const auto& key : keys_of(panel.identity)) {
            const auto entry = line.panel_by_key.find(key);
            if (entry != line.panel_by_key.end() && entry->second == panel.id) line.panel_by_key.erase(entry);
        }
        forget_trace(line.traces, panel.id);
        ++line.panels_forgotten;
        line.panels.erase(oldest);
    }
}

}  // namespace glassline
