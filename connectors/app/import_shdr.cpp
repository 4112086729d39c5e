#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string_view>
#include <unordered_map>
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
constexpr std::size_t read_bytes = 8 * 1024;

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

/// A file whose time jumps back holds several recordings one after another.
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

/// The messages of one stretch, one after another, each with its place in time.
class Cursor {
public:
    Cursor(Stretch stretch, int zone) : stretch_(stretch), zone_(zone), at_(stretch.begin) { fill(); }

    [[nodiscard]] bool at_end() const { return next_ == ready_.size(); }
    /// Of the message at hand; what states no time belongs to what came before it.
    [[nodiscard]] Instant at() const { return at_; }
    [[nodiscard]] std::string take() {
        auto message = std::move(ready_[next_++]);
        fill();
        return message;
    }
    [[nodiscard]] const mtconnect::ShdrFramer& framer() const { return framer_; }

private:
    void fill() {
        while (at_end() && (!stretch_.text.empty() || !finished_)) {
            next_ = 0;
            if (stretch_.text.empty()) {
                finished_ = true;
                ready_ = framer_.finish();
            } else {
                ready_ = framer_.feed(stretch_.text.substr(0, read_bytes));
                stretch_.text.remove_prefix(std::min(read_bytes, stretch_.text.size()));
            }
        }
        if (!at_end()) at_ = std::max(at_, time_of(ready_[next_], zone_).value_or(at_));
    }

    Stretch stretch_;
    int zone_;
    Instant at_;
    mtconnect::ShdrFramer framer_;
    std::vector<std::string> ready_;
    std::size_t next_ = 0;
    bool finished_ = false;
};

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

    /// What happened is told in the order in which it happened, as far as the file knows it: stretches are merged.
    Status take(const std::vector<Stretch>& stretches, int zone) {
        std::vector<Cursor> cursors;
        using Due = std::pair<Instant, std::size_t>;
        std::priority_queue<Due, std::vector<Due>, std::greater<>> due;
        for (const auto& stretch : stretches) {
            cursors.emplace_back(stretch, zone);
            if (!cursors.back().at_end()) due.emplace(cursors.back().at(), cursors.size() - 1);
        }
        while (!due.empty()) {
            const auto [at, index] = due.top();
            due.pop();
            if (auto done = take_message(cursors[index].take(), at); !done) return done;
            if (!cursors[index].at_end()) due.emplace(cursors[index].at(), index);
        }
        for (const auto& cursor : cursors) {
            if (cursor.framer().skipped_bytes() == 0) continue;
            auto refused = interpreter_.refuse("a line or a multi-line value without an end",
                                               cursor.framer().first_skipped(), interpreter_.newest());
            if (auto done = record({}, std::move(refused), "", interpreter_.newest()); !done) return done;
        }
        return Done{};
    }

    Status finish(const std::string& text) {
        return record({}, interpreter_.finish(), "rest:" + to_hex(hash64(text)), interpreter_.newest());
    }

private:
    Status take_message(std::string message, Instant at) {
        auto events = interpreter_.take(message, at);
        if (events.empty()) return Done{};
        // The nth such line of one file is that of another import of it, and of a file that overlaps. A line without a
        // time has no such identity.
        const auto stamp = std::string_view(message).substr(0, message.find('|'));
        const auto key = parse_iso8601(stamp.substr(0, stamp.find('@'))) ? identity_of(message) : std::string{};
        return record({"shdr", std::move(message)}, std::move(events), key, at);
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

    std::string identity_of(const std::string& message) {
        const auto hash = hash64(message);
        return to_hex(hash) + "/" + std::to_string(++recorded_[hash]);
    }

    SourceId source_;
    std::unordered_map<std::uint64_t, std::uint32_t> recorded_;  // only messages that became records are in it
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
        if (auto done = one.take(stretches, zone); !done) return done;
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
    format.import = [recording](const std::string& text, const ImportContext& context, Recorder& recorder) {
        return recording->import(text, context.line, recorder);
    };
    return format;
}

}  // namespace glassline::app
