#include "connectors/gateway/api_schemas.hpp"

#include <cstddef>

#include "connectors/gateway/replay_api.hpp"
#include "connectors/gateway/requests.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/files/settings.hpp"
#include "connectors/wire/json/answers.hpp"
#include "connectors/wire/json/schema.hpp"
#include "twin/projection/customer_view.hpp"

namespace glassline::gateway {
namespace {

// The one list. `take(type, name, title)`; people write requests, the server writes answers.
template <class Take>
void each_answer(Take&& take) {
    take.template operator()<ErrorAnswer>("error", "Any answer of 400 and over");
    take.template operator()<HealthAnswer>("health", "GET /healthz");
    take.template operator()<LinesAnswer>("lines", "GET /api/v1/lines");
    take.template operator()<LineAnswer>("line-state", "GET /api/v1/lines/{line} and `glassline inspect --json`");
    take.template operator()<PanelStory>("panel", "GET /api/v1/panels/{panel}");
    take.template operator()<OrdersAnswer>("orders", "GET /api/v1/orders");
    take.template operator()<OrderAnswer>("order", "GET /api/v1/orders/{order}");
    take.template operator()<WorkOrder>("work-order", "The answer of POST /api/v1/orders");
    take.template operator()<ForecastAnswer>("forecast", "GET /api/v1/orders/{order}/forecast");
    take.template operator()<LinksAnswer>("links", "GET /api/v1/orders/{order}/links");
    take.template operator()<LinkAnswer>("link", "The answer of POST /api/v1/orders/{order}/links");
    take.template operator()<AlarmsAnswer>("alarms", "GET /api/v1/alarms");
    take.template operator()<Alarm>("alarm", "The answer of POST /api/v1/alarms/{alarm}/...");
    take.template operator()<JournalAnswer>("journal", "GET /api/v1/journal");
    take.template operator()<ReplayAnswer>("replay", "GET and POST /api/v1/replay of a replay server");
    take.template operator()<FeedSnapshot>("feed-snapshot", "`snapshot` of GET /api/v1/feed");
    take.template operator()<std::vector<EventRecord>>("feed-events", "`events` of GET /api/v1/feed");
    take.template operator()<FeedHeartbeat>("feed-heartbeat", "`heartbeat` of GET /api/v1/feed");
    take.template operator()<CustomerView>("customer-view", "GET /api/view of the customer side");
}

template <class Take>
void each_request(Take&& take) {
    take.template operator()<WorkOrder>("order-request", "The body of POST /api/v1/orders");
    take.template operator()<LinkRequest>("link-request", "The body of POST /api/v1/orders/{order}/links");
    take.template operator()<WhyRequest>("why-request",
                                         "The body of POST /api/v1/alarms/{alarm}/acknowledge, /unshelve");
    take.template operator()<ShelveRequest>("shelve-request", "The body of POST /api/v1/alarms/{alarm}/shelve");
    take.template operator()<ReplayRequest>("replay-request", "The body of POST /api/v1/replay");
    take.template operator()<SessionRequest>("session-request", "The body of POST /session of the customer side");
}

template <class Take>
void each_file(Take&& take) {
    take.template operator()<Settings>("settings", "The settings file of `glassline serve`");
    take.template operator()<LineDescription>("line", "A line file");
    take.template operator()<OrdersFile>("orders-file", "An orders file");
}

std::vector<NamedSchema> built() {
    std::vector<NamedSchema> out;
    const auto with = [&](SchemaBuilder::For use) {
        return [&out, use]<class T>(const char* name, const char* title) {
            SchemaBuilder builder(use);
            out.push_back({name, title, builder.document<T>(name, title)});
        };
    };
    each_file(with(SchemaBuilder::For::requests));
    each_request(with(SchemaBuilder::For::requests));
    each_answer(with(SchemaBuilder::For::answers));
    with(SchemaBuilder::For::merged)
        .
        operator()<CustomerView>("customer-snapshot",
                                 "`snapshot` of GET /api/stream: GET /api/view without what is not known");
    return out;
}

constexpr std::string_view component = "#/components/schemas/";

/// References of a request's schema, renamed with its types.
void rename(Json& schema, const std::string& ending) {
    if (schema.is_array()) {
        for (auto& item : schema) rename(item, ending);
    } else if (schema.is_object()) {
        for (auto& [key, value] : schema.items()) {
            if (key == "$ref") {
                value = value.get<std::string>() + ending;
            } else {
                rename(value, ending);
            }
        }
    }
}

ApiComponents components() {
    ApiComponents out{Json::object(), {}};
    SchemaBuilder answers(SchemaBuilder::For::answers, std::string(component));
    each_answer([&]<class T>(const char* name, const char* title) {
        const Json root = answers.of<T>();
        if (root.contains("$ref")) {
            out.roots[name] = root["$ref"].template get<std::string>().substr(component.size());
        } else {
            out.schemas[name] = root;
            out.schemas[name]["title"] = title;
            out.roots[name] = name;
        }
    });
    for (const auto& [name, schema] : answers.definitions().items()) out.schemas[name] = schema;
    SchemaBuilder requests(SchemaBuilder::For::requests, std::string(component));
    each_request([&]<class T>(const char* name, const char*) {
        out.roots[name] = requests.of<T>()["$ref"].template get<std::string>().substr(component.size()) + ".request";
    });
    for (const auto& [name, schema] : requests.definitions().items()) {
        Json renamed = schema;
        rename(renamed, ".request");
        renamed["properties"].erase("$schema");
        out.schemas[name + ".request"] = std::move(renamed);
    }
    return out;
}

}  // namespace

const std::vector<NamedSchema>& schema_documents() {
    static const std::vector<NamedSchema> all = built();
    return all;
}

const ApiComponents& api_components() {
    static const ApiComponents all = components();
    return all;
}

}  // namespace glassline::gateway
