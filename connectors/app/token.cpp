// `glassline token create|list|revoke`: named operator tokens in the state folder; a running server sees the change.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "connectors/app/commands.hpp"
#include "connectors/app/state_dir.hpp"
#include "connectors/gateway/tokens.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string state = default_state_dir();
    std::string name;
    std::string role = "watch";
    bool json = false;
};

int create(const Options& options) {
    gateway::Role role{};
    if (!enum_from(options.role, role)) return fail_usage("--role must be watch, operate, engineer or admin");
    const auto made = gateway::TokenFile(options.state).create(options.name, role, SystemClock().now());
    if (!made) return fail(made.error());
    if (options.json) {
        std::cout << Json{{"name", options.name}, {"role", options.role}, {"token", *made}}.dump() << '\n';
    } else {
        std::cout << *made << '\n';
    }
    return exit_done;
}

int list(const Options& options) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(options.state, ignored)) {
        return fail({options.state, "there is no such state folder", "name the server's with --state"});
    }
    const auto all = gateway::TokenFile(options.state).tokens();
    if (!all) return fail(all.error());
    Json out = Json::array();
    for (const auto& token : *all) {
        if (options.json) {
            out.push_back(Json{{"name", token.name},
                               {"role", std::string(name_of(token.role))},
                               {"created_at", to_json_value(token.created_at)}});
        } else {
            std::cout << token.name << "  " << name_of(token.role) << "  " << to_iso8601(token.created_at) << '\n';
        }
    }
    if (options.json) std::cout << Json{{"tokens", out}}.dump() << '\n';
    return exit_done;
}

int revoke(const Options& options) {
    const auto done = gateway::TokenFile(options.state).revoke(options.name);
    if (!done) return fail(done.error());
    if (options.json) std::cout << Json{{"revoked", options.name}}.dump() << '\n';
    return exit_done;
}

void add_token(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("token", "Named operator tokens");
    command->require_subcommand(1);
    auto options = std::make_shared<Options>();
    const auto common = [&](CLI::App* sub) {
        sub->add_option("--state", options->state, "The server's state folder")->capture_default_str();
        sub->add_flag("--json", options->json, "One JSON value on stdout");
    };
    auto* make = command->add_subcommand("create", "Makes a token and prints it; it is shown this once");
    make->add_option("NAME", options->name, "Whose it is")->required();
    make->add_option("--role", options->role, "watch, operate, engineer or admin")->capture_default_str();
    common(make);
    make->callback([&chosen, options] { chosen.run = [options] { return create(*options); }; });
    auto* show = command->add_subcommand("list", "Lists names and roles");
    common(show);
    show->callback([&chosen, options] { chosen.run = [options] { return list(*options); }; });
    auto* end = command->add_subcommand("revoke", "Ends a token at once");
    end->add_option("NAME", options->name, "Whose")->required();
    common(end);
    end->callback([&chosen, options] { chosen.run = [options] { return revoke(*options); }; });
}
const EnrolCommand enrolled{"token", add_token};

}  // namespace
}  // namespace glassline::app
