// The twin's own senses: one record of conduct a source. "Is the printer idle or is our cable out?" is the first
// question. Nouns and events; the fold is in health_fold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline {

enum class LinkStatus { unknown, connecting, connected, disconnected };
constexpr auto names(LinkStatus) {
    return std::array<std::string_view, 4>{"unknown", "connecting", "connected", "disconnected"};
}

/// A reason with its count and the first example, kept as evidence.
struct Tally {
    std::uint64_t count = 0;
    std::string first_example;  // cut at max_example
    Instant first_at{};
    Instant last_at{};
    bool operator==(const Tally&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("count", self.count);
        v("first_example", self.first_example);
        v("first_at", self.first_at);
        v("last_at", self.last_at);
    }
};

inline constexpr std::size_t max_example = 512;  // bytes of a kept example
inline constexpr std::size_t max_tallies = 256;  // different reasons a source; further ones count as "(other)"
inline constexpr std::size_t max_sources = 1'000;

// A spool replays an hour in a second: event times run ahead of the times of receipt until they have caught up. A clock
// that is merely wrong keeps its distance.
inline constexpr Duration catch_up_begins{60'000'000};  // an event is older than the source's usual delay by this much
inline constexpr Duration catch_up_ends{10'000'000};    // within this of the usual delay it has caught up
inline constexpr Duration catch_up_stalls{60'000'000};  // no nearer for so long: that is the delay now, a wrong clock
inline constexpr std::size_t max_delay_samples = 32;    // newest delays a source, for the median

/// How far a source's events lie behind their receipt, and whether it works off a spool.
struct DelayState {
    std::vector<Duration> samples;  // received_at - occurred_at, the newest last
    Duration usual{};               // median of the samples while it was not catching up: skew of clocks and line delay
    bool known = false;             // `usual` says something
    bool catching_up = false;
    Instant catching_up_since{};  // by receipt
    Duration best{};              // the smallest delay since the last look
    Instant looked_at{};
    std::uint64_t catch_ups = 0;
    bool operator==(const DelayState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("samples", self.samples);
        v("usual", self.usual);
        v("known", self.known);
        v("catching_up", self.catching_up);
        v("catching_up_since", self.catching_up_since);
        v("best", self.best);
        v("looked_at", self.looked_at);
        v("catch_ups", self.catch_ups);
    }
};

/// A clock that a source's time stamps come from, and how far it runs behind ours (negative: ahead of it).
struct ClockSkew {
    Duration behind{0};         // median of received minus stamped over the newest samples
    std::uint64_t samples = 0;  // time stamps that moved on, so far
    Instant found_at{};         // when it was first seen to be wrong
    bool operator==(const ClockSkew&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("behind", self.behind);
        v("samples", self.samples);
        v("found_at", self.found_at);
    }
};

inline constexpr std::size_t max_clocks = 256;  // wrong clocks kept a source

struct SourceState {
    std::string kind;  // cfx-listen, hermes-supervisory, ...
    std::string address;
    StationId station;  // when the source is one machine's
    bool simulated = false;
    LinkStatus status = LinkStatus::unknown;
    Instant status_since{};
    std::string status_reason;
    Instant last_event_at{};
    std::uint64_t events = 0;
    std::uint64_t connects = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t out_of_order = 0;  // event time older than the newest of this source
    std::uint64_t zone_missing = 0;
    Instant newest_occurred_at{};
    std::map<std::string, Tally> refused;   // by reason: bytes that could not be read
    std::map<std::string, Tally> unmapped;  // by message name: kept raw, not folded into state
    std::map<std::string, Tally> conduct;   // by what was odd: read and folded, but it contradicts what came before
    DelayState delay;
    std::map<std::string, ClockSkew> clocks;  // by the clock's name (MQTT: the topic): those that run wrong
    bool operator==(const SourceState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("address", self.address);
        v("station", self.station);
        v("simulated", self.simulated);
        v("status", self.status);
        v("status_since", self.status_since);
        v("status_reason", self.status_reason);
        v("last_event_at", self.last_event_at);
        v("events", self.events);
        v("connects", self.connects);
        v("duplicates", self.duplicates);
        v("out_of_order", self.out_of_order);
        v("zone_missing", self.zone_missing);
        v("newest_occurred_at", self.newest_occurred_at);
        v("refused", self.refused);
        v("unmapped", self.unmapped);
        v("conduct", self.conduct);
        v("delay", self.delay);
        v("clocks", self.clocks);
    }
};

// ---- events (tags 90 to 109); the record's `source` says whose ----

struct SourceDeclared {
    static constexpr std::string_view type_name = "SourceDeclared";
    static constexpr std::uint16_t tag = 90;
    std::string kind;
    std::string address;
    StationId station;
    bool simulated = false;
    bool operator==(const SourceDeclared&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("address", self.address);
        v("station", self.station);
        v("simulated", self.simulated);
    }
};

struct SourceStatusChanged {
    static constexpr std::string_view type_name = "SourceStatusChanged";
    static constexpr std::uint16_t tag = 91;
    LinkStatus status = LinkStatus::unknown;
    std::string reason;
    bool operator==(const SourceStatusChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("status", self.status);
        v("reason", self.reason);
    }
};

/// Bytes that could not be read at all, or broke a bound.
struct MessageRefused {
    static constexpr std::string_view type_name = "MessageRefused";
    static constexpr std::uint16_t tag = 92;
    std::string reason;
    std::string example;
    std::uint64_t count = 1;  // more than one where a source tells of a stream of such bytes once in a while
    bool operator==(const MessageRefused&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("reason", self.reason);
        v("example", self.example);
        v("count", self.count);
    }
};

/// A readable message that changes no state here: of the vocabulary but not folded (`known`), or not of it.
struct MessageUnmapped {
    static constexpr std::string_view type_name = "MessageUnmapped";
    static constexpr std::uint16_t tag = 93;
    std::string name;
    bool known = false;
    StationId station;        // empty: sender unknown
    std::uint64_t count = 1;  // more than one where a source tells of a stream of such values once in a while
    bool operator==(const MessageUnmapped&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("known", self.known);
        v("station", self.station);
        v("count", self.count);
    }
};

/// Something arrived a second time and was folded once.
struct DuplicateReceived {
    static constexpr std::string_view type_name = "DuplicateReceived";
    static constexpr std::uint16_t tag = 94;
    std::string key;
    bool operator==(const DuplicateReceived&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("key", self.key);
    }
};

/// The record's event carried a time stamp without a zone; the line's zone was applied.
struct ZoneMissing {
    static constexpr std::string_view type_name = "ZoneMissing";
    static constexpr std::uint16_t tag = 95;
    std::uint64_t count = 1;
    bool operator==(const ZoneMissing&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("count", self.count);
    }
};

/// The sender's objects of a kind that is not the standard's own: read as far as their members are known, raw for the
/// rest.
struct ForeignTypeSeen {
    static constexpr std::string_view type_name = "ForeignTypeSeen";
    static constexpr std::uint16_t tag = 190;
    std::string type;  // the "$type", cut
    bool operator==(const ForeignTypeSeen&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        // Not "type": the JSON form of an event names its kind by that.
        v("foreign_type", self.type);
    }
};

/// A clock of the source runs wrong: its time stamps are not believed, the time of receipt is taken instead. Said when
/// it is found, and again when it changed by a tenth; zero: it is right again.
struct ClockSkewFound {
    static constexpr std::string_view type_name = "ClockSkewFound";
    static constexpr std::uint16_t tag = 402;
    std::string clock;
    Duration behind{0};
    std::uint64_t samples = 0;
    bool operator==(const ClockSkewFound&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("clock", self.clock);
        v("behind", self.behind);
        v("samples", self.samples);
    }
};

}  // namespace glassline
