// Alarms are acknowledged and shelved by named operators; both are journalled with who and why.
#include <optional>

#include "connectors/gateway/operator_parts.hpp"
#include "twin/alarms/alarms.hpp"

namespace glassline::gateway {
namespace {

std::optional<Alarm> find_alarm(const AlarmId& id, const OperatorContext& context) {
    for (const auto& [line_id, line] : context.state.lines) {
        for (auto& alarm : alarms_of(context.state, line_id)) {
            if (alarm.id == id) return alarm;
        }
    }
    return std::nullopt;
}

Response no_such_alarm() { return error_response(404, "there is no such alarm"); }

Result<Instant> end_of(const ShelveRequest& asked, Instant now) {
    if (asked.until.has_value() == asked.for_s.has_value()) {
        return Error{"until", "a shelf has a time limit", "say either `until` or `for_s`"};
    }
    if (asked.for_s && !(*asked.for_s > 0 && *asked.for_s <= seconds(max_shelving_time))) {
        return Error{"for_s", "must be over 0 and at most 86400", ""};
    }
    const auto until = asked.until ? *asked.until : now + from_seconds(*asked.for_s);
    if (until <= now) return Error{"until", "is in the past", ""};
    if (until > now + max_shelving_time) return Error{"until", "a shelf lasts 24 h at most", ""};
    return until;
}

}  // namespace

OperatorOutcome acknowledge(const Request& request, const AlarmId& id, const Token& token,
                            const OperatorContext& context) {
    WhyRequest asked;
    if (const auto read = read_body(request, asked); !read) return error_response(400, read.error().text());
    if (asked.why.size() > max_text) return error_response(400, "why: is longer than 500 bytes");
    auto alarm = find_alarm(id, context);
    if (!alarm) return no_such_alarm();
    if (alarm->fault.empty()) {
        return error_response(409, "this alarm has no fault behind it; it goes when its cause goes");
    }
    if (!alarm->acknowledged_by.empty()) return answer(*alarm);
    if (alarm->state != AlarmState::shelved) alarm->state = AlarmState::acknowledged;
    alarm->acknowledged_by = token.name;
    alarm->acknowledged_why = asked.why;
    return Change{{{FaultAcknowledged{alarm->station, alarm->fault, token.name, asked.why}, no_time}},
                  {"operator-api", request.body},
                  answer(*alarm)};
}

OperatorOutcome shelve(const Request& request, const AlarmId& id, const Token& token, const OperatorContext& context) {
    ShelveRequest asked;
    if (const auto read = read_body(request, asked); !read) return error_response(400, read.error().text());
    if (asked.why.empty()) return error_response(400, "why: a shelved alarm needs a reason");
    if (asked.why.size() > max_shelving_reason) return error_response(400, "why: is longer than 500 bytes");
    const auto until = end_of(asked, context.now);
    if (!until) return error_response(400, until.error().text());
    auto alarm = find_alarm(id, context);
    if (!alarm) return no_such_alarm();
    const auto& shelved = context.state.shelving.shelved;
    if (shelved.size() >= max_shelved && !shelved.contains(id)) {
        return error_response(409, "256 alarms are shelved already; unshelve one first");
    }
    alarm->state = AlarmState::shelved;
    alarm->shelved_by = token.name;
    alarm->shelved_why = asked.why;
    alarm->shelved_until = *until;
    return Change{
        {{AlarmShelved{id, token.name, asked.why, *until}, no_time}}, {"operator-api", request.body}, answer(*alarm)};
}

OperatorOutcome unshelve(const Request& request, const AlarmId& id, const Token& token,
                         const OperatorContext& context) {
    WhyRequest asked;
    if (const auto read = read_body(request, asked); !read) return error_response(400, read.error().text());
    if (asked.why.size() > max_text) return error_response(400, "why: is longer than 500 bytes");
    auto alarm = find_alarm(id, context);
    if (!alarm) return no_such_alarm();
    if (alarm->state != AlarmState::shelved) return answer(*alarm);
    alarm->state = alarm->acknowledged_by.empty() ? AlarmState::unacknowledged : AlarmState::acknowledged;
    alarm->shelved_by.clear();
    alarm->shelved_why.clear();
    alarm->shelved_until = no_time;
    return Change{
        {{AlarmUnshelved{id, token.name, asked.why}, no_time}}, {"operator-api", request.body}, answer(*alarm)};
}

}  // namespace glassline::gateway
