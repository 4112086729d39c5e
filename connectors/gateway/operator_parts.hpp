// The operator API by noun: orders and links, alarms, the journal. Only operator_api.cpp routes to them. Include it in
// .cpp files only.
#pragma once

#include "connectors/gateway/operator_api.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::gateway {

inline constexpr std::size_t max_text = 500;  // bytes of an id, a name, a label, a reason

/// A body read into a described value over what it holds already; an empty body is an empty object. The error names
/// every fault with its place.
template <class T>
[[nodiscard]] Status read_body(const Request& request, T& value);
/// The body as a JSON object.
[[nodiscard]] Result<Json> body_of(const Request& request);

template <class T>
[[nodiscard]] Response answer(const T& value, int status = 200) {
    return json_response(json_text(to_json_value(value)), status);
}

[[nodiscard]] OperatorOutcome post_order(const Request& request, const OperatorContext& context);
[[nodiscard]] OperatorOutcome post_link(const Request& request, const WorkOrderId& order, const Token& token,
                                        const OperatorContext& context);
[[nodiscard]] Response get_links(const WorkOrderId& order, const OperatorContext& context);
[[nodiscard]] OperatorOutcome delete_link(const LinkGrantId& id, const Token& token, const OperatorContext& context);

[[nodiscard]] OperatorOutcome acknowledge(const Request& request, const AlarmId& id, const Token& token,
                                          const OperatorContext& context);
[[nodiscard]] OperatorOutcome shelve(const Request& request, const AlarmId& id, const Token& token,
                                     const OperatorContext& context);
[[nodiscard]] OperatorOutcome unshelve(const Request& request, const AlarmId& id, const Token& token,
                                       const OperatorContext& context);

[[nodiscard]] Response journal(const Request& request, const OperatorContext& context);
[[nodiscard]] Response replay(const Request& request, const OperatorContext& context);
[[nodiscard]] Response healthz(const OperatorContext& context);

/// Every fault, joined to one sentence.
[[nodiscard]] std::string joined(const std::vector<std::string>& faults);

template <class T>
Status read_body(const Request& request, T& value) {
    const auto body = body_of(request);
    if (!body) return body.error();
    JsonReader reader(true);
    reader.read(*body, value, "");
    if (!reader.faults().empty()) return Error{"", joined(reader.faults()), ""};
    return Done{};
}

}  // namespace glassline::gateway
