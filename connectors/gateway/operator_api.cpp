#include "connectors/gateway/operator_api.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/gateway/links.hpp"
#include "connectors/gateway/openapi.hpp"
#include "connectors/gateway/secrets.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/json/line_json.hpp"
#include "connectors/wire/json/order_json.hpp"
#include "twin/alarms/alarms.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_text = 500;  // of an id, a name, a label

Response found_or(const std::optional<std::string>& body, std::string_view what) {
    return body ? json_response(*body) : error_response(404, std::string("there is no such ") + std::string(what));
}

std::optional<std::uint64_t> number_of(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

/// A body as a JSON object; an empty body is an empty object.
Result<Json> body_of(const Request& request) {
    if (request.body.empty()) return Json(Json::object());
    if (request.body.size() > max_body_bytes) return Error{"body", "is too large", ""};
    // The depth is bounded before nlohmann recurses over the text.
    int depth = 0;
    for (const char c : request.body) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        if (depth > 64) return Error{"body", "is nested too deeply", ""};
    }
    auto json = Json::parse(request.body, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return Error{"body", "must be a JSON object", ""};
    return json;
}

Json link_json(const LinkGrant& link, const OperatorContext& context) {
    Json out = to_json_value(link);
    out.erase("secret_sha256");  // of no use to anybody, so it stays
    out["ends_at"] = to_json_value(ends_at(link, context.state.orders));
    out["open"] = standing_of(link, context.state.orders, context.now) == Standing::open;
    const auto viewers = context.viewers.find(link.id);
    out["viewers"] = viewers == context.viewers.end() ? 0 : viewers->second;
    return out;
}

/// The body of POST /orders/{id}/links.
struct LinkRequest {
    std::string label;
    std::vector<std::string> scopes;
    std::optional<Instant> expires;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("label", self.label);
        v("scopes", self.scopes);
        v("expires", self.expires);
    }
};

Response healthz(const OperatorContext& context) {
    Json reasons = Json::array();
    for (const auto& [id, source] : context.state.sources) {
        if (source.status == LinkStatus::disconnected || source.status == LinkStatus::connecting) {
            reasons.push_back("source " + id.value + " is " + std::string(name_of(source.status)));
        }
    }
    // No addresses, no orders: this one needs no token.
    return json_response(Json{
        {"status", reasons.empty() ? "ok" : "degraded"},
        {"sequence", context.state.sequence},
        {"as_of", to_json_value(context.state.as_of)},
        {"reasons",
         std::move(reasons)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

OperatorOutcome post_order(const Request& request, const OperatorContext& context) {
    const auto body = body_of(request);
    if (!body) return error_response(400, body.error().text());
    WorkOrder order;
    // A change of a known order keeps what the body doesn't say.
    if (body->contains("id") && (*body)["id"].is_string()) {
        const auto known = context.state.orders.orders.find(WorkOrderId((*body)["id"].get<std::string>()));
        if (known != context.state.orders.orders.end()) order = known->second.order;
    }
    JsonReader reader(true);
    reader.read(*body, order, "");
    if (!reader.faults().empty()) return error_response(400, reader.faults().front());
    if (order.id.empty()) return error_response(400, "id: an order needs one");
    for (const auto* text : {&order.id.value, &order.name, &order.customer.id.value, &order.customer.name,
                             &order.product, &order.product_name}) {
        if (text->size() > max_text) return error_response(400, "a text is longer than 500 bytes");
    }
    const bool is_new = !context.state.orders.orders.contains(order.id);
    if (is_new && context.state.orders.orders.size() >= max_orders) {
        const bool room = std::any_of(context.state.orders.orders.begin(), context.state.orders.orders.end(),
                                      [](const auto& entry) { return entry.second.finished_at != no_time; });
        if (!room) return error_response(409, "there are too many unfinished orders");
    }
    return Change{
        {{WorkOrderDefined{order}, no_time}},
        {"operator-api", request.body},
        json_response(to_json_value(order).dump(-1, ' ', false, Json::error_handler_t::replace), is_new ? 201 : 200)};
}

OperatorOutcome post_link(const Request& request, const WorkOrderId& order, const Token& token,
                          const OperatorContext& context) {
    if (!context.state.orders.orders.contains(order)) return error_response(404, "there is no such order");
    const auto body = body_of(request);
    if (!body) return error_response(400, body.error().text());
    LinkRequest asked;
    JsonReader reader(true);
    reader.read(*body, asked, "");
    if (!reader.faults().empty()) return error_response(400, reader.faults().front());
    if (asked.label.size() > max_text) return error_response(400, "label: is longer than 500 bytes");
    if (asked.scopes.empty()) asked.scopes = {"watch"};
    for (const auto& scope : asked.scopes) {
        if (scope != "watch" && scope != "decide" && scope != "comment") {
            return error_response(400, "scopes: must be of watch, decide, comment");
        }
    }
    std::sort(asked.scopes.begin(), asked.scopes.end());
    asked.scopes.erase(std::unique(asked.scopes.begin(), asked.scopes.end()), asked.scopes.end());
    if (asked.expires && *asked.expires <= context.now) return error_response(400, "expires: is in the past");
    if (asked.expires && *asked.expires > context.now + std::chrono::hours(24 * max_link_days)) {
        return error_response(400, "expires: a link lives 180 days at most");
    }
    const auto& links = context.state.orders.links;
    if (links.size() >= max_links && std::none_of(links.begin(), links.end(), [&](const auto& entry) {
            return entry.second.expires_at <= context.now;
        })) {
        return error_response(409, "there are too many links; revoked ones leave when they expire");
    }
    const auto made = make_link(order, asked.label, asked.scopes, asked.expires, token.name, context.now);
    Json answer = link_json(made.grant, context);
    answer["url"] = link_url(context.public_url, made.secret);
    return Change{{{LinkGranted{made.grant}, no_time}},
                  {"operator-api", request.body},
                  json_response(answer.dump(-1, ' ', false, Json::error_handler_t::replace), 201)};
}

Response get_links(const WorkOrderId& order, const OperatorContext& context) {
    if (!context.state.orders.orders.contains(order)) return error_response(404, "there is no such order");
    Json all = Json::array();
    for (const auto& [id, link] : context.state.orders.links) {
        if (link.order == order) all.push_back(link_json(link, context));
    }
    return json_response(Json{{"links", std::move(all)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

OperatorOutcome delete_link(const LinkGrantId& id, const Token& token, const OperatorContext& context) {
    const auto found = context.state.orders.links.find(id);
    if (found == context.state.orders.links.end()) return error_response(404, "there is no such link");
    const Response done{204, "", {}, ""};
    if (found->second.revoked_at != no_time) return done;
    return Change{{{LinkRevoked{id, token.name}, no_time}}, {"operator-api", ""}, done};
}

OperatorOutcome acknowledge(const AlarmId& id, const Token& token, const OperatorContext& context) {
    for (const auto& [line_id, line] : context.state.lines) {
        for (auto alarm : alarms_of(context.state, line_id)) {
            if (alarm.id != id) continue;
            if (alarm.fault.empty()) {
                return error_response(409, "this alarm has no fault behind it; it goes when its cause goes");
            }
            if (alarm.state == AlarmState::acknowledged)
                return json_response(to_json_value(alarm).dump(-1, ' ', false, Json::error_handler_t::replace));
            FaultAcknowledged event{alarm.station, alarm.fault, token.name};
            alarm.state = AlarmState::acknowledged;
            alarm.acknowledged_by = token.name;
            return Change{{{event, no_time}},
                          {"operator-api", ""},
                          json_response(to_json_value(alarm).dump(-1, ' ', false, Json::error_handler_t::replace))};
        }
    }
    return error_response(404, "there is no such alarm");
}

Response journal(const Request& request, const OperatorContext& context) {
    std::uint64_t from = 1;
    std::uint64_t limit = 100;
    if (const auto at = request.query.find("from"); at != request.query.end()) {
        const auto number = number_of(at->second);
        if (!number) return error_response(400, "from: must be a sequence number");
        from = std::max<std::uint64_t>(*number, 1);
    }
    if (const auto at = request.query.find("limit"); at != request.query.end()) {
        const auto number = number_of(at->second);
        if (!number || *number == 0 || *number > max_journal_page) {
            return error_response(400, "limit: must be a number from 1 to 1000");
        }
        limit = *number;
    }
    const auto entries = context.read(from, static_cast<std::size_t>(limit));
    if (!entries) return error_response(503, entries.error().text());
    Json out = Json::object();
    out["entries"] = Json::array();
    for (const auto& entry : *entries) {
        Json row = to_json_value(entry.record);
        if (entry.raw.format.empty()) {
            row["raw"] = nullptr;
        } else {
            row["raw"] = Json{{"format", entry.raw.format}, {"bytes", entry.raw.bytes}};
        }
        out["entries"].push_back(std::move(row));
    }
    // A machine may have sent bytes that are no UTF-8; they are shown as replacement characters.
    return json_response(out.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response not_built(std::string_view what) {
    return error_response(501, std::string(what) + " is not built yet; openapi.json lists what is");
}

OperatorOutcome route(const Request& request, const Token& token, const OperatorContext& context) {
    const auto path = segments_of(request.path);
    const bool get = request.method == "GET";
    const bool post = request.method == "POST";
    const auto may = [&](Role least) { return token.role >= least; };
    const auto refused = [&](Role least) {
        return error_response(403, "this needs a token of role " + std::string(name_of(least)) + ", yours is " +
                                       std::string(name_of(token.role)));
    };
    const Response wrong_method = error_response(405, "this address doesn't take " + request.method);

    if (path.size() == 1 && path[0] == "metrics") {
        if (!get) return wrong_method;
        return Response{200, "text/plain; version=0.0.4", {}, context.metrics};
    }
    if (path.size() < 3 || path[0] != "api" || path[1] != "v1") return error_response(404, "there is nothing here");
    const std::string& noun = path[2];
    const std::size_t n = path.size();

    if (noun == "lines" && n == 3) return get ? json_response(lines_json(context.state)) : wrong_method;
    if (noun == "lines" && n == 4) {
        const LineId line(path[3]);
        if (!get) return wrong_method;
        return context.state.lines.contains(line) ? json_response(line_json(context.state, line))
                                                  : error_response(404, "there is no such line");
    }
    if (noun == "panels" && n == 4) {
        return get ? found_or(panel_json(context.state, PanelId(path[3])), "panel") : wrong_method;
    }
    if (noun == "orders" && n == 3) {
        if (get) return json_response(orders_json(context.state));
        if (!post) return wrong_method;
        return may(Role::operate) ? post_order(request, context) : refused(Role::operate);
    }
    if (noun == "orders" && n == 4) {
        return get ? found_or(order_json(context.state, WorkOrderId(path[3])), "order") : wrong_method;
    }
    if (noun == "orders" && n == 5 && path[4] == "forecast") {
        return get ? found_or(order_forecast_json(context.state, WorkOrderId(path[3])), "order") : wrong_method;
    }
    if (noun == "orders" && n == 5 && path[4] == "links") {
        if (get) return get_links(WorkOrderId(path[3]), context);
        if (!post) return wrong_method;
        return may(Role::operate) ? post_link(request, WorkOrderId(path[3]), token, context) : refused(Role::operate);
    }
    if (noun == "links" && n == 4) {
        if (request.method != "DELETE") return wrong_method;
        return may(Role::operate) ? delete_link(LinkGrantId(path[3]), token, context) : refused(Role::operate);
    }
    if (noun == "alarms" && n == 3) return get ? json_response(alarms_json(context.state)) : wrong_method;
    // An alarm's id may hold a slash, written as %2F or plainly.
    if (noun == "alarms" && n >= 5) {
        std::string id = path[3];
        for (std::size_t i = 4; i + 1 < n; ++i) id += "/" + path[i];
        if (!post) return wrong_method;
        if (!may(Role::operate)) return refused(Role::operate);
        if (path.back() == "acknowledge") return acknowledge(AlarmId(id), token, context);
        if (path.back() == "shelve") return not_built("shelving");
    }
    if (noun == "journal" && n == 3) {
        if (!get) return wrong_method;
        return may(Role::engineer) ? journal(request, context) : refused(Role::engineer);
    }
    if (noun == "feed" && n == 3) {
        if (!get) return wrong_method;
        auto last = request.header("last-event-id");
        if (last.empty()) {
            const auto after = request.query.find("after");
            if (after != request.query.end()) last = after->second;
        }
        return OpenFeed{last};
    }
    if (noun == "requests") return not_built("customers' requests");
    if (noun == "whatif") return not_built("what-if");
    if (noun == "openapi.json" && n == 3) return get ? json_response(openapi_json()) : wrong_method;
    return error_response(404, "there is nothing here");
}

}  // namespace

std::string bearer_of(const Request& request) {
    const auto header = request.header("authorization");
    constexpr std::string_view scheme = "Bearer ";
    return header.size() > scheme.size() && header.compare(0, scheme.size(), scheme) == 0 ? header.substr(scheme.size())
                                                                                          : std::string{};
}

std::optional<std::pair<std::string, std::uint64_t>> parse_event_id(const std::string& id) {
    const auto dash = id.rfind('-');
    if (dash == std::string::npos || dash == 0) return std::nullopt;
    const auto number = number_of(id.substr(dash + 1));
    if (!number) return std::nullopt;
    return std::pair{id.substr(0, dash), *number};
}

NewLink make_link(const WorkOrderId& order, const std::string& label, std::vector<std::string> scopes,
                  std::optional<Instant> expires, const std::string& by, Instant now) {
    NewLink made;
    made.secret = random_secret();
    auto& grant = made.grant;
    grant.id = LinkGrantId("L" + random_id(12));
    grant.order = order;
    grant.label = label;
    grant.scopes = std::move(scopes);
    grant.secret_sha256 = sha256_hex(made.secret);
    grant.created_by = by;
    grant.created_at = now;
    grant.not_before = now;
    grant.expires_at = expires ? *expires : now + std::chrono::hours(24 * max_link_days);
    grant.ends_with_order = !expires.has_value();
    return made;
}

std::string link_url(const std::string& public_url, const std::string& secret) { return public_url + "/#v1." + secret; }

OperatorOutcome handle_operator(const Request& request, const std::optional<Token>& token,
                                const OperatorContext& context) {
    if (request.path == "/healthz") {
        return request.method == "GET" ? healthz(context) : error_response(405, "this address takes GET only");
    }
    if (!token) {
        auto refused = error_response(401,
                                      "this needs `Authorization: Bearer` with a named token; the first is in "
                                      "operator.token of the state folder");
        refused.headers.emplace_back("WWW-Authenticate", "Bearer");
        return refused;
    }
    return route(request, *token, context);
}

}  // namespace glassline::gateway
