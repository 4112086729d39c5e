#include <algorithm>
#include <cmath>

#include "twin/projection/customer_view.hpp"
#include "twin/twin_state.hpp"

namespace glassline {
namespace {

constexpr Duration one_second{1'000'000};
// A board may stand somewhat longer than its cycle before anybody calls that waiting.
constexpr double waiting_factor = 2.0;
constexpr double waiting_slack_s = 20.0;

Instant floor_to(Instant t, Duration unit) {
    const auto u = unit.count();
    if (u <= 0 || t == no_time) return t;
    const auto m = micros(t);
    const auto down = m >= 0 ? m / u * u : -((-m + u - 1) / u * u);
    return from_micros(down);
}

Instant ceil_to(Instant t, Duration unit) {
    const Instant down = floor_to(t, unit);
    return down == t ? t : down + unit;
}

// An order's own panels that the twin still holds, with their place in the customer's numbering.
struct OwnPanel {
    const PanelState* panel = nullptr;
    std::uint32_t number = 0;
    std::uint32_t first_unit = 0;
    std::uint32_t units = 0;
};

// The line that makes the order: where its panels are; before the first, one that knows its product; else the first.
const LineState* line_of_order(const TwinState& state, const OrderState& order) {
    for (const auto& [id, line] : state.lines) {
        for (const auto& panel : order.panels) {
            if (line.panels.count(panel) != 0) return &line;
        }
    }
    for (const auto& [id, line] : state.lines) {
        if (line.description.find_product(order.order.product) != nullptr) return &line;
    }
    return state.lines.empty() ? nullptr : &state.lines.begin()->second;
}

std::uint32_t units_of(const PanelState& panel, const OrderState& order, const LineDescription& line) {
    if (!panel.units.empty()) return static_cast<std::uint32_t>(panel.units.size());
    const auto* product = line.find_product(panel.product.empty() ? order.order.product : panel.product);
    return product == nullptr ? 1 : std::max<std::uint32_t>(1, product->units_per_panel);
}

std::vector<OwnPanel> own_panels(const LineState& line, const OrderState& order) {
    std::vector<OwnPanel> out;
    std::uint32_t number = 0;
    auto first = static_cast<std::uint32_t>(1 + order.units_archived_good + order.units_archived_scrapped);
    for (const auto& id : order.panels) {
        const auto found = line.panels.find(id);
        if (found == line.panels.end()) continue;
        OwnPanel own{&found->second, ++number, first, units_of(found->second, order, line.description)};
        first += own.units;
        out.push_back(own);
    }
    return out;
}

bool is_out(const PanelState& panel) { return std::holds_alternative<TakenOut>(panel.position.place); }
bool has_left(const PanelState& panel) { return std::holds_alternative<LeftLine>(panel.position.place); }

char letter_of(const PanelState& panel, std::size_t unit) {
    const bool left = has_left(panel);
    if (panel.scrapped) return 'S';
    if (unit >= panel.units.size()) return left ? 'F' : is_out(panel) ? 'R' : 'L';
    const auto& u = panel.units[unit];
    if (u.result == UnitResult::scrapped || u.result == UnitResult::missing) return 'S';
    if (u.result == UnitResult::failed && (left || is_out(panel))) return 'R';
    if (left) return 'F';
    // Of a board on the bench only the units that failed are in rework, unless nobody said which.
    const bool none_failed = std::none_of(panel.units.begin(), panel.units.end(),
                                          [](const Unit& other) { return other.result == UnitResult::failed; });
    return is_out(panel) && none_failed ? 'R' : 'L';
}

CustomerUnits units_view(const OrderState& order, const std::vector<OwnPanel>& own) {
    CustomerUnits out;
    const auto add = [&](char letter, std::uint64_t count) {
        switch (letter) {
            case 'F':
                out.finished += count;
                break;
            case 'L':
                out.on_line += count;
                break;
            case 'R':
                out.rework += count;
                break;
            case 'S':
                out.scrapped += count;
                break;
            default:
                out.to_come += count;
                break;
        }
        const std::uint64_t room = max_customer_units - out.each.size();
        out.each.append(static_cast<std::size_t>(std::min(count, room)), letter);
    };
    add('F', order.units_archived_good);
    add('S', order.units_archived_scrapped);
    for (const auto& p : own) {
        for (std::uint32_t i = 0; i < p.units; ++i) add(letter_of(*p.panel, i), 1);
        for (const auto& unit : p.panel->units) {
            if (!unit.inspected) continue;
            ++out.inspected;
            if (unit.first_pass_good) ++out.first_pass_good;
        }
    }
    const std::uint64_t promised_good = out.finished + out.on_line + out.rework;
    if (order.order.quantity > promised_good) add('.', order.order.quantity - promised_good);
    return out;
}

std::vector<CustomerStep> steps_view(const LineDescription& line, const OrderState& order,
                                     const std::vector<OwnPanel>& own, const CustomerUnits& units) {
    std::vector<CustomerStep> out;
    for (const auto& station : line.stations) {
        if (station.customer_step.empty()) continue;
        const auto same = std::find_if(out.begin(), out.end(),
                                       [&](const CustomerStep& s) { return s.label == station.customer_step; });
        if (same != out.end()) continue;
        // Done is who is through the last station of this name.
        std::size_t last = 0;
        for (std::size_t i = 0; i < line.stations.size(); ++i) {
            if (line.stations[i].customer_step == station.customer_step) last = i;
        }
        CustomerStep step;
        step.label = station.customer_step;
        step.kind = line.stations[last].kind;
        step.done = order.units_archived_good;
        for (const auto& p : own) {
            bool through = has_left(*p.panel);
            for (const auto& visit : p.panel->visits) {
                const int index = line.index_of(visit.station);
                const bool beyond = index > static_cast<int>(last);
                const bool here = index == static_cast<int>(last) &&
                                  (visit.work_completed_at != no_time || visit.departed_at != no_time);
                through = through || beyond || here;
            }
            if (!through) continue;
            for (std::uint32_t i = 0; i < p.units; ++i) step.done += letter_of(*p.panel, i) == 'S' ? 0 : 1;
        }
        // The last machine's word is "finished", and that is more than its work: gone from the line, and good.
        if (last + 1 == line.stations.size()) step.done = units.finished;
        step.total = std::max<std::uint64_t>(order.order.quantity, units.finished + units.on_line + units.rework);
        step.done = std::min(step.done, step.total);
        out.push_back(std::move(step));
    }
    return out;
}

std::vector<CustomerBoard> boards_view(const LineDescription& line, const std::vector<OwnPanel>& own) {
    std::vector<CustomerBoard> out;
    for (const auto& p : own) {
        if (has_left(*p.panel) || p.panel->visits.empty() || out.size() >= max_customer_boards) continue;
        CustomerBoard board;
        board.number = p.number;
        board.first_unit = p.first_unit;
        board.units = p.units;
        board.certainty = p.panel->position.certainty;
        board.since = p.panel->position.since;
        struct Where {
            const LineDescription& line;
            CustomerBoard& board;
            int operator()(const AtStation& at) const { return line.index_of(at.station); }
            int operator()(const OnLink& on) const {
                board.place = BoardPlace::behind_station;
                return line.index_of(on.from);
            }
            int operator()(const TakenOut& out_at) const {
                board.place = BoardPlace::on_bench;
                return line.index_of(out_at.station);
            }
            int operator()(const LeftLine&) const { return -1; }
        };
        const int index = std::visit(Where{line, board}, p.panel->position.place);
        if (index < 0) continue;
        board.station = static_cast<std::uint32_t>(index);
        out.push_back(board);
    }
    return out;
}

// Where own boards stand longer than their step takes; the one furthest down the line names the step, because the
// others wait behind it.
CustomerWaiting waiting_view(const LineDescription& line, const std::vector<CustomerBoard>& boards, Instant now) {
    CustomerWaiting out;
    for (const auto& board : boards) {
        if (board.place == BoardPlace::on_bench) continue;
        const bool travels = board.place == BoardPlace::behind_station && board.station + 1 < line.stations.size();
        const auto& station = line.stations[board.station + (travels ? 1U : 0U)];
        const double cycle = station.cycle_time_s > 0 ? station.cycle_time_s : 60.0;
        const double limit = waiting_factor * cycle * std::max<std::uint32_t>(1, station.capacity) + waiting_slack_s;
        if (seconds(now - board.since) <= limit && board.certainty != Certainty::stale) continue;
        const std::uint32_t here = board.station + (travels ? 1U : 0U);
        if (!out.waiting || here > out.station) out.station = here;
        out.waiting = true;
    }
    return out;
}

CustomerRange range_view(const OrderState& order) {
    CustomerRange out;
    const auto& said = order.range;
    if (said.quantiles.size() < 2 || order.finished_at != no_time) return out;
    out.known = true;
    out.unit_s = std::max<std::uint32_t>(60, said.unit_s);
    out.reason = said.reason;
    const Duration unit = from_seconds(out.unit_s);
    out.from = floor_to(said.shown_from, unit);
    out.to = ceil_to(said.shown_to, unit);
    // Twenty equally likely moments, each in the middle of its twentieth: 2.5 %, 7.5 %, ... 97.5 %. The quantiles
    // said are at (k+1)/(n+1); beyond them the outermost slope goes on.
    const auto n = static_cast<double>(said.quantiles.size());
    for (std::size_t i = 0; i < range_dots; ++i) {
        const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(range_dots);
        const double place = std::clamp(p * (n + 1) - 1, -0.5, n - 0.5);
        const auto low = static_cast<std::size_t>(std::clamp(std::floor(place), 0.0, n - 2));
        const double share = place - static_cast<double>(low);
        const double step = seconds(said.quantiles[low + 1] - said.quantiles[low]);
        out.dots.push_back(floor_to(said.quantiles[low] + from_seconds(step * share), unit));
    }
    return out;
}

// Up to when the picture is complete: the twin's clock while every source on the way is there, else the moment the
// first of them went. A source's own chatter must not show: it is other people's boards as well.
void set_age(CustomerView& view, const TwinState& state, const LineState& line, const std::vector<OwnPanel>& own) {
    Instant until = state.clock;
    if (until == no_time) {  // a recording without a clock: the newest own fact
        for (const auto& p : own) until = std::max(until, p.panel->position.since);
    }
    for (const auto& [id, source] : state.sources) {
        const bool on_the_way =
            source.station.empty() ? !source.kind.empty() : line.description.index_of(source.station) >= 0;
        if (!on_the_way || source.status != LinkStatus::disconnected) continue;
        view.connected = false;
        if (source.status_since != no_time) until = std::min(until, source.status_since);
    }
    view.as_of = floor_to(until, one_second);
}

}  // namespace

CustomerView project(const TwinState& state, const CustomerScope& scope) {
    CustomerView view;
    const auto found = state.orders.orders.find(scope.order);
    if (found == state.orders.orders.end()) return view;
    const OrderState& order = found->second;
    view.link_expires_at = scope.expires_at;
    view.order.id = order.order.id.value;
    view.order.name = order.order.name;
    view.order.product = order.order.product_name;
    view.order.quantity = order.order.quantity;
    view.order.promised = order.order.due;
    view.order.started_at = order.started_at;
    view.order.finished_at = order.finished_at;
    const LineState* line = line_of_order(state, order);
    if (line == nullptr) return view;
    const auto& description = line->description;
    if (view.order.product.empty()) {
        if (const auto* product = description.find_product(order.order.product)) view.order.product = product->name;
    }
    view.plant = description.site;
    view.simulated = description.simulated;
    for (const auto& station : description.stations) {
        view.line.stations.push_back({station.kind, station.customer_step, station.rework_bench, station.geometry});
    }
    const auto own = own_panels(*line, order);
    view.boards = boards_view(description, own);
    view.units = units_view(order, own);
    view.steps = steps_view(description, order, own, view.units);
    view.range = range_view(order);
    set_age(view, state, *line, own);
    view.waiting = waiting_view(description, view.boards, view.as_of);
    if (order.finished_at != no_time) {
        view.phase = CustomerPhase::finished;
    } else if (!view.boards.empty()) {
        view.phase = CustomerPhase::on_line;
    } else if (!own.empty() || order.units_archived_good > 0) {
        view.phase = CustomerPhase::between;
    }
    return view;
}

}  // namespace glassline
