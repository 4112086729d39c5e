#include "connectors/app/check.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include "connectors/app/files.hpp"
#include "connectors/wire/files/chaos_file.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/files/places.hpp"
#include "connectors/wire/files/settings.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/mapping/mapping_file.hpp"

namespace glassline::app {
namespace {

struct ReadFile {
    CheckedFile result;
    Places places;
    std::optional<LineDescription> line;
    std::vector<WorkOrder> orders;
    Settings settings;

    void fault(const std::string& place, const std::string& what) {
        const auto at = places.find(place);
        result.faults.push_back({place, at.pointer, at.line, at.column, what});
    }
    /// A sentence "place: what" of a reader.
    void fault(const std::string& sentence) {
        const auto colon = sentence.find(": ");
        const bool placed = colon != std::string::npos && sentence.find(' ') > colon;
        if (placed) {
            fault(sentence.substr(0, colon), sentence.substr(colon + 2));
        } else {
            fault("", sentence);
        }
    }
};

/// json_fault's sentence names line and column where there are any.
FileFault syntax_fault(const std::string& sentence) {
    FileFault out{"", "", 1, 1, sentence};
    const auto number_after = [&](std::string_view word) {
        const auto at = sentence.find(word);
        return at == std::string::npos ? std::size_t{1} : std::stoul(sentence.substr(at + word.size()));
    };
    out.line = number_after("line ");
    out.column = number_after("column ");
    return out;
}

// A file says what it is by its members: stations make a line, rules a mapping, chaos a chaos file, orders alone an
// orders file, all else is settings.
std::string kind_of(const Json& json) {
    if (!json.is_object()) return "";
    const auto schema = json.find("$schema");
    if (schema != json.end() && schema->is_string()) {
        const auto name = std::filesystem::path(schema->get<std::string>()).filename().string();
        if (name == "line.schema.json") return "line";
        if (name == "orders-file.schema.json") return "orders";
        if (name == "settings.schema.json") return "settings";
        if (name == "mapping.schema.json") return "mapping";
    }
    if (json.contains("stations") || json.contains("products")) return "line";
    if (json.contains("chaos")) return "chaos";
    if (json.contains("rules")) return "mapping";
    const auto orders = json.find("orders");
    const bool paths = orders != json.end() && orders->is_array() && !orders->empty() && (*orders)[0].is_string();
    return orders != json.end() && !paths && json.size() <= 2 ? "orders" : "settings";
}

ReadFile read_one(const std::string& path) {
    ReadFile out;
    out.result.file = path;
    const auto text = read_whole(path, max_file_bytes);
    if (!text) {
        out.result.faults.push_back({"", "", 0, 0, text.error().what});
        return out;
    }
    if (const auto fault = json_fault(*text); !fault.empty()) {
        out.result.faults.push_back(syntax_fault(fault));
        return out;
    }
    out.places = places_of(*text);
    out.result.kind = kind_of(Json::parse(*text, nullptr, true, true));
    for (const auto& member : out.places.twice) out.fault(member, "stands here twice");
    std::vector<std::string> faults;
    if (out.result.kind == "line") {
        auto line = read_line_file(*text);
        faults = std::move(line.faults);
        out.line = std::move(line.value);
    } else if (out.result.kind == "orders") {
        auto orders = read_orders_file(*text);
        faults = std::move(orders.faults);
        out.orders = std::move(orders.value);
    } else if (out.result.kind == "chaos") {
        faults = read_chaos_file(*text).faults;
    } else if (out.result.kind == "mapping") {
        faults = read_mapping(*text).faults;
    } else if (out.result.kind == "settings") {
        auto settings = read_settings(*text);
        faults = std::move(settings.faults);
        out.settings = std::move(settings.value);
    } else {
        faults = {"must be an object"};
    }
    for (const auto& fault : faults) out.fault(fault);
    return out;
}

void check_order_references(ReadFile& file, const std::vector<LineDescription>& lines) {
    for (std::size_t i = 0; i < file.orders.size(); ++i) {
        const auto& product = file.orders[i].product;
        if (product.empty() || lines.empty()) continue;
        const bool known = std::any_of(lines.begin(), lines.end(),
                                       [&](const auto& line) { return line.find_product(product) != nullptr; });
        if (!known) {
            file.fault("orders[" + std::to_string(i) + "].product", "'" + product + "' is a product of no line given");
        }
    }
}

void check_settings_references(ReadFile& file) {
    const auto folder = std::filesystem::path(file.result.file).parent_path();
    const auto& settings = file.settings;
    std::set<std::string> lines;
    bool all_read = true;
    for (std::size_t i = 0; i < settings.lines.size(); ++i) {
        const auto place = "lines[" + std::to_string(i) + "]";
        const auto text = read_whole((folder / settings.lines[i]).string(), max_file_bytes);
        if (!text) {
            file.fault(place, "'" + settings.lines[i] + "' " + text.error().what);
            all_read = false;
            continue;
        }
        const auto line = read_line_file(*text);
        if (!line.ok()) {
            file.fault(place, "'" + settings.lines[i] + "' has faults of its own; check it, too");
            all_read = false;
        }
        if (!line.value.id.empty() && !lines.insert(line.value.id.value).second) {
            file.fault(place, "describes line '" + line.value.id.value + "' a second time");
        }
    }
    for (std::size_t i = 0; i < settings.orders.size(); ++i) {
        const auto text = read_whole((folder / settings.orders[i]).string(), max_file_bytes);
        if (!text) file.fault("orders[" + std::to_string(i) + "]", "'" + settings.orders[i] + "' " + text.error().what);
    }
    for (std::size_t i = 0; i < settings.sources.size(); ++i) {
        const auto& line = settings.sources[i].line;
        const auto place = "sources[" + std::to_string(i) + "].line";
        if (!line.empty() && all_read && !lines.empty() && !lines.contains(line)) {
            file.fault(place, "'" + line + "' is no line of the files in `lines`");
        }
        if (line.empty() && lines.size() > 1) file.fault(place, "is missing; there are several lines");
    }
    const auto check_file = [&](const std::string& place, const std::string& path) {
        if (path.empty()) return;
        const auto text = read_whole((folder / path).string(), max_file_bytes);
        if (!text) file.fault(place, "'" + path + "' " + text.error().what);
    };
    check_file("operator.tls.certificate", settings.operator_side.tls.certificate);
    check_file("operator.tls.key", settings.operator_side.tls.key);
    check_file("customer.tls.certificate", settings.customer.tls.certificate);
    check_file("customer.tls.key", settings.customer.tls.key);
}

}  // namespace

std::vector<CheckedFile> check_files(const std::vector<std::string>& paths) {
    std::vector<ReadFile> files;
    std::vector<LineDescription> lines;
    for (const auto& path : paths) {
        files.push_back(read_one(path));
        if (files.back().line) lines.push_back(*files.back().line);
    }
    std::vector<CheckedFile> out;
    for (auto& file : files) {
        if (file.result.kind == "orders") check_order_references(file, lines);
        if (file.result.kind == "settings") check_settings_references(file);
        std::stable_sort(file.result.faults.begin(), file.result.faults.end(), [](const auto& a, const auto& b) {
            return a.line != b.line ? a.line < b.line : a.column < b.column;
        });
        out.push_back(std::move(file.result));
    }
    return out;
}

}  // namespace glassline::app
