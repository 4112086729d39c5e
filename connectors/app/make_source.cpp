#include "connectors/app/make_source.hpp"

#include "connectors/app/files.hpp"
#include "connectors/sources/cfx_amqp.hpp"
#include "connectors/sources/cfx_listen.hpp"
#include "connectors/sources/cfx_mqtt.hpp"
#include "connectors/sources/hermes_supervisory.hpp"
#include "connectors/sources/mqtt_json.hpp"
#include "connectors/sources/mtconnect_agent.hpp"
#include "connectors/sources/shdr.hpp"
#include "connectors/sources/sparkplug.hpp"

namespace glassline::app {
namespace {

Result<std::unique_ptr<Source>> shdr_source(const SourceSettings& settings, const SourceContext& context) {
    const auto xml = read_whole(settings.devices, mtconnect::max_devices_bytes);
    if (!xml) return xml.error();
    auto model = mtconnect::read_devices(*xml);
    if (!model) return Error{settings.devices, model.error().text(), ""};
    return make_shdr({.name = settings.name,
                      .address = settings.url,
                      .model = std::move(*model),
                      .device = settings.device,
                      .station = settings.station,
                      .simulated = settings.simulated},
                     context);
}

MqttBroker broker_of(const SourceSettings& settings) {
    return {settings.url,      settings.topic,     settings.user,
            settings.password, settings.client_id, {settings.ca, settings.certificate, settings.key}};
}

}  // namespace

Result<MappingText> mapping_of_file(const std::string& path) {
    const auto text = read_whole(path, max_file_bytes);
    if (!text) return text.error();
    auto mapping = read_mapping(*text);
    if (mapping.ok()) return std::move(mapping.value);
    return Error{path, mapping.faults.front(), "see all of its faults with `glassline check " + path + "`"};
}

Result<std::unique_ptr<Source>> make_source(const SourceSettings& settings, const SourceContext& context) {
    if (settings.kind == "hermes-supervisory") {
        return make_hermes_supervisory(settings.name, context, settings.simulated);
    }
    if (settings.kind == "cfx-listen") {
        return make_cfx_listen({.name = settings.name,
                                .listen = settings.listen,
                                .user = settings.user,
                                .password = settings.password,
                                .simulated = settings.simulated},
                               context);
    }
    if (settings.kind == "cfx-amqp") {
        return make_cfx_amqp(
            {.name = settings.name, .url = settings.url, .address = settings.address, .simulated = settings.simulated},
            context);
    }
    if (settings.kind == "shdr") return shdr_source(settings, context);
    if (settings.kind == "mtconnect-agent") {
        return make_mtconnect_agent({.name = settings.name,
                                     .url = settings.url,
                                     .device = settings.device,
                                     .station = settings.station,
                                     .poll = from_seconds(settings.poll_s),
                                     .simulated = settings.simulated},
                                    context);
    }
    if (settings.kind == "cfx-mqtt") {
        return make_cfx_mqtt({settings.name, broker_of(settings), settings.simulated}, context);
    }
    if (settings.kind == "mqtt-json") {
        auto mapping = mapping_of_file(settings.mapping);
        if (!mapping) return mapping.error();
        return make_mqtt_json({settings.name, broker_of(settings), std::move(*mapping), settings.simulated}, context);
    }
    if (settings.kind == "sparkplug") {
        auto mapping = mapping_of_file(settings.mapping);
        if (!mapping) return mapping.error();
        return make_sparkplug(
            {settings.name, broker_of(settings), std::move(*mapping), settings.host_id, settings.simulated}, context);
    }
    return Error{"sources." + settings.name, "kind '" + settings.kind + "' is not built into this program",
                 "use one of those that `glassline check` names"};
}

}  // namespace glassline::app
