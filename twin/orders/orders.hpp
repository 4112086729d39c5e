// Work orders with their customers, completion ranges and share links. Nouns and events; the fold is in orders_fold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/derived.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/orders/order_execution.hpp"
#include "twin/orders/order_progress.hpp"

namespace glassline {

struct Customer {
    CustomerId id;
    std::string name;
    bool operator==(const Customer&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
    }
};

/// What the office knows of an order; machines add the rest.
struct WorkOrder {
    WorkOrderId id;
    std::string name;  // what customer and operator call it: "Glacier"
    Customer customer;
    std::string product;         // ProductDescription::id, empty when unknown
    std::string product_name;    // "glacier sensor"
    std::uint32_t quantity = 0;  // units
    Instant due{};               // promised; no_time: no promise
    bool operator==(const WorkOrder&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("customer", self.customer);
        v("product", self.product);
        v("product_name", self.product_name);
        v("quantity", self.quantity);
        v("due", self.due);
    }
};

/// The distribution of the completion instant as quantiles, and the range a customer is shown.
struct CompletionRange {
    Instant made_at{};
    std::vector<Instant> quantiles;  // 5, 10, 15, ... 95 %: nineteen of them
    Instant shown_from{};            // 10 %, rounded down to the display unit
    Instant shown_to{};              // 90 %, rounded up
    std::uint32_t unit_s = 0;        // the display unit in seconds
    std::string reason;              // why it moved, empty if it did not
    bool operator==(const CompletionRange&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("made_at", self.made_at);
        v("quantiles", self.quantiles);
        v("shown_from", self.shown_from);
        v("shown_to", self.shown_to);
        v("unit_s", self.unit_s);
        v("reason", self.reason);
    }
};

/// Panels that have been forgotten (bounds) live on in these counts.
struct OrderState {
    WorkOrder order;
    bool announced = false;       // false: known from machines only, the office said nothing
    std::vector<PanelId> panels;  // in the order in which they first appeared: this numbers the customer's units
    std::uint64_t units_archived_good = 0;
    std::uint64_t units_archived_scrapped = 0;
    Instant started_at{};
    Instant finished_at{};
    CompletionRange range;
    std::uint64_t units_archived_judged = 0;  // inspected or tested at least once
    std::uint64_t units_archived_first_pass_good = 0;
    OrderProgress progress;
    ExecutionStatus status = ExecutionStatus::unknown;
    Instant status_since{};
    std::vector<OrderStep> steps;                 // by place
    std::uint64_t steps_cut = 0;                  // steps over max_order_steps
    Derived<std::uint64_t> units_to_go_at_least;  // so many more must leave the line before a count can end the order
    bool operator==(const OrderState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("announced", self.announced);
        v("panels", self.panels);
        v("units_archived_good", self.units_archived_good);
        v("units_archived_scrapped", self.units_archived_scrapped);
        v("started_at", self.started_at);
        v("finished_at", self.finished_at);
        v("range", self.range);
        v("units_archived_judged", self.units_archived_judged);
        v("units_archived_first_pass_good", self.units_archived_first_pass_good);
        v("progress", self.progress);
        v("status", self.status);
        v("status_since", self.status_since);
        v("steps", self.steps);
        v("steps_cut", self.steps_cut);
    }
};

/// A share link: who may see which order, how and until when. The secret is nowhere, only its SHA-256.
struct LinkGrant {
    LinkGrantId id;  // random, tells nothing
    WorkOrderId order;
    std::string label;                // for whom
    std::vector<std::string> scopes;  // watch, decide, comment
    std::string secret_sha256;        // lower-case hex
    std::string created_by;
    Instant created_at{};
    Instant not_before{};
    Instant expires_at{};
    Instant revoked_at{};  // no_time: not revoked
    Instant last_opened_at{};
    std::uint64_t opened = 0;
    bool ends_with_order = false;  // also ends link_days_after_order after the order is finished
    bool operator==(const LinkGrant&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("order", self.order);
        v("label", self.label);
        v("scopes", self.scopes);
        v("secret_sha256", self.secret_sha256);
        v("created_by", self.created_by);
        v("created_at", self.created_at);
        v("not_before", self.not_before);
        v("expires_at", self.expires_at);
        v("revoked_at", self.revoked_at);
        v("last_opened_at", self.last_opened_at);
        v("opened", self.opened);
        v("ends_with_order", self.ends_with_order);
    }
};

inline constexpr int link_days_after_order = 14;  // the default of a link that names no end of its own
inline constexpr int max_link_days = 180;

inline constexpr std::size_t max_orders = 2'000;  // finished ones go first, oldest first
inline constexpr std::size_t max_links = 10'000;  // expired ones go first

struct OrdersState {
    std::map<WorkOrderId, OrderState> orders;
    std::vector<WorkOrderId> queue;  // announced orders in the order of release
    std::map<LinkGrantId, LinkGrant> links;
    std::uint64_t orders_dropped = 0;  // new ones, while max_orders others were all running
    std::uint64_t late = 0;            // told of a past that newer messages had overwritten
    bool operator==(const OrdersState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("orders", self.orders);
        v("queue", self.queue);
        v("links", self.links);
        v("orders_dropped", self.orders_dropped);
        v("late", self.late);
    }
};

// ---- events (tags 70 to 89) ----

/// From the operator API or CFX WorkOrdersCreated/Updated: defines or changes an order.
struct WorkOrderDefined {
    static constexpr std::string_view type_name = "WorkOrderDefined";
    static constexpr std::uint16_t tag = 70;
    WorkOrder order;
    bool operator==(const WorkOrderDefined&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
    }
};

struct WorkOrderQuantityUpdated {
    static constexpr std::string_view type_name = "WorkOrderQuantityUpdated";
    static constexpr std::uint16_t tag = 71;
    WorkOrderId order;
    std::uint32_t quantity = 0;
    bool operator==(const WorkOrderQuantityUpdated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("quantity", self.quantity);
    }
};

struct CompletionForecast {
    static constexpr std::string_view type_name = "CompletionForecast";
    static constexpr std::uint16_t tag = 72;
    WorkOrderId order;
    CompletionRange range;
    bool operator==(const CompletionForecast&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("range", self.range);
    }
};

struct LinkGranted {
    static constexpr std::string_view type_name = "LinkGranted";
    static constexpr std::uint16_t tag = 80;
    LinkGrant link;
    bool operator==(const LinkGranted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("link", self.link);
    }
};

struct LinkRevoked {
    static constexpr std::string_view type_name = "LinkRevoked";
    static constexpr std::uint16_t tag = 81;
    LinkGrantId link;
    std::string by;
    bool operator==(const LinkRevoked&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("link", self.link);
        v("by", self.by);
    }
};

/// A recipient opened the link (a new session). No address, no agent: only that it happened.
struct LinkOpened {
    static constexpr std::string_view type_name = "LinkOpened";
    static constexpr std::uint16_t tag = 82;
    LinkGrantId link;
    bool operator==(const LinkOpened&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("link", self.link);
    }
};

}  // namespace glassline
