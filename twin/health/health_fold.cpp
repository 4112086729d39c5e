#include "twin/health/health_fold.hpp"

namespace glassline {
namespace {

void tally(std::map<std::string, Tally>& tallies, const std::string& reason, const std::string& example, Instant at) {
    const bool full = tallies.size() >= max_tallies && tallies.count(reason) == 0;
    auto& entry = tallies[full ? std::string("(other)") : reason];
    if (entry.count == 0) {
        entry.first_example = example.substr(0, max_example);
        entry.first_at = at;
    }
    ++entry.count;
    entry.last_at = at;
}

}  // namespace

void note_record(SourceState& source, Instant occurred_at, Instant received_at) {
    ++source.events;
    source.last_event_at = received_at;
    if (occurred_at < source.newest_occurred_at) {
        ++source.out_of_order;
    } else {
        source.newest_occurred_at = occurred_at;
    }
}

void fold_health(SourceState& source, const SourceDeclared& event, Instant) {
    source.kind = event.kind;
    source.address = event.address;
    source.station = event.station;
    source.simulated = event.simulated;
}

void fold_health(SourceState& source, const SourceStatusChanged& event, Instant at) {
    if (event.status == LinkStatus::connected) ++source.connects;
    source.status = event.status;
    source.status_reason = event.reason;
    source.status_since = at;
}

void fold_health(SourceState& source, const MessageRefused& event, Instant at) {
    tally(source.refused, event.reason, event.example, at);
}

void fold_health(SourceState& source, const MessageUnmapped& event, Instant at) {
    tally(source.unmapped, event.name, event.known ? "in the vocabulary, kept raw" : "not in the vocabulary, kept raw",
          at);
}

void fold_health(SourceState& source, const DuplicateReceived&, Instant) { ++source.duplicates; }

void fold_health(SourceState& source, const ZoneMissing& event, Instant) { source.zone_missing += event.count; }

void fold_health(SourceState& source, const ClockSkewFound& event, Instant at) {
    if (event.behind.count() == 0) {
        source.clocks.erase(event.clock);
        return;
    }
    if (source.clocks.count(event.clock) == 0 && source.clocks.size() >= max_clocks) return;
    auto& clock = source.clocks[event.clock];
    if (clock.found_at == no_time) clock.found_at = at;
    clock.behind = event.behind;
    clock.samples = event.samples;
}

}  // namespace glassline
