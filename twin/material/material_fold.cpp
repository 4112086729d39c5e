#include "twin/material/material_fold.hpp"

#include <algorithm>

#include "twin/flow/joining.hpp"

namespace glassline {

std::string feeder_key(const MaterialLocation& location) {
    const auto& place = location.id.empty() ? location.name : location.id;
    if (location.carrier.empty()) return place;
    return place + "/" + location.carrier;
}

namespace {

StationMaterial& material_at(const FlowContext& context, const StationId& station) {
    return context.line.stations[station].material;
}

/// The feeder a message speaks of: the place with its carrier, else whatever holds the package, else the place alone.
Feeder* find_feeder(StationMaterial& material, const MaterialLocation& said) {
    const auto exact = material.feeders.find(feeder_key(said));
    if (exact != material.feeders.end()) return &exact->second;
    Feeder* at_place = nullptr;
    for (auto& [key, feeder] : material.feeders) {
        if (!said.package.id.empty() && feeder.at.package.id == said.package.id) return &feeder;
        if (!said.id.empty() && feeder.at.id == said.id && (said.carrier.empty() || feeder.at.carrier.empty())) {
            at_place = &feeder;
        }
    }
    return at_place;
}

Feeder* feeder_for(StationMaterial& material, const MaterialLocation& said) {
    const auto key = feeder_key(said);
    if (key.empty()) return nullptr;
    const auto known = material.feeders.find(key);
    if (known != material.feeders.end()) return &known->second;
    if (material.feeders.size() >= max_feeders) {
        ++material.feeders_dropped;
        return nullptr;
    }
    return &material.feeders[key];
}

bool expired(const LineState& line, const std::string& package) {
    const auto& known = line.material.expired_packages;
    return !package.empty() && std::find(known.begin(), known.end(), package) != known.end();
}

void load(const FlowContext& context, StationMaterial& material, const MaterialLocation& said) {
    Feeder* feeder = feeder_for(material, said);
    if (feeder == nullptr) return;
    if (context.at < feeder->loaded_at) {
        ++material.late;
        return;
    }
    const bool same = !said.package.id.empty() && feeder->at.package.id == said.package.id;
    Feeder fresh;
    if (same) fresh = *feeder;  // said twice, or topped up: what was used stays known
    fresh.at = said;
    fresh.loaded_at = context.at;
    fresh.quantity_at = context.at;
    fresh.empty = false;
    fresh.expired = expired(context.line, said.package.id);
    *feeder = std::move(fresh);
}

void use(Feeder& feeder, double used, double spoiled, Instant at) {
    if (feeder.used_since == no_time) feeder.used_since = at;
    feeder.used_since = std::min(feeder.used_since, at);
    feeder.used_until = std::max(feeder.used_until, at);
    feeder.used += used;
    feeder.spoiled += spoiled;
}

PanelState* panel_of(const FlowContext& context, const StationId& station, const TransactionId& transaction,
                     const std::vector<InstalledMaterial>& materials) {
    auto* panel = panel_of_transaction(context.line, station, transaction);
    if (panel == nullptr && !materials.empty()) {
        panel = panel_of_identifier(context.line, materials.front().identifier);
    }
    return panel;
}

TracedMaterial* traced(PanelTrace& trace, const StationId& station, const std::string& unit,
                       const MaterialPackage& package) {
    const auto same = std::find_if(trace.materials.begin(), trace.materials.end(), [&](const TracedMaterial& m) {
        return m.package == package.id && m.unit == unit && m.part == package.part &&
               (station.empty() || m.station == station);
    });
    return same == trace.materials.end() ? nullptr : &*same;
}

std::string unit_name(const PanelState& panel, const InstalledMaterial& said) {
    return name_of_unit(said.identifier == panel.id.value ? std::string() : said.identifier, said.position);
}

}  // namespace

void fold_material(const FlowContext& context, const MaterialsLoaded& event) {
    auto& material = material_at(context, event.station);
    for (const auto& said : event.materials) load(context, material, said);
}

void fold_material(const FlowContext& context, const MaterialsUnloaded& event) {
    auto& material = material_at(context, event.station);
    std::erase_if(material.feeders, [&](const auto& entry) {
        const auto& feeder = entry.second;
        const bool named =
            std::find(event.packages.begin(), event.packages.end(), feeder.at.package.id) != event.packages.end();
        if (named && context.at < feeder.loaded_at) ++material.late;
        return named && !feeder.at.package.id.empty() && context.at >= feeder.loaded_at;
    });
}

void fold_material(const FlowContext& context, const MaterialCarriersLoaded& event) {
    auto& material = material_at(context, event.station);
    for (const auto& said : event.carriers) {
        Feeder* feeder = feeder_for(material, said);
        if (feeder == nullptr) continue;
        if (context.at < feeder->loaded_at) {
            ++material.late;
            continue;
        }
        if (feeder->at.carrier == said.carrier && feeder->loaded_at != no_time) continue;  // said twice
        *feeder = Feeder{};
        feeder->at = said;
        feeder->loaded_at = context.at;
    }
}

void fold_material(const FlowContext& context, const MaterialCarriersUnloaded& event) {
    auto& material = material_at(context, event.station);
    std::erase_if(material.feeders, [&](const auto& entry) {
        const auto& feeder = entry.second;
        const bool named = !feeder.at.carrier.empty() && std::find(event.carriers.begin(), event.carriers.end(),
                                                                   feeder.at.carrier) != event.carriers.end();
        if (named && context.at < feeder.loaded_at) ++material.late;
        return named && context.at >= feeder.loaded_at;
    });
}

void fold_material(const FlowContext& context, const MaterialsEmpty& event) {
    auto& material = material_at(context, event.station);
    for (const auto& said : event.materials) {
        Feeder* feeder = find_feeder(material, said);
        if (feeder == nullptr) {
            feeder = feeder_for(material, said);
            if (feeder == nullptr) continue;
            feeder->at = said;
        } else if (context.at < feeder->loaded_at) {
            ++material.late;
            continue;
        }
        material.emptied += feeder->empty ? 0 : 1;
        feeder->empty = true;
        feeder->at.package.quantity = 0;
        feeder->quantity_at = std::max(feeder->quantity_at, context.at);
    }
}

void fold_material(const FlowContext& context, const SplicePointDetected& event) {
    auto& material = material_at(context, event.station);
    ++material.splices;
    Feeder* old = event.depleted.empty() ? nullptr : find_feeder(material, event.depleted.front());
    if (old != nullptr && context.at >= old->loaded_at) {
        // The old tape and the new are one tape in the place of the old: unless the new has a place of its own.
        const bool same_place = feeder_key(event.active).empty() || find_feeder(material, event.active) == old;
        old->empty = true;
        old->at.package.quantity = 0;
        old->quantity_at = std::max(old->quantity_at, context.at);
        if (same_place) {
            MaterialLocation here = old->at;
            here.package = event.active.package;
            load(context, material, here);
            return;
        }
    }
    load(context, material, event.active);
}

void fold_material(const FlowContext& context, const MaterialsConsumed& event) {
    auto& material = material_at(context, event.station);
    material.reports_consumption = true;
    for (const auto& said : event.materials) {
        Feeder* feeder = find_feeder(material, said.from);
        if (feeder == nullptr) {
            feeder = feeder_for(material, said.from);
            if (feeder == nullptr) continue;
            feeder->at = said.from;
            feeder->expired = expired(context.line, said.from.package.id);
        }
        const auto& package = said.from.package.id;
        if (!package.empty() && feeder->at.package.id != package) {
            if (context.at < feeder->loaded_at) {
                ++material.late;
                continue;
            }
            // It uses a package nobody said was loaded.
            MaterialLocation here = feeder->at;
            here.package = said.from.package;
            *feeder = Feeder{};
            feeder->at = std::move(here);
        }
        use(*feeder, said.used, said.spoiled, context.at);
        if (context.at < feeder->quantity_at) {
            ++material.late;
            continue;
        }
        feeder->quantity_at = context.at;
        feeder->at.package.quantity = said.remaining >= 0
                                          ? said.remaining
                                          : std::max(0.0, feeder->at.package.quantity - said.used - said.spoiled);
        if (feeder->at.package.quantity > 0) feeder->empty = false;
    }
}

void fold_material(const FlowContext& context, const MaterialsInstalled& event) {
    auto& material = material_at(context, event.station);
    auto* panel = panel_of(context, event.station, event.transaction, event.materials);
    PanelTrace* trace = panel == nullptr ? nullptr : &trace_of(context.line.traces, panel->id);
    if (trace == nullptr) ++context.line.stations[event.station].quality.without_panel;
    for (const auto& said : event.materials) {
        if (!material.reports_consumption) {
            Feeder* feeder = find_feeder(material, said.from);
            if (feeder != nullptr && context.at >= feeder->loaded_at) {
                use(*feeder, said.quantity, said.not_installed, context.at);
                auto& left = feeder->at.package.quantity;
                left = std::max(0.0, left - said.quantity - said.not_installed);
            }
        }
        if (trace == nullptr) continue;
        const auto unit = unit_name(*panel, said);
        if (auto* known = traced(*trace, event.station, unit, said.from.package)) {
            known->quantity += said.quantity;
            continue;
        }
        keep(*trace, trace->materials,
             TracedMaterial{event.station, unit, said.from.package.id, said.from.package.part, said.from.package.batch,
                            said.quantity, 0, event.applied, context.at},
             max_trace_materials);
    }
}

void fold_material(const FlowContext& context, const MaterialsUninstalled& event) {
    auto* panel = panel_of(context, event.station, event.transaction, event.materials);
    if (panel == nullptr) {
        ++context.line.stations[event.station].quality.without_panel;
        return;
    }
    auto& trace = trace_of(context.line.traces, panel->id);
    for (const auto& said : event.materials) {
        const auto unit = unit_name(*panel, said);
        // Taken off at a bench what was put on at a placer: any station's entry of this package.
        if (auto* known = traced(trace, {}, unit, said.from.package)) {
            known->removed += said.quantity;
            continue;
        }
        keep(trace, trace.materials,
             TracedMaterial{event.station, unit, said.from.package.id, said.from.package.part, said.from.package.batch,
                            0, said.quantity, event.applied, context.at},
             max_trace_materials);
    }
}

void expire_material(LineState& line, const MaterialsExpired& event) {
    auto& known = line.material.expired_packages;
    for (const auto& package : event.packages) {
        if (package.empty() || expired(line, package)) continue;
        known.push_back(package);
        if (known.size() > max_expired_packages) {
            known.erase(known.begin());
            ++line.material.expired_forgotten;
        }
        for (auto& [id, station] : line.stations) {
            for (auto& [key, feeder] : station.material.feeders) {
                if (feeder.at.package.id == package) feeder.expired = true;
            }
        }
    }
}

}  // namespace glassline
