// `glassline check FILE...`: every fault of line files, mappings, settings and orders files with its place.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "connectors/app/commands.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/files/settings.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/mapping/mapping_file.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::vector<std::string> files;
    bool json = false;
};

struct FileFaults {
    std::string file;
    std::string kind;  // what it was read as
    std::vector<std::string> faults;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("file", self.file);
        v("kind", self.kind);
        v("faults", self.faults);
    }
};

// A file says what it is by its members: stations make a line, rules a mapping, orders an orders file, all else is
// settings.
FileFaults check_text(const std::string& path, const std::string& text) {
    FileFaults out{path, "", {}};
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    const Json json = Json::parse(text, nullptr, true, true);
    if (json.is_object() && json.contains("stations")) {
        out.kind = "line";
        out.faults = read_line_file(text).faults;
    } else if (json.is_object() && json.contains("rules")) {
        out.kind = "mapping";
        out.faults = read_mapping(text).faults;
    } else if (json.is_object() && json.size() <= 2 && json.contains("orders") && json["orders"].is_array() &&
               (json["orders"].empty() || json["orders"][0].is_object())) {
        out.kind = "orders";
        out.faults = read_orders_file(text).faults;
    } else {
        out.kind = "settings";
        out.faults = read_settings(text).faults;
    }
    return out;
}

int check_files(const Options& options) {
    bool all_good = true;
    std::vector<FileFaults> results;
    for (const auto& path : options.files) {
        std::ifstream file(path, std::ios::binary);
        std::ostringstream text;
        if (file) text << file.rdbuf();
        results.push_back(file ? check_text(path, text.str()) : FileFaults{path, "", {"cannot be read"}});
        all_good = all_good && results.back().faults.empty();
    }
    if (options.json) {
        std::cout << to_json_value(results).dump() << '\n';
    } else {
        for (const auto& result : results) {
            for (const auto& fault : result.faults) std::cerr << result.file << ": " << fault << '\n';
            if (result.faults.empty()) std::cout << result.file << ": good (" << result.kind << ")\n";
        }
    }
    return all_good ? exit_done : exit_failed;
}

void add_check(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand(
        "check", "Check line files, mappings, settings and orders files: every fault with its place");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Files to check")->required();
    command->add_flag("--json", options->json, "One JSON value on stdout");
    command->callback([&chosen, options] { chosen.run = [options] { return check_files(*options); }; });
}

const EnrolCommand enrolled{"check", add_check};

}  // namespace
}  // namespace glassline::app
