#include "twin/health/health_fold.hpp"

#include <algorithm>

namespace glassline {
namespace {

void tally(std::map<std::string, Tally>& tallies, const std::string& reason, const std::string& example, Instant at,
           std::uint64_t count = 1) {
    const bool full = tallies.size() >= max_tallies && tallies.count(reason) == 0;
    auto& entry = tallies[full ? std::string("(other)") : reason];
    if (entry.count == 0) {
        entry.first_example = example.substr(0, max_example);
        entry.first_at = at;
    }
    entry.count += count;
    entry.last_at = at;
}

Duration median_of(std::vector<Duration> samples) {
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    return *middle;
}

void end_catch_up(DelayState& delay) {
    delay.catching_up = false;
    delay.samples.clear();
}

void learn_delay(DelayState& state, Duration delay) {
    state.samples.push_back(delay);
    if (state.samples.size() > max_delay_samples) state.samples.erase(state.samples.begin(), state.samples.begin() + 8);
    // Often enough to follow a drifting clock, rarely enough to cost nothing.
    if (state.known && state.samples.size() % 8 != 0) return;
    state.usual = median_of(state.samples);
    state.known = true;
}

void follow_delay(DelayState& state, Duration delay, Duration event_step, Duration receipt_step, Instant received_at) {
    if (!state.catching_up) {
        const bool late = state.known && delay > state.usual + catch_up_begins;
        // Of a source that is new nothing is usual: its times running ahead of the clock give it away.
        const bool hurrying = delay > catch_up_begins && event_step > receipt_step + catch_up_ends;
        if (!late && !hurrying) return learn_delay(state, delay);
        state.catching_up = true;
        state.catching_up_since = state.looked_at = received_at;
        state.best = delay;
        ++state.catch_ups;
        if (!late) state.known = false;  // what was usual so far was of the spool
        return;
    }
    const Duration usual = state.known ? state.usual : Duration{};
    if (delay <= usual + catch_up_ends) {
        end_catch_up(state);
        return learn_delay(state, delay);
    }
    const Duration gained = state.best - delay;
    if (gained >= catch_up_ends) {
        state.best = delay;
        state.looked_at = received_at;
    } else if (received_at - state.looked_at > catch_up_stalls) {
        end_catch_up(state);
        state.known = false;
        learn_delay(state, delay);
    }
}

}  // namespace

void age_source(SourceState& source, Instant now) {
    auto& delay = source.delay;
    if (delay.catching_up && now - source.last_event_at > catch_up_stalls) end_catch_up(delay);
}

void note_record(SourceState& source, Instant occurred_at, Instant received_at) {
    // What the twin itself says of a source happens when it is received and tells nothing of the source's clock.
    if (occurred_at != received_at) {
        const bool first = source.newest_occurred_at == no_time;
        follow_delay(source.delay, received_at - occurred_at,
                     first ? Duration{} : occurred_at - source.newest_occurred_at,
                     first ? Duration{} : received_at - source.last_event_at, received_at);
    }
    ++source.events;
    source.last_event_at = received_at;
    if (occurred_at < source.newest_occurred_at) {
        ++source.out_of_order;
    } else {
        source.newest_occurred_at = occurred_at;
    }
}

void note_conduct(SourceState& source, const std::string& what, const std::string& example, Instant at) {
    tally(source.conduct, what, example, at);
}

void fold_health(SourceState& source, const ForeignTypeSeen& event, Instant at) {
    tally(source.conduct, "an object of a foreign $type", event.type, at);
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
    tally(source.refused, event.reason, event.example, at, event.count);
}

void fold_health(SourceState& source, const MessageUnmapped& event, Instant at) {
    tally(source.unmapped, event.name, event.known ? "in the vocabulary, kept raw" : "not in the vocabulary, kept raw",
          at, event.count);
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
