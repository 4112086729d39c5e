#include "connectors/gateway/links.hpp"

#include <algorithm>

#include "connectors/gateway/secrets.hpp"

namespace glassline::gateway {

Instant ends_at(const LinkGrant& link, const OrdersState& orders) {
    if (!link.ends_with_order) return link.expires_at;
    const auto order = orders.orders.find(link.order);
    if (order == orders.orders.end() || order->second.finished_at == no_time) return link.expires_at;
    return std::min(link.expires_at, order->second.finished_at + std::chrono::hours(24 * link_days_after_order));
}

Standing standing_of(const LinkGrant& link, const OrdersState& orders, Instant now) {
    if (link.revoked_at != no_time) return Standing::ended;
    if (now < link.not_before || now >= ends_at(link, orders)) return Standing::ended;
    return Standing::open;
}

const LinkGrant* find_by_secret(const OrdersState& orders, std::string_view secret) {
    const auto hash = sha256_hex(secret);
    const LinkGrant* found = nullptr;
    for (const auto& [id, link] : orders.links) {  // all of them, whatever was found
        if (same_secret(link.secret_sha256, hash)) found = &link;
    }
    return found;
}

}  // namespace glassline::gateway
