#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/app/import.hpp"
#include "connectors/wire/mtconnect/shdr_framer.hpp"
#include "connectors/wire/mtconnect/shdr_interpreter.hpp"
#include "connectors/wire/mtconnect/shdr_reader.hpp"
#include "connectors/wire/mtconnect/stations.hpp"
#include "twin/base/hash.hpp"

namespace glassline::app {
namespace {

constexpr Duration longest_step_back = std::chrono::minutes(1);
constexpr std::size_t read_bytes = 64 * 1024;

/// A stretch of the file whose times go forward.
struct Stretch {
    std::string_view text;
    Instant begin{};
};

/// The time at the head of a line, read fast; none for commands, assets (they carry the time of their last change) and
/// lines of a value that goes on.
std::optional<Instant> time_of(std::string_view line, int zone_minutes) {
    const auto bar = line.find('|');
    if (bar == std::string_view::npos || bar + 1 >= line.size() || line[bar + 1] == '@') return std::nullopt;
    auto head = line.substr(0, bar);
    head = head.substr(0, head.find('@'));
    const auto parsed = parse_iso8601(head);
    if (!parsed) return std::nullopt;
    return parsed->zone == Zone::stated ? parsed->instant : parsed->instant - std::chrono::minutes(zone_minutes);
}

/// A file whose time jumps back holds several recordings one after another. They are taken in the order of their
/// beginnings: what happened is told in the order in which it happened, as far as the file knows it.
std::vector<Stretch> stretches_of(std::string_view text, int zone_minutes) {
    std::vector<Stretch> out;
    std::size_t begin = 0;
    Instant first = no_time;
    Instant newest = no_time;
    const auto close = [&](std::size_t end) {
        if (end > begin) out.push_back({text.substr(begin, end - begin), first});
        begin = end;
        first = no_time;
        newest = no_time;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        if (const auto time = time_of(text.substr(at, end - at), zone_minutes)) {
            if (newest != no_time && *time + longest_step_back < newest) close(at);
            if (first == no_time) first = *time;
            newest = std::max(newest, *time);
        }
        at = end + 1;
    }
    close(text.size());
    std::stable_sort(out.begin(), out.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    return out;
}

/// One file into the journal.
class Import {
public:
    Import(const std::string& device, mtconnect::ShdrInterpreter& interpreter, Recorder& recorder)
        : source_("shdr/" + device), interpreter_(interpreter), recorder_(recorder) {}

    Status clear_old_faults(const StationId& station, Instant begin, const std::string& text) {
        const auto* line = recorder_.state().line_of(station);
        const auto at = line == nullptr ? decltype(line->stations.begin()){} : line->stations.find(station);
        if (line == nullptr || at == line->stations.end() || at->second.faults.empty()) return Done{};
        return record({}, interpreter_.begin(begin), "begin:" + to_hex(hash64(text)), begin);
    }

    Status take(const Stretch& stretch) {
        mtconnect::ShdrFramer framer;
        Status done = Done{};
        const auto take_all = [&](std::vector<std::string> messages) {
            for (auto& message : messages) {
                if (done) done = take_message(std::move(message), stretch.begin);
            }
        };
        for (std::size_t at = 0; at < stretch.text.size() && done; at += read_bytes) {
            take_all(framer.feed(stretch.text.substr(at, read_bytes)));
        }
        take_all(framer.finish());
        if (!done || framer.skipped_bytes() == 0) return done;
        const auto at = interpreter_.newest();
        return record(
            {}, interpreter_.refuse("a line or a multi-line value without an end", framer.first_skipped(), at), "", at);
    }

    Status finish(const std::string& text) {
        return record({}, interpreter_.finish(), "rest:" + to_hex(hash64(text)), interpreter_.newest());
    }

private:
    Status take_message(std::string message, Instant begin) {
        const auto now = std::max(interpreter_.newest(), begin);
        auto events = interpreter_.take(message, now);
        if (events.empty()) return Done{};
        // The same line of the same time a second time is the same word; a line without a time may well come again.
        const auto key = time_of(message, 0) ? to_hex(hash64(message)) : std::string{};
        return record({"shdr", std::move(message)}, std::move(events), key, interpreter_.newest());
    }

    Status record(RawMessage raw, mtconnect::MachineEvents events, const std::string& key, Instant received_at) {
        if (events.empty()) return Done{};
        Delivery delivery;
        delivery.source = source_;
        delivery.raw = std::move(raw);
        if (!key.empty()) delivery.duplicate_key = source_.value + ":" + key;
        for (auto& event : events) delivery.events.push_back({std::move(event.event), event.at});
        return recorder_.add(std::move(delivery), received_at);
    }

    SourceId source_;
    mtconnect::ShdrInterpreter& interpreter_;
    Recorder& recorder_;
};

struct Recording {
    std::string file;
    std::string device;
    mtconnect::DeviceModel model;

    Result<std::size_t> device_in(const std::string& text) const {
        const auto& devices = model.devices;
        const auto name = std::filesystem::path(file).filename().string();
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < devices.size(); ++i) {
            if (devices[i].is_called(device)) return i;
            const auto& called = devices[i].name;
            const bool begins = device.empty() && !called.empty() && name.compare(0, called.size(), called) == 0;
            if (begins && (!best || called.size() > devices[*best].name.size())) best = i;
        }
        if (!device.empty()) return Error{file, "the Devices.xml has no device " + device, "name one of it"};
        if (!best) best = mtconnect::device_of_recording(text, model);
        if (best) return *best;
        return Error{file, "its keys fit no device of the Devices.xml, or several alike",
                     "say whose it is by --device"};
    }

    Status import(const std::string& text, const LineDescription& line, Recorder& recorder) const {
        const auto index = device_in(text);
        if (!index) return index.error();
        std::vector<StationId> stations;
        for (const auto& one : model.devices) stations.push_back(mtconnect::station_of(one, line));
        if (stations[*index].empty()) {
            return Error{file, "no station of the line is the device " + model.devices[*index].name,
                         "set `mtconnect_device` of a station in the line file"};
        }
        const auto zone = zone_minutes(line.zone);
        mtconnect::ShdrInterpreter interpreter(model, *index, stations, zone);
        Import one(model.devices[*index].name, interpreter, recorder);
        const auto stretches = stretches_of(text, zone);
        if (stretches.empty()) return Done{};
        if (auto done = one.clear_old_faults(stations[*index], stretches.front().begin, text); !done) return done;
        for (const auto& stretch : stretches) {
            if (auto done = one.take(stretch); !done) return done;
        }
        return one.finish(text);
    }
};

}  // namespace

Result<ImportFormat> shdr_format(const ShdrRecording& given) {
    auto model = mtconnect::read_devices(given.devices_xml);
    if (!model) return model.error();
    const auto recording = std::make_shared<const Recording>(Recording{given.file, given.device, std::move(*model)});
    ImportFormat format;
    format.name = "shdr";
    format.line_of = [recording](const std::string&) { return mtconnect::line_of(recording->model); };
    format.begin = [zone = zone_minutes(given.zone)](const std::string& text) {
        const auto stretches = stretches_of(text, zone);
        return stretches.empty() ? no_time : stretches.front().begin;
    };
    format.import = [recording](const std::string& text, const LineDescription& line, Recorder& recorder) {
        return recording->import(text, line, recorder);
    };
    return format;
}

}  // namespace glassline::app
