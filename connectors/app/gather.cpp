#include "connectors/app/gather.hpp"

#include <filesystem>

#include "connectors/app/files.hpp"
#include "connectors/wire/files/line_file.hpp"

namespace glassline::app {
namespace {

std::string joined(const std::vector<std::string>& faults) {
    std::string all;
    for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
    return all;
}

Result<std::vector<WorkOrder>> orders_of_file(const std::string& path) {
    const auto text = read_whole(path, max_file_bytes);
    if (!text) return text.error();
    auto orders = read_orders_file(*text);
    if (!orders.ok()) return Error{path, joined(orders.faults), "correct the orders file"};
    return std::move(orders.value);
}

/// Paths in a settings file are relative to its folder.
void resolve_paths(Settings& settings, const std::string& settings_path) {
    const auto folder = std::filesystem::path(settings_path).parent_path();
    const auto resolve = [&](std::string& path) {
        if (!path.empty()) path = (folder / path).string();
    };
    for (auto& line : settings.lines) resolve(line);
    for (auto& orders : settings.orders) resolve(orders);
    for (auto* path :
         {&settings.state, &settings.journal, &settings.operator_side.tls.certificate, &settings.operator_side.tls.key,
          &settings.customer.tls.certificate, &settings.customer.tls.key}) {
        resolve(*path);
    }
    for (auto& source : settings.sources) {
        for (auto* path : {&source.devices, &source.mapping, &source.ca, &source.certificate, &source.key})
            resolve(*path);
    }
}

}  // namespace

Result<ServerOptions> gather(const ServeOptions& options) {
    ServerOptions out;
    if (!options.settings.empty()) {
        const auto text = read_whole(options.settings, max_file_bytes);
        if (!text) return text.error();
        auto settings = read_settings(*text);
        if (!settings.ok()) {
            return Error{options.settings, joined(settings.faults), "correct it; `glassline check` shows the same"};
        }
        out.settings = std::move(settings.value);
        resolve_paths(out.settings, options.settings);
    }
    auto& settings = out.settings;
    if (!options.journal.empty()) settings.journal = options.journal;
    if (!options.state.empty()) settings.state = options.state;
    if (!options.operator_listen.empty()) settings.operator_side.listen = options.operator_listen;
    if (!options.customer_listen.empty()) settings.customer.listen = options.customer_listen;
    settings.lines.insert(settings.lines.end(), options.lines.begin(), options.lines.end());
    settings.orders.insert(settings.orders.end(), options.orders.begin(), options.orders.end());
    for (const auto& path : settings.lines) {
        auto line = line_of_file(path);
        if (!line) return line.error();
        out.lines.push_back(std::move(*line));
    }
    for (const auto& path : settings.orders) {
        auto orders = orders_of_file(path);
        if (!orders) return orders.error();
        out.orders.insert(out.orders.end(), orders->begin(), orders->end());
    }
    if (out.lines.empty()) return Error{"", "no line is described", "name a line file with --line or in the settings"};
    return out;
}

}  // namespace glassline::app
