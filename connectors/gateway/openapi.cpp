#include "connectors/gateway/openapi.hpp"

#include <nlohmann/json.hpp>

namespace glassline::gateway {
namespace {

using Json = nlohmann::ordered_json;

struct Operation {
    const char* path;
    const char* method;
    const char* summary;
    const char* role;  // "": open; the least role that may
    int success;
};

constexpr Operation operations[] = {
    {"/healthz", "get", "Liveness with reasons", "", 200},
    {"/metrics", "get", "Prometheus text", "watch", 200},
    {"/api/v1/lines", "get", "The lines", "watch", 200},
    {"/api/v1/lines/{line}", "get", "A line: stations, panels with positions, key indicators, alarms", "watch", 200},
    {"/api/v1/panels/{panel}", "get", "A panel's whole story", "watch", 200},
    {"/api/v1/orders", "get", "Work orders with their progress", "watch", 200},
    {"/api/v1/orders", "post",
     "Defines or changes a work order: {id, name, customer: {id, name}, product, quantity, due}", "operate", 201},
    {"/api/v1/orders/{order}", "get", "A work order with its progress", "watch", 200},
    {"/api/v1/orders/{order}/forecast", "get", "Its completion range; null until there is one", "watch", 200},
    {"/api/v1/orders/{order}/links", "get", "Its share links, without their secrets", "watch", 200},
    {"/api/v1/orders/{order}/links", "post",
     "Makes a share link from {label, scopes, expires}, all optional; the secret is in the answer's url and nowhere "
     "else",
     "operate", 201},
    {"/api/v1/links/{link}", "delete", "Revokes a share link; its streams close within a second", "operate", 204},
    {"/api/v1/alarms", "get", "Alarms of all lines", "watch", 200},
    {"/api/v1/alarms/{alarm}/acknowledge", "post", "Acknowledges an alarm", "operate", 200},
    {"/api/v1/alarms/{alarm}/shelve", "post", "Not built yet", "operate", 501},
    {"/api/v1/requests", "get", "Not built yet", "watch", 501},
    {"/api/v1/requests/{request}/accept", "post", "Not built yet", "operate", 501},
    {"/api/v1/requests/{request}/refuse", "post", "Not built yet", "operate", 501},
    {"/api/v1/whatif", "post", "Not built yet", "watch", 501},
    {"/api/v1/journal", "get", "Event records with the raw message, from=SEQUENCE and limit=N (at most 1000)",
     "engineer", 200},
    {"/api/v1/feed", "get", "Server-sent events: snapshot (when needed), then events, heartbeat at least every second",
     "watch", 200},
    {"/api/v1/openapi.json", "get", "This description", "watch", 200},
};

std::string built() {
    Json paths = Json::object();
    for (const auto& op : operations) {
        Json operation = {{"summary", op.summary}};
        if (*op.role != '\0') {
            operation["security"] = Json::array({Json{{"token", Json::array()}}});
            operation["description"] = std::string("Least role: ") + op.role;
        } else {
            operation["security"] = Json::array();
        }
        Json parameters = Json::array();
        const std::string path = op.path;
        if (const auto open = path.find('{'); open != std::string::npos) {
            parameters.push_back({{"name", path.substr(open + 1, path.find('}') - open - 1)},
                                  {"in", "path"},
                                  {"required", true},
                                  {"schema", {{"type", "string"}}}});
        }
        const auto query = [&](const char* name, const char* type) {
            parameters.push_back({{"name", name}, {"in", "query"}, {"required", false}, {"schema", {{"type", type}}}});
        };
        if (path == "/api/v1/journal") {
            query("from", "integer");
            query("limit", "integer");
        }
        if (path == "/api/v1/feed") query("after", "string");
        if (!parameters.empty()) operation["parameters"] = parameters;
        const char* type = path == "/api/v1/feed" ? "text/event-stream"
                           : path == "/metrics"   ? "text/plain"
                                                  : "application/json";
        Json answer = {{"description", op.success == 501 ? "Not built yet" : "Done"}};
        if (op.success != 204) answer["content"][type] = Json::object();
        operation["responses"] = {{std::to_string(op.success), answer}};
        if (*op.role != '\0') operation["responses"]["401"] = {{"description", "No valid token"}};
        paths[path][op.method] = operation;
    }
    const Json out = {
        {"openapi", "3.1.0"},
        {"info", {{"title", "Glassline operator API"}, {"version", GLASSLINE_VERSION}}},
        {"paths", paths},
        {"components", {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}},
    };
    return out.dump();
}

}  // namespace

const std::string& openapi_json() {
    static const std::string text = built();
    return text;
}

}  // namespace glassline::gateway
