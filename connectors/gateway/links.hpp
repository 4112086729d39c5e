// Whether a share link opens, decided from the folded state alone.
#pragma once

#include <string_view>

#include "twin/orders/orders.hpp"

namespace glassline::gateway {

enum class Standing { unknown, open, ended };  // ended: expired, revoked or not begun

/// When it ends: its own end, or link_days_after_order after its order was finished if that comes first.
[[nodiscard]] Instant ends_at(const LinkGrant& link, const OrdersState& orders);
[[nodiscard]] Standing standing_of(const LinkGrant& link, const OrdersState& orders, Instant now);
/// Compares with every link in constant time; null: there is none with this secret.
[[nodiscard]] const LinkGrant* find_by_secret(const OrdersState& orders, std::string_view secret);

}  // namespace glassline::gateway
