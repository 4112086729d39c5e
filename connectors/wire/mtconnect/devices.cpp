#include "connectors/wire/mtconnect/devices.hpp"

#include <pugixml.hpp>

#include "connectors/wire/mtconnect/streams.hpp"
#include "connectors/wire/mtconnect/xml_names.hpp"

namespace glassline::mtconnect {
namespace {

Category category_of(std::string_view text) {
    if (text == "SAMPLE") return Category::sample;
    return text == "CONDITION" ? Category::condition : Category::event;
}

DataItem read_item(const pugi::xml_node& node) {
    DataItem item;
    item.id = node.attribute("id").as_string();
    item.name = node.attribute("name").as_string();
    item.type = node.attribute("type").as_string();
    item.sub_type = node.attribute("subType").as_string();
    item.category = category_of(node.attribute("category").as_string());
    item.units = node.attribute("units").as_string();
    item.representation = node.attribute("representation").as_string("VALUE");
    for (const auto& child : node.children()) {
        if (local_name(child.name()) == "Source") item.source = child.text().as_string();
    }
    return item;
}

struct ItemReader {
    Device& device;
    std::size_t& total;
    std::string fault;

    /// Items in the order of the document, wherever components nest them.
    void read(const pugi::xml_node& node, int depth) {
        if (depth > max_component_depth) fault = "components nest deeper than 32";
        for (const auto& child : node.children()) {
            if (!fault.empty()) return;
            const auto name = local_name(child.name());
            if (name == "DataItems") {
                for (const auto& item : child.children()) {
                    if (local_name(item.name()) != "DataItem") continue;
                    if (++total > max_data_items) {
                        fault = "more than 100000 data items";
                        return;
                    }
                    device.items.push_back(read_item(item));
                }
            } else if (child.type() == pugi::node_element && name != "Configuration" && name != "References") {
                read(child, depth + 1);
            }
        }
    }
};

void index_items(Device& device) {
    for (const auto member : {&DataItem::id, &DataItem::name, &DataItem::source}) {
        for (std::size_t i = 0; i < device.items.size(); ++i) {
            const auto& key = device.items[i].*member;
            if (!key.empty()) device.by_key.emplace(key, i);
        }
    }
}

}  // namespace

const DataItem* Device::find(std::string_view key) const {
    const auto at = by_key.find(key);
    return at == by_key.end() ? nullptr : &items[at->second];
}

bool Device::is_called(std::string_view text) const {
    return !text.empty() && (name == text || uuid == text || id == text);
}

const Device* DeviceModel::find(std::string_view called) const {
    for (const auto& device : devices) {
        if (device.is_called(called)) return &device;
    }
    return nullptr;
}

Result<DeviceModel> read_devices(std::string_view xml) {
    const Error not_devices{"MTConnect devices", "is no MTConnectDevices document",
                            "name the agent's Devices.xml, or save what its /probe answers"};
    if (xml.size() > max_devices_bytes) return Error{"MTConnect devices", "is larger than 32 MiB", "split it"};
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml.data(), xml.size());
    if (!parsed) {
        return Error{"MTConnect devices, byte " + std::to_string(parsed.offset), parsed.description(),
                     "check that the file is whole"};
    }
    const auto root = document.document_element();
    DeviceModel model;
    pugi::xml_node list = document;
    if (local_name(root.name()) == "MTConnectError") return agent_errors(xml).as_error("/probe");
    if (local_name(root.name()) == "MTConnectDevices") {
        list = {};
        for (const auto& child : root.children()) {
            if (local_name(child.name()) == "Header") {
                model.instance_id = child.attribute("instanceId").as_ullong();
                model.version = child.attribute("version").as_string();
                model.changed_time = child.attribute("deviceModelChangeTime").as_string();
            }
            if (local_name(child.name()) == "Devices") list = child;
        }
    } else if (local_name(root.name()) != "Device") {
        return not_devices;
    }
    std::size_t total = 0;
    for (const auto& node : list.children()) {
        if (local_name(node.name()) != "Device") continue;
        if (model.devices.size() >= max_devices) return Error{"MTConnect devices", "more than 1000 devices", ""};
        Device device;
        device.id = node.attribute("id").as_string();
        device.name = node.attribute("name").as_string();
        device.uuid = node.attribute("uuid").as_string();
        for (const auto& child : node.children()) {
            if (local_name(child.name()) != "Description") continue;
            device.manufacturer = child.attribute("manufacturer").as_string();
            device.model = child.attribute("model").as_string();
        }
        ItemReader reader{device, total, {}};
        reader.read(node, 0);
        if (!reader.fault.empty()) return Error{"MTConnect device " + device.name, reader.fault, "check the model"};
        index_items(device);
        model.devices.push_back(std::move(device));
    }
    return model;
}

}  // namespace glassline::mtconnect
