// What is loaded at a station: feeders, squeegees' paste, glue. Rates and the time until empty are left to a reader:
// `used` between `used_since` and `used_until` and `package.quantity` are what it needs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline {

inline constexpr std::size_t max_feeders = 512;           // of a station; a placer has some two hundred
inline constexpr std::size_t max_expired_packages = 256;  // remembered a line; the oldest go first

/// A reel, a tray, a syringe (CFX MaterialPackage).
struct MaterialPackage {
    std::string id;
    std::string part;   // InternalPartNumber
    std::string batch;  // lot
    double quantity = 0;
    bool operator==(const MaterialPackage&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("part", self.part);
        v("batch", self.batch);
        v("quantity", self.quantity);
    }
};

/// A place for material and what is there (CFX MaterialLocation): the carrier tells the lanes of a feeder apart.
struct MaterialLocation {
    std::string id;
    std::string name;
    std::string carrier;
    std::string carrier_name;
    MaterialPackage package;
    bool operator==(const MaterialLocation&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("carrier", self.carrier);
        v("carrier_name", self.carrier_name);
        v("package", self.package);
    }
};

struct Feeder {
    MaterialLocation at;
    Instant loaded_at{};    // no_time: it was there before anybody told
    Instant quantity_at{};  // when at.package.quantity was true
    bool empty = false;
    bool expired = false;
    double used = 0;     // since used_since, of this package
    double spoiled = 0;  // picked and thrown away
    Instant used_since{};
    Instant used_until{};
    bool operator==(const Feeder&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("at", self.at);
        v("loaded_at", self.loaded_at);
        v("quantity_at", self.quantity_at);
        v("empty", self.empty);
        v("expired", self.expired);
        v("used", self.used);
        v("spoiled", self.spoiled);
        v("used_since", self.used_since);
        v("used_until", self.used_until);
    }
};

struct StationMaterial {
    std::map<std::string, Feeder> feeders;  // by location and carrier
    bool reports_consumption = false;       // MaterialsConsumed came: what is installed is not subtracted again
    std::uint64_t splices = 0;
    std::uint64_t emptied = 0;
    std::uint64_t feeders_dropped = 0;  // over max_feeders
    std::uint64_t late = 0;             // told of a past that newer messages had overwritten
    bool operator==(const StationMaterial&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("feeders", self.feeders);
        v("reports_consumption", self.reports_consumption);
        v("splices", self.splices);
        v("emptied", self.emptied);
        v("feeders_dropped", self.feeders_dropped);
        v("late", self.late);
    }
};

/// What is known of material on a line without a place.
struct LineMaterial {
    std::vector<std::string> expired_packages;  // the oldest first
    std::uint64_t expired_forgotten = 0;
    bool operator==(const LineMaterial&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("expired_packages", self.expired_packages);
        v("expired_forgotten", self.expired_forgotten);
    }
};

/// The key of a place in StationMaterial::feeders; empty when nothing names it.
[[nodiscard]] std::string feeder_key(const MaterialLocation& location);

}  // namespace glassline
