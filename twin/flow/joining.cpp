#include "twin/flow/joining.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace glassline {
namespace {

// station + '/' + transaction: a transaction is unique for its station only.
std::string transaction_prefix(const StationId& station) { return station.value + '/'; }

}  // namespace

PanelState* panel_of_transaction(LineState& line, const StationId& station, const TransactionId& transaction) {
    if (transaction.empty()) return nullptr;
    const auto entry = line.transactions.find(JoinedKey(transaction_prefix(station), transaction.value).view());
    if (entry == line.transactions.end()) return nullptr;
    const auto panel = line.panels.find(entry->second.panel);
    return panel == line.panels.end() ? nullptr : &panel->second;
}

void remember_transaction(LineState& line, const StationId& station, const TransactionId& transaction,
                          const PanelId& panel, Instant at) {
    if (transaction.empty()) return;
    line.transactions.insert_or_assign(transaction_prefix(station) + transaction.value, TransactionState{panel, at});
    if (line.transactions.size() <= max_transactions) return;
    // An eighth goes at once, so that this search is rare; the key tells apart what a stuck clock began at one moment.
    std::vector<std::pair<Instant, std::string_view>> oldest;
    for (const auto& [key, t] : line.transactions) oldest.emplace_back(t.started_at, key);
    const auto cut = oldest.begin() + static_cast<std::ptrdiff_t>(max_transactions / 8);
    std::nth_element(oldest.begin(), cut, oldest.end());
    std::vector<std::string> going;
    for (auto entry = oldest.begin(); entry != cut; ++entry) going.emplace_back(entry->second);
    for (const auto& key : going) line.transactions.erase(key);
}

Unit* find_unit(PanelState& panel, const std::string& identifier, std::uint32_t position) {
    for (auto& unit : panel.units) {
        const bool by_identifier = !identifier.empty() && unit.identifier == identifier;
        const bool by_position = position != 0 && unit.position == position;
        if (by_identifier || by_position) return &unit;
    }
    return nullptr;
}

PanelState* panel_of_identifier(LineState& line, const std::string& identifier) {
    if (identifier.empty()) return nullptr;
    if (const auto key = line.panel_by_key.find(JoinedKey("b:", identifier).view()); key != line.panel_by_key.end()) {
        const auto panel = line.panels.find(key->second);
        if (panel != line.panels.end()) return &panel->second;
    }
    for (auto& [id, panel] : line.panels) {
        if (panel.finished_at == no_time && find_unit(panel, identifier, 0) != nullptr) return &panel;
    }
    return nullptr;
}

std::string name_of_unit(const std::string& identifier, std::uint32_t position) {
    if (!identifier.empty()) return identifier;
    return position == 0 ? std::string() : "#" + std::to_string(position);
}

MinuteTotals& minute_of(LineState& line, Instant at) {
    const std::int64_t minute = micros(at) / 60'000'000;
    auto& minutes = line.minutes;
    auto place = std::lower_bound(minutes.begin(), minutes.end(), minute,
                                  [](const MinuteTotals& m, std::int64_t value) { return m.minute < value; });
    if (place == minutes.end() || place->minute != minute) {
        MinuteTotals fresh;
        fresh.minute = minute;
        place = minutes.insert(place, fresh);
        if (minutes.size() > trend_minutes) {
            const bool was_front = place == minutes.begin();
            minutes.erase(minutes.begin());
            place = was_front
                        ? minutes.begin()
                        : std::lower_bound(minutes.begin(), minutes.end(), minute,
                                           [](const MinuteTotals& m, std::int64_t value) { return m.minute < value; });
        }
    }
    return *place;
}

}  // namespace glassline
