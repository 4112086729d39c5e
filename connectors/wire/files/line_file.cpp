#include "connectors/wire/files/line_file.hpp"

#include "connectors/wire/json/described_json.hpp"

namespace glassline {
namespace {

template <class T>
Checked<T> read_strict(std::string_view text) {
    Checked<T> out;
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    JsonReader reader(true);
    reader.read(Json::parse(text, nullptr, true, true), out.value, "");
    out.faults = reader.faults();
    return out;
}

}  // namespace

Checked<LineDescription> read_line_file(std::string_view text) {
    auto out = read_strict<LineDescription>(text);
    for (auto& fault : check(out.value)) out.faults.push_back(std::move(fault));
    return out;
}

Checked<std::vector<WorkOrder>> read_orders_file(std::string_view text) {
    auto file = read_strict<OrdersFile>(text);
    Checked<std::vector<WorkOrder>> out{std::move(file.value.orders), std::move(file.faults)};
    for (std::size_t i = 0; i < out.value.size(); ++i) {
        const auto& order = out.value[i];
        const std::string where = "orders[" + std::to_string(i) + "]";
        if (order.id.empty()) out.faults.push_back(where + ".id: is missing");
        if (order.quantity == 0) out.faults.push_back(where + ".quantity: is missing or 0");
    }
    return out;
}

}  // namespace glassline
