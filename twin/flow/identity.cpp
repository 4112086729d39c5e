#include "twin/flow/identity.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace glassline {
namespace {

constexpr std::string_view board_prefix = "h:";
constexpr std::string_view barcode_prefix = "b:";

struct EvidenceKey {
    std::string_view prefix;
    const std::string& text;  // empty: not said
};

// The strongest first: a board GUID is exact.
std::array<EvidenceKey, 4> keys_of(const PanelEvidence& evidence) {
    return {{{board_prefix, evidence.hermes_board_id},
             {barcode_prefix, evidence.primary_identifier},
             {barcode_prefix, evidence.top_barcode},
             {barcode_prefix, evidence.bottom_barcode}}};
}

void learn_identity(PanelState& panel, const PanelEvidence& evidence) {
    const auto learn = [](std::string& known, const std::string& said) {
        if (!said.empty() && known != said) known = said;
    };
    learn(panel.identity.primary_identifier, evidence.primary_identifier);
    learn(panel.identity.hermes_board_id, evidence.hermes_board_id);
    learn(panel.identity.top_barcode, evidence.top_barcode);
    learn(panel.identity.bottom_barcode, evidence.bottom_barcode);
}

void index_panel(LineState& line, const PanelState& panel, const PanelEvidence& evidence) {
    for (const auto& key : keys_of(evidence)) {
        if (key.text.empty()) continue;
        const JoinedKey joined(key.prefix, key.text);
        const auto at = line.panel_by_key.find(joined.view());
        if (at == line.panel_by_key.end()) {
            line.panel_by_key.emplace(std::string(joined.view()), panel.id);
        } else if (line.panels.count(at->second) == 0) {
            at->second = panel.id;  // the carrier's old panel is forgotten: its barcode is free
        }
    }
}

struct Found {
    PanelState* panel = nullptr;
    bool all_indexed = true;  // each key that was said is in the index
};

Found look_up(LineState& line, const PanelEvidence& evidence) {
    Found found;
    for (const auto& key : keys_of(evidence)) {
        if (key.text.empty()) continue;
        const auto at = line.panel_by_key.find(JoinedKey(key.prefix, key.text).view());
        if (at == line.panel_by_key.end()) {
            found.all_indexed = false;
            continue;
        }
        if (found.panel != nullptr && found.panel->id == at->second) continue;
        const auto panel = line.panels.find(at->second);
        if (panel == line.panels.end()) {
            found.all_indexed = false;  // it names a forgotten panel
            continue;
        }
        if (found.panel != nullptr) {
            ++line.identity_conflicts;  // the stronger evidence, found first, wins
            found.all_indexed = false;  // nobody looked at the rest
            break;
        }
        found.panel = &panel->second;
    }
    return found;
}

}  // namespace

PanelState* find_panel(LineState& line, const PanelEvidence& evidence) { return look_up(line, evidence).panel; }

PanelState* find_or_make_panel(LineState& line, const PanelEvidence& evidence, Instant at) {
    if (const auto known = look_up(line, evidence); known.panel != nullptr) {
        learn_identity(*known.panel, evidence);
        if (!known.all_indexed) index_panel(line, *known.panel, evidence);
        return known.panel;
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
    learn_identity(panel, evidence);
    index_panel(line, panel, evidence);
    return &panel;
}

void note_move(LineState& line, const Position& before, const Position& now) {
    auto& next = line.next_to_forget.value;
    if (next.empty()) return;
    const bool left_before = std::holds_alternative<LeftLine>(before.place);
    const bool left_now = std::holds_alternative<LeftLine>(now.place);
    if (left_before && left_now && before.since == now.since) return;
    if (left_before || (left_now && now.since <= next.front().since)) next.clear();
}

namespace {

// Those that left the line first; among those that did not, the one silent for longest. Looking through all panels is
// work, so it is done for many at once.
std::map<PanelId, PanelState>::iterator next_to_forget(LineState& line) {
    constexpr std::size_t looked_up_at_once = 64;
    const auto older = [](const LeftPanel& a, const LeftPanel& b) {
        return a.since != b.since ? a.since < b.since : a.panel < b.panel;
    };
    auto& next = line.next_to_forget.value;
    if (next.empty()) {
        for (const auto& [id, panel] : line.panels) {
            if (std::holds_alternative<LeftLine>(panel.position.place)) next.push_back({panel.position.since, id});
        }
        const auto kept = std::min(next.size(), looked_up_at_once);
        std::partial_sort(next.begin(), next.begin() + static_cast<std::ptrdiff_t>(kept), next.end(), older);
        next.resize(kept);
        std::reverse(next.begin(), next.end());
    }
    if (next.empty()) {
        return std::min_element(line.panels.begin(), line.panels.end(), [](const auto& a, const auto& b) {
            return a.second.position.since < b.second.position.since;
        });
    }
    const auto found = line.panels.find(next.back().panel);
    next.pop_back();
    return found;
}

}  // namespace

void forget_old_panels(LineState& line, OrdersState& orders) {
    while (line.panels.size() > max_panels) {
        const auto oldest = next_to_forget(line);
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
            const auto entry = line.panel_by_key.find(JoinedKey(key.prefix, key.text).view());
            if (entry != line.panel_by_key.end() && entry->second == panel.id) line.panel_by_key.erase(entry);
        }
        forget_trace(line.traces, panel.id);
        ++line.panels_forgotten;
        line.panels.erase(oldest);
    }
    // A key that its panel had before it was given another stays until here; many go at once, so that this is rare.
    if (line.panel_by_key.size() > max_panel_keys) {
        std::erase_if(line.panel_by_key, [&](const auto& entry) { return line.panels.count(entry.second) == 0; });
    }
}

}  // namespace glassline
