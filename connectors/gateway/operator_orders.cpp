// Work orders and the share links to them.
#include <algorithm>

#include "connectors/gateway/links.hpp"
#include "connectors/gateway/operator_parts.hpp"
#include "connectors/gateway/secrets.hpp"
#include "connectors/wire/json/answers.hpp"

namespace glassline::gateway {
namespace {

LinkAnswer link_row(const LinkGrant& link, const OperatorContext& context) {
    LinkAnswer out;
    out.link = link;
    out.ends_at = ends_at(link, context.state.orders);
    out.open = standing_of(link, context.state.orders, context.now) == Standing::open;
    const auto viewers = context.viewers.find(link.id);
    out.viewers = viewers == context.viewers.end() ? 0 : viewers->second;
    return out;
}

}  // namespace

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
    if (!reader.faults().empty()) return error_response(400, joined(reader.faults()));
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
        {{WorkOrderDefined{order}, no_time}}, {"operator-api", request.body}, answer(order, is_new ? 201 : 200)};
}

OperatorOutcome post_link(const Request& request, const WorkOrderId& order, const Token& token,
                          const OperatorContext& context) {
    if (!context.state.orders.orders.contains(order)) return error_response(404, "there is no such order");
    LinkRequest asked;
    if (const auto read = read_body(request, asked); !read) return error_response(400, read.error().text());
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
    auto row = link_row(made.grant, context);
    row.url = link_url(context.public_url, made.secret);
    return Change{{{LinkGranted{made.grant}, no_time}}, {"operator-api", request.body}, answer(row, 201)};
}

Response get_links(const WorkOrderId& order, const OperatorContext& context) {
    if (!context.state.orders.orders.contains(order)) return error_response(404, "there is no such order");
    LinksAnswer all;
    for (const auto& [id, link] : context.state.orders.links) {
        if (link.order == order) all.links.push_back(link_row(link, context));
    }
    return answer(all);
}

OperatorOutcome delete_link(const LinkGrantId& id, const Token& token, const OperatorContext& context) {
    const auto found = context.state.orders.links.find(id);
    if (found == context.state.orders.links.end()) return error_response(404, "there is no such link");
    const Response done{204, "", {}, ""};
    if (found->second.revoked_at != no_time) return done;
    return Change{{{LinkRevoked{id, token.name}, no_time}}, {"operator-api", ""}, done};
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

}  // namespace glassline::gateway
