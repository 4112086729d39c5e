#include "viewer/viewmodel/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "twin/line/line_description.hpp"

namespace glassline::viewmodel {

std::string clock_text(Instant t, const std::string& zone, bool with_seconds) {
    if (t == no_time) return "--:--";
    const auto text = to_iso8601(t + std::chrono::minutes(zone_minutes(zone)));
    return text.substr(11, with_seconds ? 8 : 5);
}

std::string date_text(Instant t, const std::string& zone) {
    if (t == no_time) return {};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static constexpr std::array<const char*, 7> days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // from 1970
    const Instant local = t + std::chrono::minutes(zone_minutes(zone));
    const auto iso = to_iso8601(local);
    const auto month = static_cast<std::size_t>(std::clamp(std::atoi(iso.substr(5, 2).c_str()), 1, 12) - 1);
    const auto day = micros(local) / 86'400'000'000;
    return std::string(days[static_cast<std::size_t>((day % 7 + 7) % 7)]) + " " +
           std::to_string(std::atoi(iso.substr(8, 2).c_str())) + " " + months[month] + " " + iso.substr(0, 4);
}

std::string age_text(Duration age) {
    const auto s = static_cast<std::int64_t>(std::max(0.0, seconds(age)));
    if (s < 60) return std::to_string(s) + " s";
    if (s < 7200) return std::to_string(s / 60) + " min";
    return std::to_string(s / 3600) + " h";
}

std::string number_text(double value) {
    std::array<char, 32> text{};
    const double size = std::abs(value);
    std::snprintf(text.data(), text.size(), size < 100 && std::abs(value - std::round(value)) > 0.05 ? "%.1f" : "%.0f",
                  value);
    return text.data();
}

std::string grouped_text(std::uint64_t value) {
    std::string digits = std::to_string(value);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\xE2\x80\x89");
    return digits;
}

std::string speed_text(double speed) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "\xC3\x97%.4g", speed);
    return text.data();
}

Instant typed_time(const std::string& text, Instant near, const std::string& zone) {
    if (const auto whole = parse_iso8601(text)) {
        return whole->zone == Zone::stated ? whole->instant : whole->instant - std::chrono::minutes(zone_minutes(zone));
    }
    int hours = -1, minutes = -1, secs = 0, used = 0;
    const auto end = static_cast<int>(text.size());
    const bool whole =
        (std::sscanf(text.c_str(), "%2d:%2d:%2d%n", &hours, &minutes, &secs, &used) == 3 && used == end) ||
        (secs = 0, std::sscanf(text.c_str(), "%2d:%2d%n", &hours, &minutes, &used) == 2 && used == end);
    if (!whole || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || secs < 0 || secs > 59) return no_time;
    const auto east = std::chrono::minutes(zone_minutes(zone));
    constexpr std::int64_t day = 86'400'000'000;
    const std::int64_t midnight = micros(near + east) / day * day;
    return from_micros(midnight) - east + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
           std::chrono::seconds(secs);
}

}  // namespace glassline::viewmodel
