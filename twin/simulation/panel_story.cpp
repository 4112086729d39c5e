#include "twin/simulation/panel_story.hpp"

#include <string_view>

#include "twin/simulation/schedule.hpp"

namespace glassline {
namespace {

std::string numbered(const std::string& prefix, std::uint64_t n) {
    const std::string digits = std::to_string(n);
    return prefix + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::string random_guid(Rng& rng) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    std::uint64_t bits = 0;
    unsigned left = 0;
    for (auto& c : out) {
        if (c != 'x') continue;
        if (left == 0) {
            bits = rng.next();
            left = 16;
        }
        c = digits[bits & 15U];
        bits >>= 4U;
        --left;
    }
    return out;
}

PanelStory panel_story(const LineDescription& line, const WorkOrder& order, std::uint64_t number, Rng& rng) {
    PanelStory story;
    const auto* product = line.find_product(order.product);
    const std::string barcode = numbered("SIM-" + order.id.value + "-", number);
    story.identity.hermes_board_id = random_guid(rng);
    story.identity.top_barcode = barcode;
    story.identity.primary_identifier = barcode;
    auto& facts = story.facts;
    facts.order = order.id;
    facts.batch = order.id.value + "-B1";
    facts.order_evidence = OrderEvidence::hermes_board;
    facts.product = order.product;
    facts.length_mm = product != nullptr ? product->panel_length_mm : 300;
    facts.width_mm = product != nullptr ? product->panel_width_mm : 240;
    const std::uint32_t units = units_per_panel(line, order);
    for (std::uint32_t n = 1; n <= units; ++n) {
        Unit unit;
        unit.position = n;
        unit.identifier = barcode + "-" + std::to_string(n);
        unit.x_mm = facts.length_mm * ((n - 1) % 2 + 0.5) / 2;
        unit.y_mm = facts.width_mm * ((n - 1) / 2 + 0.5) / ((units + 1) / 2);
        facts.units.push_back(std::move(unit));
    }
    return story;
}

}  // namespace glassline
