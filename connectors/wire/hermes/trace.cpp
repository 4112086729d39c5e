#include "connectors/wire/hermes/trace.hpp"

namespace glassline::hermes {

Result<std::vector<TraceLine>> read_trace(std::string_view text) {
    std::vector<TraceLine> lines;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty()) continue;
        std::string_view part[4];
        std::size_t count = 0;
        for (; count < 3; ++count) {
            const auto tab = line.find('\t');
            if (tab == std::string_view::npos) break;
            part[count] = line.substr(0, tab);
            line.remove_prefix(tab + 1);
        }
        part[3] = line;
        std::int64_t millis = 0;
        bool digits = !part[0].empty() && part[0].size() < 16;
        for (const char c : part[0]) {
            digits = digits && c >= '0' && c <= '9';
            if (digits) millis = millis * 10 + (c - '0');
        }
        if (count != 3 || !digits || (part[2] != "TX" && part[2] != "RX")) {
            return Error{"hermes-trace line " + std::to_string(number),
                         "is not 'epoch_ms TAB channel TAB TX or RX TAB XML'", "check that the file is a Hermes trace"};
        }
        constexpr std::string_view suffix = ".super";
        const auto channel = part[1];
        const bool supervisory =
            channel.size() > suffix.size() && channel.substr(channel.size() - suffix.size()) == suffix;
        if (part[2] != "TX" || !supervisory) continue;
        lines.push_back({from_micros(millis * 1000), std::string(channel.substr(0, channel.size() - suffix.size())),
                         std::string(part[3])});
    }
    return lines;
}

}  // namespace glassline::hermes
