// Material: what is loaded, what runs out, which lot went into which panel.
#include <array>
#include <map>
#include <utility>

#include "connectors/wire/cfx/bodies_shared.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_materials = 2'000;  // entries of one message that are kept

/// Calls `read` for each element, for at most max_materials of them; flags the rest.
template <class F>
void each_material(const Node& list, const Surroundings& around, Events& events, F&& read) {
    std::size_t count = 0;
    list.each([&](const Node& said) {
        if (count++ < max_materials) read(said);
    });
    if (count > max_materials) {
        flag(around, events, "Materials: more than 2,000 entries in one message; the first 2,000 are kept");
    }
}

MaterialPackage package_of(const Node& said) {
    MaterialPackage package;
    package.id = said["UniqueIdentifier"].text();
    package.part = said["InternalPartNumber"].text();
    package.batch = said["BatchId"].text();
    package.quantity = said["Quantity"].number();
    return package;
}

/// MaterialLocation and MaterialCarrierLocation.
MaterialLocation location_of(const Node& said) {
    MaterialLocation location;
    location.id = said["LocationIdentifier"].text();
    location.name = said["LocationName"].text();
    const Node carrier = said["CarrierInformation"];
    location.carrier = carrier["UniqueIdentifier"].text();
    location.carrier_name = carrier["Name"].text();
    location.package = package_of(said["MaterialPackage"]);
    return location;
}

std::vector<MaterialLocation> locations_of(const Node& list, const Surroundings& around, Events& events) {
    std::vector<MaterialLocation> locations;
    each_material(list, around, events, [&](const Node& said) { locations.push_back(location_of(said)); });
    return locations;
}

/// A list of identifiers; packages may come as objects, too.
std::vector<std::string> identifiers_of(const Node& list, const Surroundings& around, Events& events) {
    std::vector<std::string> identifiers;
    each_material(list, around, events, [&](const Node& said) {
        auto text = said.is_object() ? said["UniqueIdentifier"].text() : said.text();
        if (!text.empty()) identifiers.push_back(std::move(text));
    });
    return identifiers;
}

void materials_loaded(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(MaterialsLoaded{around.station, locations_of(body["Materials"], around, events)});
}

void materials_unloaded(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        MaterialsUnloaded{around.station, identifiers_of(body["MaterialPackageIdentifiers"], around, events)});
}

void carriers_loaded(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(MaterialCarriersLoaded{around.station, locations_of(body["Carriers"], around, events)});
}

void carriers_unloaded(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        MaterialCarriersUnloaded{around.station, identifiers_of(body["CarrierIdentifiers"], around, events)});
}

void materials_empty(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(MaterialsEmpty{around.station, locations_of(body["EmptyMaterials"], around, events)});
}

void splice_detected(const Node& body, const Surroundings& around, Events& events) {
    SplicePointDetected event;
    event.station = around.station;
    if (body["DepletedMaterial"].is_object()) event.depleted.push_back(location_of(body["DepletedMaterial"]));
    event.active = location_of(body["NewlyActiveMaterial"]);
    events.emplace_back(std::move(event));
}

void materials_consumed(const Node& body, const Surroundings& around, Events& events) {
    MaterialsConsumed event;
    event.station = around.station;
    each_material(body["ConsumedMaterials"], around, events, [&](const Node& said) {
        ConsumedMaterial consumed;
        consumed.from = location_of(said["MaterialLocation"]);
        consumed.used = said["QuantityUsed"].number();
        consumed.spoiled = said["QuantitySpoiled"].number();
        consumed.remaining = said["RemainingQuantity"].number(-1);
        event.materials.push_back(std::move(consumed));
    });
    events.emplace_back(std::move(event));
}

/// Machines write an entry a part: entries of one unit, package and place become one.
std::vector<InstalledMaterial> installed_of(const Node& list, std::string_view quantity, const Surroundings& around,
                                            Events& events) {
    std::vector<InstalledMaterial> materials;
    std::map<std::string, std::size_t> known;
    each_material(list, around, events, [&](const Node& said) {
        InstalledMaterial material;
        material.identifier = said["UnitIdentifier"].text();
        material.position = said["UnitPositionNumber"].count();
        material.from = location_of(said["CarrierLocation"]);
        material.from.package = package_of(said["Material"]);
        material.quantity = said[quantity].number();
        material.not_installed = said["QuantityNonInstalled"].number();
        material.reason = said["Reason"].text();
        const auto key = material.identifier + '\n' + std::to_string(material.position) + '\n' +
                         material.from.package.id + '\n' + material.from.package.part + '\n' +
                         feeder_key(material.from) + '\n' + material.reason;
        const auto [at, fresh] = known.emplace(key, materials.size());
        if (fresh) {
            materials.push_back(std::move(material));
        } else {
            materials[at->second].quantity += material.quantity;
            materials[at->second].not_installed += material.not_installed;
        }
    });
    return materials;
}

void installed(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        MaterialsInstalled{around.station, transaction_of(body),
                           installed_of(body["InstalledMaterials"], "QuantityInstalled", around, events), false});
}
void applied(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(MaterialsInstalled{around.station, transaction_of(body),
                                           installed_of(body["AppliedMaterials"], "QuantityInstalled", around, events),
                                           true});
}
void uninstalled(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        MaterialsUninstalled{around.station, transaction_of(body),
                             installed_of(body["UninstalledMaterials"], "QuantityUninstalled", around, events), false});
}
void unapplied(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        MaterialsUninstalled{around.station, transaction_of(body),
                             installed_of(body["UnappliedMaterials"], "QuantityUninstalled", around, events), true});
}

void materials_expired(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(MaterialsExpired{identifiers_of(body["Materials"], around, events)});
}

constexpr std::array<BodyReader, 12> readers{{
    {"CFX.Materials.Storage.MaterialsLoaded", materials_loaded},
    {"CFX.Materials.Storage.MaterialsUnloaded", materials_unloaded},
    {"CFX.Materials.Storage.MaterialCarriersLoaded", carriers_loaded},
    {"CFX.Materials.Storage.MaterialCarriersUnloaded", carriers_unloaded},
    {"CFX.Materials.Storage.MaterialsEmpty", materials_empty},
    {"CFX.Materials.Storage.SplicePointDetected", splice_detected},
    {"CFX.Materials.Management.MaterialsConsumed", materials_consumed},
    {"CFX.Materials.Management.MSDManagement.MaterialsExpired", materials_expired, true},
    {"CFX.Production.Assembly.MaterialsInstalled", installed},
    {"CFX.Production.Assembly.MaterialsUninstalled", uninstalled},
    {"CFX.Production.Application.MaterialsApplied", applied},
    {"CFX.Production.Application.MaterialsUnapplied", unapplied},
}};

}  // namespace

std::span<const BodyReader> material_bodies() { return readers; }

}  // namespace glassline::cfx
