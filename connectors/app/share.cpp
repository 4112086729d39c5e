// `glassline share create|list|revoke`: customers' links, through the running server.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "connectors/app/commands.hpp"
#include "connectors/app/option_values.hpp"
#include "connectors/app/state_dir.hpp"
#include "connectors/gateway/http_client.hpp"
#include "connectors/gateway/state_files.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string server;
    std::string token_file;
    std::string state = default_state_dir();
    bool json = false;
    std::string order;
    std::string label;
    std::string scopes;
    std::string expires;
    std::string link;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of("\r\n")); }

Result<std::string> small_file(const std::string& path, const std::string& remedy) {
    const auto text = gateway::read_small(path, 4'096);
    if (!text) return text.error();
    if (!text->has_value()) return Error{path, "there is no such file", remedy};
    return first_line(**text);
}

Result<Json> ask(const Options& options, const std::string& method, const std::string& path, const std::string& body) {
    std::string server = options.server;
    if (server.empty()) {
        const auto noted =
            small_file(options.state + "/operator.url", "name the server with --server, or its --state folder");
        if (!noted) return noted.error();
        server = *noted;
    }
    while (!server.empty() && server.back() == '/') server.pop_back();
    const auto token = small_file(options.token_file.empty() ? options.state + "/operator.token" : options.token_file,
                                  "name the token's file with --token-file");
    if (!token) return token.error();
    const auto answer = gateway::request_once({server + path, method, {{"Authorization", "Bearer " + *token}}, body});
    if (!answer) return answer.error();
    const auto json = answer->body.empty() ? Json(Json::object()) : Json::parse(answer->body, nullptr, false);
    if (answer->status / 100 != 2) {
        const bool told = json.is_object() && json.contains("error") && json["error"].is_string();
        return Error{server, told ? json["error"].get<std::string>() : "answered " + std::to_string(answer->status),
                     ""};
    }
    if (json.is_discarded()) return Error{server, "the answer is not JSON", "is this the operator address?"};
    return json;
}

std::string order_path(const Options& options) {
    return "/api/v1/orders/" + gateway::percent_encoded(options.order) + "/links";
}

int create(const Options& options) {
    Json body = Json::object();
    if (!options.label.empty()) body["label"] = options.label;
    if (!options.expires.empty()) body["expires"] = options.expires;
    if (!options.scopes.empty()) {
        body["scopes"] = Json::array();
        std::size_t at = 0;
        while (at <= options.scopes.size()) {
            const auto end = std::min(options.scopes.find(',', at), options.scopes.size());
            body["scopes"].push_back(options.scopes.substr(at, end - at));
            at = end + 1;
        }
    }
    const auto made =
        ask(options, "POST", order_path(options), body.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!made) return fail(made.error());
    std::cout << (options.json ? made->dump() : made->value("url", "")) << '\n';
    return exit_done;
}

int list(const Options& options) {
    Json orders = Json::array();
    if (!options.order.empty()) {
        orders.push_back(options.order);
    } else {
        const auto all = ask(options, "GET", "/api/v1/orders", "");
        if (!all) return fail(all.error());
        for (const auto& order : all->at("orders")) orders.push_back(order.at("id"));
    }
    Json links = Json::array();
    for (const auto& order : orders) {
        Options one = options;
        one.order = order.get<std::string>();
        const auto found = ask(options, "GET", order_path(one), "");
        if (!found) return fail(found.error());
        for (const auto& link : found->at("links")) links.push_back(link);
    }
    if (options.json) {
        std::cout << Json{{"links", links}}.dump() << '\n';
        return exit_done;
    }
    for (const auto& link : links) {
        std::cout << link.value("id", "") << "  " << link.value("order", "") << "  "
                  << (link.value("open", false) ? "open" : "ended") << "  " << link.value("label", "") << '\n';
    }
    return exit_done;
}

int revoke(const Options& options) {
    const auto done = ask(options, "DELETE", "/api/v1/links/" + gateway::percent_encoded(options.link), "");
    if (!done) return fail(done.error());
    if (options.json) std::cout << Json{{"revoked", options.link}}.dump() << '\n';
    return exit_done;
}

void add_share(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("share", "Customers' links to their orders, through the running server");
    command->require_subcommand(1);
    auto options = std::make_shared<Options>();
    const auto common = [&](CLI::App* sub) {
        sub->add_option("--server", options->server,
                        "The operator address (default: the one noted in the state folder)");
        sub->add_option("--token-file", options->token_file, "A file with a token (default: operator.token there)");
        sub->add_option("--state", options->state, "The server's state folder")->capture_default_str();
        sub->add_flag("--json", options->json, "One JSON value on stdout");
    };
    auto* make = command->add_subcommand("create", "Makes a link and prints its URL; the secret is nowhere else");
    make->add_option("ORDER", options->order, "The work order")->required();
    make->add_option("--label", options->label, "For whom it is");
    make->add_option("--scopes", options->scopes, "watch,decide,comment (default: watch)");
    make->add_option("--expires", options->expires, "When it ends, like 2026-12-24T12:00:00Z")->check(a_time());
    common(make);
    make->callback([&chosen, options] { chosen.run = [options] { return create(*options); }; });
    auto* show = command->add_subcommand("list", "Lists links, without their secrets");
    show->add_option("ORDER", options->order, "Of this order only");
    common(show);
    show->callback([&chosen, options] { chosen.run = [options] { return list(*options); }; });
    auto* end = command->add_subcommand("revoke", "Ends a link; its open pages close within a second");
    end->add_option("LINK", options->link, "The link's id, as `list` shows it")->required();
    common(end);
    end->callback([&chosen, options] { chosen.run = [options] { return revoke(*options); }; });
}
const EnrolCommand enrolled{"share", add_share};

}  // namespace
}  // namespace glassline::app
