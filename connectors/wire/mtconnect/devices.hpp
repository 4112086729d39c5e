// Devices.xml and the agent's answer to /probe: which machines there are and what each word of theirs is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline::mtconnect {

enum class Category { sample, event, condition };

/// One thing a machine reports (MTConnect DataItem).
struct DataItem {
    std::string id;  // unique in the document
    std::string name;
    std::string source;  // the adapter's own key, when the model says one
    std::string type;    // EXECUTION, PART_COUNT, x:VENDOR_TYPE, ...
    std::string sub_type;
    Category category = Category::event;
    std::string units;
    std::string representation;  // VALUE when not said
    bool operator==(const DataItem&) const = default;
    /// What people call it: the name, else the id.
    [[nodiscard]] const std::string& label() const { return name.empty() ? id : name; }
};

struct Device {
    std::string id;
    std::string name;
    std::string uuid;
    std::string manufacturer;
    std::string model;
    std::vector<DataItem> items;
    std::map<std::string, std::size_t, std::less<>> by_key;  // id, name and source of each item
    bool operator==(const Device&) const = default;

    /// The item of an id, a name or a source, in this order; null: no such item.
    [[nodiscard]] const DataItem* find(std::string_view key) const;
    /// Whether `text` is this device's name, uuid or id.
    [[nodiscard]] bool is_called(std::string_view text) const;
};

struct DeviceModel {
    std::uint64_t instance_id = 0;
    std::string version;       // of the standard, as the header states it
    std::string changed_time;  // deviceModelChangeTime; empty before 1.7
    std::vector<Device> devices;
    bool operator==(const DeviceModel&) const = default;

    [[nodiscard]] const Device* find(std::string_view called) const;
};

inline constexpr std::size_t max_devices_bytes = std::size_t{32} << 20U;
inline constexpr std::size_t max_devices = 1'000;
inline constexpr std::size_t max_data_items = 100'000;  // of all devices together
inline constexpr int max_component_depth = 32;

/// Reads MTConnectDevices of any version and namespace, or a lone Device. An agent's description of itself is no
/// device. Errors: no XML, another document (an MTConnectError is told in its own words), a bound broken.
[[nodiscard]] Result<DeviceModel> read_devices(std::string_view xml);

}  // namespace glassline::mtconnect
