// Line files (data/lines/*.json): JSON with comments whose members are those of LineDescription.
#pragma once

#include <string_view>
#include <vector>

#include "connectors/wire/files/commented_json.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"

namespace glassline {

struct OrdersFile {
    std::vector<WorkOrder> orders;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("orders", self.orders);
    }
};

/// Reads and checks a line file's text. `faults` are "place: what" sentences.
[[nodiscard]] Checked<LineDescription> read_line_file(std::string_view text);

/// Reads `{"orders": [{id, name, customer: {id, name}, product, quantity, due}]}`.
[[nodiscard]] Checked<std::vector<WorkOrder>> read_orders_file(std::string_view text);

}  // namespace glassline
