// glassline: understands the command line and runs the subcommand that it names.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <map>
#include <string>

#include "connectors/app/commands.hpp"

namespace glassline::app {
namespace {

std::map<std::string, AddCommand>& commands() {
    static std::map<std::string, AddCommand> all;
    return all;
}

void say(std::string sentence) {
    for (auto& c : sentence) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';  // one line, and nothing a terminal obeys
    }
    std::fprintf(stderr, "glassline: %s\n", sentence.c_str());
}

int main_of(int argc, char** argv) {
    CLI::App app{"A live digital twin of SMT lines", "glassline"};
    app.set_version_flag("--version", std::string("glassline ") + GLASSLINE_VERSION);
    app.require_subcommand(1);
    Chosen chosen;
    for (const auto& [name, add] : commands()) add(app, chosen);
    for (auto* command : app.get_subcommands({})) {
        command->set_version_flag("--version", std::string("glassline ") + GLASSLINE_VERSION);
    }
    const std::string first = argc > 1 ? argv[1] : "";
    if (!first.empty() && first.front() != '-' && !commands().contains(first)) {
        return fail_usage("there is no command '" + first + "'; `glassline --help` lists what there is");
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        return fail_usage(std::string(wrong.what()) + "; `glassline --help` lists what there is");
    }
    return chosen.run ? chosen.run() : exit_wrong_usage;
}

}  // namespace

EnrolCommand::EnrolCommand(std::string_view name, AddCommand add) { commands().emplace(std::string(name), add); }

int fail(const Error& error) {
    say(error.text());
    return exit_failed;
}

int fail_usage(const std::string& sentence) {
    say(sentence);
    return exit_wrong_usage;
}

}  // namespace glassline::app

int main(int argc, char** argv) {
    try {
        return glassline::app::main_of(argc, argv);
    } catch (const std::exception& bug) {  // what nobody expected still ends in a sentence, not in a core dump
        return glassline::app::fail({"", std::string("unexpected failure: ") + bug.what(), "please report it"});
    }
}
