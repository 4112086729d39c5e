// `glassline check FILE...`: every fault of line files, settings and orders files with its place.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "connectors/app/check.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::vector<std::string> files;
    bool json = false;
};

void print(const CheckedFile& file) {
    for (const auto& fault : file.faults) {
        std::cerr << file.file;
        if (fault.line > 0) std::cerr << ':' << fault.line << ':' << fault.column;
        std::cerr << ": " << (fault.place.empty() ? "" : fault.place + ": ") << fault.fault << '\n';
    }
    if (file.faults.empty()) std::cout << file.file << ": good (" << file.kind << ")\n";
}

int check(const Options& options) {
    const auto results = check_files(options.files);
    bool all_good = true;
    for (const auto& result : results) all_good = all_good && result.faults.empty();
    if (options.json) {
        std::cout << json_text(to_json_value(results)) << '\n';
    } else {
        for (const auto& result : results) print(result);
    }
    return all_good ? exit_done : exit_failed;
}

void add_check(CLI::App& app, Chosen& chosen) {
    auto* command =
        app.add_subcommand("check", "Check line files, settings and orders files: every fault with its place");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Files to check")->required();
    command->add_flag("--json", options->json, "One JSON value on stdout");
    command->callback([&chosen, options] { chosen.run = [options] { return check(*options); }; });
}

const EnrolCommand enrolled{"check", add_check};

}  // namespace
}  // namespace glassline::app
