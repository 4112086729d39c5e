#include "connectors/gateway/operator_api.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/gateway/openapi.hpp"
#include "connectors/gateway/operator_parts.hpp"
#include "connectors/wire/json/answers.hpp"
#include "connectors/wire/json/line_json.hpp"
#include "connectors/wire/json/order_json.hpp"

namespace glassline::gateway {
namespace {

Response found_or(const std::optional<std::string>& body, std::string_view what) {
    return body ? json_response(*body) : error_response(404, std::string("there is no such ") + std::string(what));
}

std::optional<std::uint64_t> number_of(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
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
        if (path.back() == "acknowledge") return acknowledge(request, AlarmId(id), token, context);
        if (path.back() == "shelve") return shelve(request, AlarmId(id), token, context);
        if (path.back() == "unshelve") return unshelve(request, AlarmId(id), token, context);
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
    if (noun == "replay" && n == 3) {
        if (!context.replay)
            return error_response(404, "this server is live; a recording is served by `glassline replay`");
        if (!get && !post) return wrong_method;
        return get || may(Role::operate) ? replay(request, context) : refused(Role::operate);
    }
    if (noun == "requests") return not_built("customers' requests");
    if (noun == "whatif") return not_built("what-if");
    if (noun == "openapi.json" && n == 3) return get ? json_response(openapi_json()) : wrong_method;
    return error_response(404, "there is nothing here");
}

}  // namespace

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

std::string joined(const std::vector<std::string>& faults) {
    std::string all;
    for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
    return all;
}

Response healthz(const OperatorContext& context) {
    HealthAnswer out{Health::ok, context.state.sequence, context.state.as_of,
                     health_reasons(context.state, context.troubles)};
    if (!out.reasons.empty()) out.status = Health::degraded;
    return answer(out);  // no addresses, no orders: this one needs no token
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
    JournalAnswer out;
    for (const auto& entry : *entries) {
        JournalRow row{entry.record, std::nullopt};
        if (!entry.raw.format.empty()) row.raw = RawAnswer{entry.raw.format, entry.raw.bytes};
        out.entries.push_back(std::move(row));
    }
    return answer(out);
}

Response replay(const Request& request, const OperatorContext& context) {
    ReplayRequest asked;
    if (request.method == "POST") {
        if (const auto read = read_body(request, asked); !read) return error_response(400, read.error().text());
        if (asked.at == no_time) return error_response(400, "at: must be a time like 2026-11-23T14:03:07Z");
    }
    const auto done = context.replay(asked);
    return done ? answer(*done) : error_response(400, done.error().text());
}

std::vector<std::string> health_reasons(const TwinState& state, std::vector<std::string> troubles) {
    for (const auto& [id, source] : state.sources) {
        if (source.status == LinkStatus::disconnected || source.status == LinkStatus::connecting) {
            troubles.push_back("source " + id.value + " is " + std::string(name_of(source.status)));
        }
    }
    return troubles;
}

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
