#include "connectors/wire/cfx/flatten.hpp"

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

struct Flattening {
    std::map<std::string, std::string>& values;
    std::size_t bound;
    bool complete = true;

    void put(const std::string& name, const std::string& value) {
        if (value.empty()) return;
        if (values.size() >= bound) {
            complete = false;
            return;
        }
        values.emplace(shortened(name, max_flat_name), shortened(value, max_flat_value));
    }

    void go(const Node& node, const std::string& name) {
        if (!complete) return;
        if (node.is_array()) {
            std::size_t index = 0;
            node.each([&](const Node& element) {
                const auto own = element["Name"].text();
                const auto value = element["Value"].scalar();
                if (!own.empty() && !value.empty()) {
                    put(name.empty() ? own : name + "." + own, value);
                } else {
                    go(element, name + "[" + std::to_string(index) + "]");
                }
                ++index;
            });
        } else if (node.is_object()) {
            node.each_member([&](std::string_view key, const Node& member) {
                if (key == "$type") return;
                go(member, name.empty() ? std::string(key) : name + "." + std::string(key));
            });
        } else {
            put(name, node.scalar());
        }
    }
};

}  // namespace

bool flatten(const Node& node, std::map<std::string, std::string>& values, std::size_t bound,
             std::initializer_list<std::string_view> without) {
    Flattening work{values, bound};
    if (!node.is_object()) {
        work.go(node, "");
        return work.complete;
    }
    const auto own = node["Name"].text();
    const auto value = node["Value"].scalar();
    if (!own.empty() && !value.empty()) {
        work.put(own, value);
        return work.complete;
    }
    node.each_member([&](std::string_view key, const Node& member) {
        if (key == "$type") return;
        for (const auto skipped : without) {
            if (same_ignoring_case(key, skipped)) return;
        }
        work.go(member, std::string(key));
    });
    return work.complete;
}

}  // namespace glassline::cfx
