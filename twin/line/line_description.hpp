// The static description of a line: what stands where, in which order a panel passes it, what machines are called.
// It comes from a line file (data/lines/*.json) and travels in the journal, so that a recording explains itself.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"

namespace glassline {

enum class StationKind {
    other,
    loader,
    laser_marker,
    printer,
    paste_inspection,  // SPI
    buffer,
    placer,
    odd_form_placer,
    reflow_oven,
    optical_inspection,  // AOI
    unloader,
};
constexpr auto names(StationKind) {
    return std::array<std::string_view, 11>{"other",  "loader",          "laser_marker", "printer", "spi",     "buffer",
                                            "placer", "odd_form_placer", "reflow_oven",  "aoi",     "unloader"};
}

/// A part of a station that works on panels by itself (CFX Stage).
struct StageDescription {
    std::string name;
    double length_mm = 0;
    bool operator==(const StageDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("length_mm", self.length_mm);
    }
};

/// Where a station stands and how large it is. x runs along the line with the panels, y away from the operator,
/// z up; all in mm; (x, y) is the middle of the foot print.
struct StationGeometry {
    double x_mm = 0;
    double y_mm = 0;
    double length_mm = 0;
    double depth_mm = 0;
    double height_mm = 0;
    bool operator==(const StationGeometry&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("x_mm", self.x_mm);
        v("y_mm", self.y_mm);
        v("length_mm", self.length_mm);
        v("depth_mm", self.depth_mm);
        v("height_mm", self.height_mm);
    }
};

struct StationDescription {
    StationId id;            // unique in the whole site
    std::string name;        // "Placer 2"
    std::string short_name;  // "P2": what a wall has room for
    StationKind kind = StationKind::other;
    std::string vendor;
    std::string model;
    std::string cfx_handle;             // CFX Source of its messages; empty: speaks no CFX
    std::string hermes_machine_id;      // MachineId in its Hermes messages; empty: speaks no Hermes
    std::string hermes_address;         // "host:port" of its supervisory service; empty: none
    double cycle_time_s = 0;            // nominal time a panel is worked on
    std::uint32_t capacity = 1;         // panels inside at once (an oven has many)
    std::uint32_t buffer_capacity = 1;  // panels that fit on the conveyor behind it
    bool rework_bench = false;          // a bench beside it takes panels out and brings them back
    std::string customer_step;          // what a customer reads of it: "Placed"; empty: not shown as a step
    std::vector<StageDescription> stages;
    StationGeometry geometry;
    std::string mtconnect_device;  // name, uuid or id of its MTConnect device; empty: the station's own id
    bool operator==(const StationDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("short_name", self.short_name);
        v("kind", self.kind);
        v("vendor", self.vendor);
        v("model", self.model);
        v("cfx_handle", self.cfx_handle);
        v("hermes_machine_id", self.hermes_machine_id);
        v("hermes_address", self.hermes_address);
        v("cycle_time_s", self.cycle_time_s);
        v("capacity", self.capacity);
        v("buffer_capacity", self.buffer_capacity);
        v("rework_bench", self.rework_bench);
        v("customer_step", self.customer_step);
        v("stages", self.stages);
        v("geometry", self.geometry);
        v("mtconnect_device", self.mtconnect_device);
    }
};

/// A board type the line makes.
struct ProductDescription {
    std::string id;    // Hermes ProductTypeId
    std::string name;  // "glacier sensor"
    std::uint32_t units_per_panel = 1;
    double panel_length_mm = 300;
    double panel_width_mm = 240;
    bool operator==(const ProductDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("units_per_panel", self.units_per_panel);
        v("panel_length_mm", self.panel_length_mm);
        v("panel_width_mm", self.panel_width_mm);
    }
};

/// Stations in the order in which panels pass them (one route a line, for now the order of the file).
struct LineDescription {
    LineId id;
    std::string name;
    std::string site;             // the plant's name: the only word a link preview shows
    std::string zone = "+00:00";  // applied to machine time stamps that state none (Hermes never does)
    bool simulated = false;       // every view of it must say so
    std::vector<StationDescription> stations;
    std::vector<ProductDescription> products;
    bool free_route = false;  // vehicles take panels to stations in any order: none is passed unless it is reported
    bool operator==(const LineDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("site", self.site);
        v("zone", self.zone);
        v("simulated", self.simulated);
        v("stations", self.stations);
        v("products", self.products);
        v("free_route", self.free_route);
    }

    /// The station's place on the route, or -1.
    [[nodiscard]] int index_of(const StationId& station) const {
        for (std::size_t i = 0; i < stations.size(); ++i) {
            if (stations[i].id == station) return static_cast<int>(i);
        }
        return -1;
    }
    [[nodiscard]] const StationDescription* find(const StationId& station) const {
        const int index = index_of(station);
        return index < 0 ? nullptr : &stations[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const ProductDescription* find_product(std::string_view product) const {
        for (const auto& p : products) {
            if (p.id == product) return &p;
        }
        return nullptr;
    }
};

/// Every fault of a description, each with its place ("stations[3].id"), none hidden behind the first. Empty: usable.
[[nodiscard]] std::vector<std::string> check(const LineDescription& line);

/// `+hh:mm`, `-hh:mm` or `Z` as minutes east of UTC; 0 for anything else (check() reports it).
[[nodiscard]] int zone_minutes(std::string_view zone);

}  // namespace glassline
