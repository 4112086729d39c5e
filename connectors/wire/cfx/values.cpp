#include "connectors/wire/cfx/values.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

// SEMI E10 in the thousands, E58 in the hundreds; the names keep the spelling of the wire ("Maintentance").
constexpr std::array<std::pair<std::string_view, std::int32_t>, 37> state_names{{
    {"PRD", 1000},
    {"PRD_RegularWork", 1100},
    {"PRD_WorkForThirdParties", 1200},
    {"PRD_Rework", 1300},
    {"PRD_Engineering", 1400},
    {"SBY", 2000},
    {"SBY_NoOperator", 2100},
    {"SBY_NoProduct", 2200},
    {"SBY_NoProductBlocked", 2201},
    {"SBY_NoProductStarved", 2202},
    {"SBY_NoSupportTool", 2300},
    {"SBY_AssociatedClusterModuleDown", 2400},
    {"SBY_NoHost", 2500},
    {"ENG", 3000},
    {"ENG_ProcessExperiments", 3100},
    {"ENG_EquipmentExperiments", 3200},
    {"SDT", 4000},
    {"SDT_UserMaintenanceDelay", 4100},
    {"SDT_SuppliedMaintenanceDelay", 4200},
    {"SDT_PreventiveMaintenance", 4300},
    {"SDT_ChangeOfConsumables", 4400},
    {"SDT_Setup", 4500},
    {"SDT_ProductionTest", 4600},
    {"SDT_FacilitiesRelated", 4700},
    {"USD", 5000},
    {"USD_UserMaintentanceDelay", 5100},
    {"USD_SuppliedMaintenanceDelay", 5200},
    {"USD_Repair", 5300},
    {"USD_OutOfSpecInputMaterial", 5400},
    {"USD_ChangeOfConsumables", 5500},
    {"USD_FacilitiesRelated", 5600},
    {"NST", 6000},
    {"NST_UnworkedShifts", 6100},
    {"NST_EquipmentInstallation", 6200},
    {"NST_EquipmentModifications", 6300},
    {"NST_OfflineTraining", 6400},
    {"NST_ShutdownAndStartup", 6500},
}};

template <class T>
bool read_number(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::optional<std::int32_t> state_code(std::string_view text) {
    std::int32_t code = 0;
    if (read_number(text, code)) return code;
    if (same_ignoring_case(text, "22A0")) return 2201;  // blocked
    if (same_ignoring_case(text, "22B0")) return 2202;  // starved
    for (const auto& [name, value] : state_names) {
        if (same_ignoring_case(text, name)) return value;
    }
    return std::nullopt;
}

std::optional<Duration> parse_time_span(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t days = 0;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    if (const auto dot = text.find('.'); dot < colon) {
        if (!read_number(text.substr(0, dot), days)) return std::nullopt;
        text.remove_prefix(dot + 1);
    }
    const auto first = text.find(':');
    const auto second = text.find(':', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t whole = 0;
    std::int64_t micros_part = 0;
    auto rest = text.substr(second + 1);
    if (const auto dot = rest.find('.'); dot != std::string_view::npos) {
        auto fraction = rest.substr(dot + 1, 6);
        if (fraction.empty() || !read_number(fraction, micros_part) || micros_part < 0) return std::nullopt;
        for (auto digits = fraction.size(); digits < 6; ++digits) micros_part *= 10;
        rest = rest.substr(0, dot);
    }
    if (!read_number(text.substr(0, first), hours) ||
        !read_number(text.substr(first + 1, second - first - 1), minutes) || !read_number(rest, whole)) {
        return std::nullopt;
    }
    constexpr std::int64_t most_days = 10'000'000;  // TimeSpan's own bound
    if (days < 0 || days > most_days || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || whole < 0 ||
        whole > 59) {
        return std::nullopt;
    }
    const Duration span{(((days * 24 + hours) * 60 + minutes) * 60 + whole) * 1'000'000 + micros_part};
    return negative ? -span : span;
}

std::string to_time_span(Duration duration) {
    auto total = duration.count();
    const char* sign = total < 0 ? "-" : "";
    if (total < 0) total = -total;
    const auto fraction = total % 1'000'000;
    const auto whole = total / 1'000'000;
    const auto days = whole / 86'400;
    std::array<char, 64> text{};
    std::string out = sign;
    if (days > 0) out += std::to_string(days) + ".";
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(whole / 3600 % 24),
                  static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    out += text.data();
    if (fraction != 0) {
        std::snprintf(text.data(), text.size(), ".%06d0", static_cast<int>(fraction));
        out += text.data();
    }
    return out;
}

std::string to_time_stamp(Instant at, int zone_minutes) {
    std::string text = to_iso8601(at + std::chrono::minutes(zone_minutes));  // ...T13:10:05.780Z, 3 or 6 digits
    if (text.empty()) text = "1970-01-01T00:00:00.000Z";
    text.pop_back();
    const auto dot = text.find('.');
    if (dot == std::string::npos) text += '.';
    while (text.size() < text.find('.') + 8) text += '0';
    const int east = zone_minutes < 0 ? -zone_minutes : zone_minutes;
    std::array<char, 16> zone{};
    std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", zone_minutes < 0 ? '-' : '+', east / 60 % 24, east % 60);
    return text + zone.data();
}

}  // namespace glassline::cfx
