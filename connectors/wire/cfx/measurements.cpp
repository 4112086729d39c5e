#include "connectors/wire/cfx/measurements.hpp"

#include <array>
#include <limits>
#include <utility>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_kind = 64;  // bytes of a measurement's name
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void Measurements::add(const Node& list) {
    list.each([&](const Node& one) {
        const auto result = one["Result"].text();
        const bool passed = result.empty() || same_ignoring_case(result, "Passed");
        const double volume = one["Vol"].number(nothing);
        if (volume == volume) {
            constexpr std::array<std::pair<std::string_view, std::string_view>, 5> members{
                {{"Vol", "volume"}, {"Z", "height"}, {"A", "area"}, {"DX", "offset_x"}, {"DY", "offset_y"}}};
            for (const auto& [member, kind] : members) {
                const double value = one[member].number(nothing);
                if (value == value) add(kind, "", value, passed);
            }
            const double expected = one["EVol"].number();
            if (expected > 0) add("volume_percent", "%", 100.0 * volume / expected, passed);
            return;
        }
        const Node said = one["MeasuredValue"];
        const double value = said.is_object() ? said["Value"].number(nothing) : said.number(nothing);
        if (value != value) return;  // a text, a picture: raw only
        const auto name = one["MeasurementName"].text(max_kind);
        add(name.empty() ? "value" : std::string_view(name), said["ValueUnits"].text(max_kind), value, passed);
    });
}

void Measurements::add(std::string_view kind, std::string_view unit, double value, bool passed) {
    for (auto& summary : summaries_) {
        if (summary.kind == kind) return summary.add(value, passed);
    }
    if (summaries_.size() >= max_measurement_kinds) {
        cut_ = true;
        return;
    }
    MeasurementSummary summary;
    summary.kind = kind;
    summary.unit = unit;
    summary.add(value, passed);
    summaries_.push_back(std::move(summary));
}

std::vector<MeasurementSummary> Measurements::take() {
    if (std::exchange(cut_, false)) {
        flag(around_, events_, "Measurements: more than 16 kinds on one unit; the first 16 are kept");
    }
    return std::exchange(summaries_, {});
}

}  // namespace glassline::cfx
