#include "twin/base/time.hpp"

#include <array>
#include <cstdio>

namespace glassline {
namespace {

// Days since 1970-01-01 of a civil date and back (proleptic Gregorian calendar), by counting 400-year eras.
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct Civil {
    std::int64_t year;
    int month;
    int day;
};

constexpr Civil civil_from_days(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t day_of_era = days - era * 146097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

constexpr int days_in_month(std::int64_t year, int month) {
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

// Reads exactly `count` digits at `at`; -1 where they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

Error bad_time(std::string_view text) {
    return Error{"time stamp", "'" + std::string(text.substr(0, 40)) + "' is not an ISO 8601 date and time",
                 "write it like 2026-11-23T13:10:05.780Z"};
}

}  // namespace

std::string to_iso8601(Instant t) {
    if (t == no_time) return {};
    std::int64_t total = micros(t);
    std::int64_t day = total / 86'400'000'000;
    std::int64_t rest = total % 86'400'000'000;
    if (rest < 0) {
        rest += 86'400'000'000;
        --day;
    }
    const Civil date = civil_from_days(day);
    const auto second = rest / 1'000'000;
    const auto fraction = rest % 1'000'000;
    std::array<char, 64> out{};
    const int hour = static_cast<int>(second / 3600);
    const int minute = static_cast<int>(second / 60 % 60);
    const int sec = static_cast<int>(second % 60);
    const bool only_millis = fraction % 1000 == 0;
    const int written = only_millis ? std::snprintf(out.data(), out.size(), "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                                    static_cast<long long>(date.year), date.month, date.day, hour,
                                                    minute, sec, static_cast<int>(fraction / 1000))
                                    : std::snprintf(out.data(), out.size(), "%04lld-%02d-%02dT%02d:%02d:%02d.%06dZ",
                                                    static_cast<long long>(date.year), date.month, date.day, hour,
                                                    minute, sec, static_cast<int>(fraction));
    return std::string(out.data(), static_cast<std::size_t>(written));
}

Result<ParsedInstant> parse_iso8601(std::string_view text) {
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    const bool marks = text.size() >= 19 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == ' ') &&
                       text[13] == ':' && text[16] == ':';
    if (!marks || year < 0 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
        return bad_time(text);
    }
    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        ++at;
        std::int64_t scale = 100'000;
        int count = 0;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && count < 9) {
            fraction += (text[at] - '0') * scale;
            scale /= 10;
            ++at;
            ++count;
        }
    }
    std::int64_t offset_minutes = 0;
    Zone zone = Zone::missing;
    if (at < text.size()) {
        zone = Zone::stated;
        if (text[at] == 'Z' && at + 1 == text.size()) {
            ++at;
        } else if (text[at] == '+' || text[at] == '-') {
            const int zone_hour = digits(text, at + 1, 2);
            const int zone_minute = digits(text, at + 4, 2);
            if (zone_hour < 0 || zone_hour > 15 || zone_minute < 0 || zone_minute > 59 || text[at + 3] != ':' ||
                text.size() != at + 6) {
                return bad_time(text);
            }
            offset_minutes = (zone_hour * 60 + zone_minute) * (text[at] == '-' ? -1 : 1);
        } else {
            return bad_time(text);
        }
    }
    const std::int64_t whole_seconds =
        days_from_civil(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second - offset_minutes * 60;
    return ParsedInstant{from_micros(whole_seconds * 1'000'000 + fraction), zone};
}

}  // namespace glassline
