#include "connectors/gateway/openapi.hpp"

#include "connectors/gateway/api_schemas.hpp"

namespace glassline::gateway {
namespace {

using Json = nlohmann::ordered_json;

struct Operation {
    const char* path;
    const char* method;
    const char* summary;
    const char* role;  // "": open; the least role that may; "session": the customer's cookie
    int success;
    const char* answer = "";   // a name of schema_documents()
    const char* request = "";  // so is this
    bool request_needed = true;
    const char* refusals = "";  // statuses beside 401, 403 and 405
};

constexpr Operation operations[] = {
    {"/healthz", "get", "Liveness with reasons", "", 200, "health"},
    {"/metrics", "get", "Prometheus text", "watch", 200},
    {"/api/v1/lines", "get", "The lines", "watch", 200, "lines"},
    {"/api/v1/lines/{line}", "get", "A line: stations, panels with positions, key indicators, alarms", "watch", 200,
     "line-state", "", true, "404"},
    {"/api/v1/panels/{panel}", "get", "A panel's whole story", "watch", 200, "panel", "", true, "404"},
    {"/api/v1/orders", "get", "Work orders with their progress", "watch", 200, "orders"},
    {"/api/v1/orders", "post", "Defines a work order (201) or changes one (200); what is not said stays as it is",
     "operate", 201, "work-order", "order-request", true, "200 400 409 503"},
    {"/api/v1/orders/{order}", "get", "A work order with its progress", "watch", 200, "order", "", true, "404"},
    {"/api/v1/orders/{order}/forecast", "get", "Its completion range; null until there is one", "watch", 200,
     "forecast", "", true, "404"},
    {"/api/v1/orders/{order}/links", "get", "Its share links, without their secrets", "watch", 200, "links", "", true,
     "404"},
    {"/api/v1/orders/{order}/links", "post",
     "Makes a share link; the secret is in the fragment of the answer's url and nowhere else", "operate", 201, "link",
     "link-request", false, "400 404 409 503"},
    {"/api/v1/links/{link}", "delete", "Revokes a share link; its streams close within a second", "operate", 204, "",
     "", true, "404 503"},
    {"/api/v1/alarms", "get", "Alarms of all lines, the most urgent first, shelved ones last", "watch", 200, "alarms"},
    {"/api/v1/alarms/{alarm}/acknowledge", "post", "Acknowledges an alarm, journalled with who and why", "operate", 200,
     "alarm", "why-request", false, "400 404 409 503"},
    {"/api/v1/alarms/{alarm}/shelve", "post",
     "Takes an alarm off the list for a limited time, journalled with who and why", "operate", 200, "alarm",
     "shelve-request", true, "400 404 409 503"},
    {"/api/v1/alarms/{alarm}/unshelve", "post", "Puts a shelved alarm back on the list", "operate", 200, "alarm",
     "why-request", false, "400 404 503"},
    {"/api/v1/requests", "get", "Not built yet", "watch", 501},
    {"/api/v1/requests/{request}/accept", "post", "Not built yet", "operate", 501},
    {"/api/v1/requests/{request}/refuse", "post", "Not built yet", "operate", 501},
    {"/api/v1/whatif", "post", "Not built yet", "watch", 501},
    {"/api/v1/journal", "get", "Event records with the raw message", "engineer", 200, "journal", "", true, "400 503"},
    {"/api/v1/feed", "get",
     "Server-sent events: snapshot (feed-snapshot) when needed, then events (feed-events), heartbeat (feed-heartbeat) "
     "at least every second; ids are EPOCH-SEQUENCE, resumed by Last-Event-ID or ?after=",
     "watch", 200, "", "", true, "429"},
    {"/api/v1/replay", "get", "How a recording plays; a live server answers 404", "watch", 200, "replay", "", true,
     "404"},
    {"/api/v1/replay", "post", "Speed, moment and pause of a recording; what is not said stays as it is", "operate",
     200, "replay", "replay-request", true, "400 404"},
    {"/api/v1/openapi.json", "get", "This description", "watch", 200},
    {"/session", "post", "Customer side: opens a link, answers 204 and the session's cookie", "", 204, "",
     "session-request", true, "403 404 410 413 429 503"},
    {"/api/view", "get", "Customer side: what the link shows now", "session", 200, "customer-view", "", true,
     "403 404 410"},
    {"/api/stream", "get",
     "Customer side: server-sent events, snapshot (customer-snapshot), then one patch (RFC 7396) a second", "session",
     200, "", "", true, "403 404 410 429"},
};

Json reference(const char* name) { return Json{{"$ref", "#/components/schemas/" + api_components().roots.at(name)}}; }

Json error_of(const char* why) {
    return {{"description", why}, {"content", {{"application/json", {{"schema", reference("error")}}}}}};
}

const char* reason_for(int status) {
    switch (status) {
        case 400:
            return "The body or a parameter is wrong; the sentence names every fault";
        case 404:
            return "There is none";
        case 409:
            return "It can't be done now; the sentence says why";
        case 410:
            return "The link has ended";
        case 413:
            return "Too long";
        case 429:
            return "Too many";
        case 501:
            return "Not built yet";
        case 503:
            return "The journal takes nothing now";
        default:
            return "Refused";
    }
}

bool customers(const std::string& path) {
    return path.rfind("/api/v1/", 0) != 0 && path != "/healthz" && path != "/metrics";
}

Json parameters_of(const std::string& path) {
    Json parameters = Json::array();
    if (const auto open = path.find('{'); open != std::string::npos) {
        parameters.push_back({{"name", path.substr(open + 1, path.find('}') - open - 1)},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", "string"}}}});
    }
    const auto query = [&](const char* name, Json schema) {
        parameters.push_back({{"name", name}, {"in", "query"}, {"required", false}, {"schema", std::move(schema)}});
    };
    if (path == "/api/v1/journal") {
        query("from", {{"type", "integer"}, {"minimum", 0}, {"default", 1}});
        query("limit", {{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000}, {"default", 100}});
    }
    if (path == "/api/v1/feed") query("after", {{"type", "string"}});
    if (path == "/api/v1/feed" || path == "/api/stream") {
        parameters.push_back(
            {{"name", "Last-Event-ID"}, {"in", "header"}, {"required", false}, {"schema", {{"type", "string"}}}});
    }
    return parameters;
}

Json content_of(const Operation& op) {
    const std::string path = op.path;
    if (path == "/api/v1/feed" || path == "/api/stream") {
        return {{"text/event-stream", {{"schema", {{"type", "string"}}}}}};
    }
    if (path == "/metrics") return {{"text/plain", {{"schema", {{"type", "string"}}}}}};
    if (path == "/api/v1/openapi.json") return {{"application/json", {{"schema", {{"type", "object"}}}}}};
    return {{"application/json", {{"schema", reference(op.answer)}}}};
}

Json operation_of(const Operation& op) {
    const std::string role = op.role;
    Json out = {{"summary", op.summary}, {"tags", Json::array({customers(op.path) ? "customer" : "operator"})}};
    if (role == "session") {
        out["security"] = Json::array({Json{{"session", Json::array()}}});
    } else if (!role.empty()) {
        out["security"] = Json::array({Json{{"token", Json::array()}}});
        out["description"] = "Least role: " + role;
    } else {
        out["security"] = Json::array();
    }
    const auto parameters = parameters_of(op.path);
    if (!parameters.empty()) out["parameters"] = parameters;
    if (*op.request != '\0') {
        out["requestBody"] = {{"required", op.request_needed},
                              {"content", {{"application/json", {{"schema", reference(op.request)}}}}}};
    }
    auto& responses = out["responses"];
    const auto success = std::to_string(op.success);
    if (op.success == 501) {
        responses[success] = error_of(reason_for(501));
    } else {
        responses[success] = {{"description", "Done"}};
        if (op.success != 204) responses[success]["content"] = content_of(op);
    }
    const std::string refusals = op.refusals;
    for (std::size_t at = 0; at + 3 <= refusals.size(); at += 4) {
        const auto status = refusals.substr(at, 3);
        responses[status] = status == "200" ? responses[success] : error_of(reason_for(std::stoi(status)));
    }
    if (!role.empty()) responses["401"] = error_of(role == "session" ? "No session" : "No valid token");
    if (!role.empty() && role != "session" && role != "watch")
        responses["403"] = error_of("The token's role is too low");
    return out;
}

std::string built() {
    Json paths = Json::object();
    for (const auto& op : operations) {
        paths[op.path][op.method] = operation_of(op);
        if (customers(op.path)) {
            paths[op.path]["servers"] = Json::array(
                {{{"url", "{customer}"}, {"variables", {{"customer", {{"default", "http://127.0.0.1:8481"}}}}}}});
        }
    }
    const Json out = {
        {"openapi", "3.1.0"},
        {"info", {{"title", "Glassline"}, {"version", GLASSLINE_VERSION}}},
        {"jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema"},
        {"servers", Json::array({{{"url", "/"}}})},
        {"paths", paths},
        {"components",
         {{"schemas", api_components().schemas},
          {"securitySchemes",
           {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "glassline"}}}}}}},
    };
    return out.dump();
}

}  // namespace

const std::string& openapi_json() {
    static const std::string text = built();
    return text;
}

}  // namespace glassline::gateway
