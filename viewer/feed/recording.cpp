#include "viewer/feed/recording.hpp"

#include <algorithm>

#include "twin/fold.hpp"

namespace glassline::feed {

Result<Recording> Recording::open(const std::string& path) {
    auto reader = JournalReader::open(path);
    if (!reader) return reader.error();
    auto info = (*reader)->info();
    if (!info) return info.error();
    if (info->last == 0) return Error{path, "holds no events yet", "let a server write to it first"};
    Recording recording;
    const auto status = (*reader)->each(info->first, info->last, false, [&](JournalEntry&& entry) {
        recording.timeline_.append(std::move(entry.record));
        recording.cut_ = recording.timeline_.records().size() >= max_records;
        return !recording.cut_;
    });
    if (!status) return status.error();
    recording.reader_ = std::move(*reader);
    return recording;
}

Result<Recording> Recording::of(std::vector<JournalEntry> entries) {
    if (entries.empty()) return Error{"the server's journal", "holds no events yet", "wait for the first message"};
    if (entries.front().record.sequence != 1)
        return Error{"the server's journal", "does not begin with its first record", "open its file itself"};
    Recording recording;
    for (auto& entry : entries) {
        if (!entry.raw.format.empty()) recording.messages_[entry.record.sequence] = std::move(entry.raw);
        recording.timeline_.append(std::move(entry.record));
    }
    return recording;
}

RawMessage Recording::raw_of(std::uint64_t sequence) const {
    // The message is kept with its first event; its others follow at once, from the same source at the same moment.
    constexpr std::uint64_t most_events = 64;
    const auto base = timeline_.records().front().sequence;
    if (sequence < base || sequence - base >= timeline_.records().size()) return {};
    const auto& asked = timeline_.records()[static_cast<std::size_t>(sequence - base)];
    for (std::uint64_t back = 0; back < most_events && sequence - back >= base; ++back) {
        const auto& record = timeline_.records()[static_cast<std::size_t>(sequence - back - base)];
        if (record.source != asked.source || record.received_at != asked.received_at) break;
        if (const auto kept = messages_.find(record.sequence); kept != messages_.end()) return kept->second;
        if (reader_ == nullptr) continue;
        auto entries = reader_->read(record.sequence, 1);
        if (entries && !entries->empty() && !entries->front().raw.format.empty())
            return std::move(entries->front().raw);
    }
    return {};
}

Instant Recording::first() const { return timeline_.records().front().received_at; }
Instant Recording::last() const { return timeline_.records().back().received_at; }

std::uint64_t Recording::sequence_at(Instant t) const {
    const auto& records = timeline_.records();
    const auto after = std::upper_bound(records.begin(), records.end(), t,
                                        [](Instant value, const EventRecord& r) { return value < r.received_at; });
    return after == records.begin() ? 0 : std::prev(after)->sequence;
}

const TwinState& Recording::state_at(std::uint64_t sequence) {
    if (sequence < current_.sequence || sequence > current_.sequence + 4'000) current_ = timeline_.state_at(sequence);
    const auto& records = timeline_.records();
    const auto base = records.front().sequence;
    while (current_.sequence < sequence) {
        const auto next = current_.sequence + 1;
        if (next < base || next - base >= records.size()) break;
        fold(current_, records[static_cast<std::size_t>(next - base)]);
    }
    return current_;
}

Instant Recording::received_at(std::uint64_t sequence) const {
    const auto& records = timeline_.records();
    if (sequence < records.front().sequence) return records.front().received_at;
    const auto index =
        std::min<std::size_t>(static_cast<std::size_t>(sequence - records.front().sequence), records.size() - 1);
    return records[index].received_at;
}

std::vector<float> Recording::density(std::size_t slices) const {
    std::vector<float> counts(slices, 0.0F);
    const double span = std::max(1e-6, seconds(last() - first()));
    for (const auto& record : timeline_.records()) {
        if (std::holds_alternative<TimePassed>(record.event)) continue;  // the clock is no news
        const double share = std::clamp(seconds(record.received_at - first()) / span, 0.0, 1.0);
        counts[std::min(slices - 1, static_cast<std::size_t>(share * static_cast<double>(slices)))] += 1.0F;
    }
    // A burst (a machine that reconnects sends all it kept) must not flatten the rest: the scale leaves out the
    // fullest 2 % of the slices that hold anything.
    std::vector<float> filled;
    for (const float count : counts) {
        if (count > 0) filled.push_back(count);
    }
    if (filled.empty()) return counts;
    std::sort(filled.begin(), filled.end());
    const float most = filled[(filled.size() - 1) * 98 / 100];
    for (auto& count : counts) count = std::min(1.0F, count / most);
    return counts;
}

}  // namespace glassline::feed
