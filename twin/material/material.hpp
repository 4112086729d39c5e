// Material on its way into panels: events; the nouns are in station_material and panel_trace, the fold in
// material_fold.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/material/station_material.hpp"

namespace glassline {

/// Part of a package that went onto a unit, or came off it again.
struct InstalledMaterial {
    std::string identifier;      // of the unit
    std::uint32_t position = 0;  // of the unit, 0: not said
    MaterialLocation from;       // the package, and the place it came from where that was said
    double quantity = 0;
    double not_installed = 0;  // picked and lost
    std::string reason;        // CFX UninstalledReason; empty for what goes on
    bool operator==(const InstalledMaterial&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("identifier", self.identifier);
        v("position", self.position);
        v("from", self.from);
        v("quantity", self.quantity);
        v("not_installed", self.not_installed);
        v("reason", self.reason);
    }
};

struct ConsumedMaterial {
    MaterialLocation from;
    double used = 0;
    double spoiled = 0;
    double remaining = -1;  // negative: not said
    bool operator==(const ConsumedMaterial&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
        v("used", self.used);
        v("spoiled", self.spoiled);
        v("remaining", self.remaining);
    }
};

// ---- events (tags 110 to 124) ----

/// Packages put into places, with or without their carriers (MaterialsLoaded, MaterialCarriersLoaded).
struct MaterialsLoaded {
    static constexpr std::string_view type_name = "MaterialsLoaded";
    static constexpr std::uint16_t tag = 110;
    StationId station;
    std::vector<MaterialLocation> materials;
    bool operator==(const MaterialsLoaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("materials", self.materials);
    }
};

struct MaterialsUnloaded {
    static constexpr std::string_view type_name = "MaterialsUnloaded";
    static constexpr std::uint16_t tag = 111;
    StationId station;
    std::vector<std::string> packages;
    bool operator==(const MaterialsUnloaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("packages", self.packages);
    }
};

struct MaterialCarriersLoaded {
    static constexpr std::string_view type_name = "MaterialCarriersLoaded";
    static constexpr std::uint16_t tag = 112;
    StationId station;
    std::vector<MaterialLocation> carriers;  // without packages
    bool operator==(const MaterialCarriersLoaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("carriers", self.carriers);
    }
};

struct MaterialCarriersUnloaded {
    static constexpr std::string_view type_name = "MaterialCarriersUnloaded";
    static constexpr std::uint16_t tag = 113;
    StationId station;
    std::vector<std::string> carriers;
    bool operator==(const MaterialCarriersUnloaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("carriers", self.carriers);
    }
};

struct MaterialsEmpty {
    static constexpr std::string_view type_name = "MaterialsEmpty";
    static constexpr std::uint16_t tag = 114;
    StationId station;
    std::vector<MaterialLocation> materials;
    bool operator==(const MaterialsEmpty&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("materials", self.materials);
    }
};

/// The splice between two tapes passed: from here on the new package is used.
struct SplicePointDetected {
    static constexpr std::string_view type_name = "SplicePointDetected";
    static constexpr std::uint16_t tag = 115;
    StationId station;
    std::vector<MaterialLocation> depleted;  // none or one
    MaterialLocation active;
    bool operator==(const SplicePointDetected&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("depleted", self.depleted);
        v("active", self.active);
    }
};

struct MaterialsConsumed {
    static constexpr std::string_view type_name = "MaterialsConsumed";
    static constexpr std::uint16_t tag = 116;
    StationId station;
    std::vector<ConsumedMaterial> materials;
    bool operator==(const MaterialsConsumed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("materials", self.materials);
    }
};

/// Parts onto units; also glue, paste and the like (MaterialsApplied).
struct MaterialsInstalled {
    static constexpr std::string_view type_name = "MaterialsInstalled";
    static constexpr std::uint16_t tag = 117;
    StationId station;
    TransactionId transaction;
    std::vector<InstalledMaterial> materials;  // one a unit, package and place
    bool applied = false;
    bool operator==(const MaterialsInstalled&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("materials", self.materials);
        v("applied", self.applied);
    }
};

struct MaterialsUninstalled {
    static constexpr std::string_view type_name = "MaterialsUninstalled";
    static constexpr std::uint16_t tag = 118;
    StationId station;
    TransactionId transaction;
    std::vector<InstalledMaterial> materials;
    bool applied = false;  // MaterialsUnapplied
    bool operator==(const MaterialsUninstalled&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("materials", self.materials);
        v("applied", self.applied);
    }
};

/// Moisture-sensitive material was out for too long, wherever it is; material management says so, not a station.
struct MaterialsExpired {
    static constexpr std::string_view type_name = "MaterialsExpired";
    static constexpr std::uint16_t tag = 119;
    std::vector<std::string> packages;
    bool operator==(const MaterialsExpired&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("packages", self.packages);
    }
};

}  // namespace glassline
