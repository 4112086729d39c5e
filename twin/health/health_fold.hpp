// How a source's conduct is remembered.
#pragma once

#include "twin/health/health.hpp"

namespace glassline {

/// Every record of a source passes here first: counts, order of times.
void note_record(SourceState& source, Instant occurred_at, Instant received_at);

void fold_health(SourceState& source, const SourceDeclared& event, Instant at);
void fold_health(SourceState& source, const SourceStatusChanged& event, Instant at);
void fold_health(SourceState& source, const MessageRefused& event, Instant at);
void fold_health(SourceState& source, const MessageUnmapped& event, Instant at);
void fold_health(SourceState& source, const DuplicateReceived& event, Instant at);
void fold_health(SourceState& source, const ZoneMissing& event, Instant at);

void fold_health(SourceState& source, const ForeignTypeSeen& event, Instant at);

/// A source that sends nothing more has caught up with whatever it had. For TimePassed.
void age_source(SourceState& source, Instant now);

/// Counts something odd with its first example.
void note_conduct(SourceState& source, const std::string& what, const std::string& example, Instant at);
void fold_health(SourceState& source, const ClockSkewFound& event, Instant at);

}  // namespace glassline
