// Where the parts of a page stand. Pure: sizes in, boxes out; no page has a band that nothing uses, and what does not
// fit gives way in a fixed order (rows of orders, the words under the cascade bracket), never the size of the type.
#pragma once

#include <cstddef>

#include "viewer/viewmodel/grid.hpp"

namespace glassline::viewmodel {

struct LinePageNeeds {
    bool callout = false;
    bool banner = false;
    bool replay = false;  // REPLAY and its time stand in the header, in headline size
    std::size_t orders = 0;
    std::size_t lanes = 0;
    float picture_px = 0;  // the line's own height in the front view: from the highest lamp to the lowest foot
    float floor_px = 0;    // from there to the front edge of the plinth
};

struct LinePage {
    Grid grid;
    Box header, banner, callout;
    Box scene;            // of the 3D picture: machines, room above them for pins and plates, the floor below
    float picture_y = 0;  // where the highest lamp stands
    Box names;            // one row of names
    Box cascade;          // bracket and words; no height: no room for it and none needed
    Box kpis, orders, lanes;
    std::size_t order_rows = 0;
    std::size_t lane_rows = 0;
    bool rows_have_details = false;  // each order has a second line
};
[[nodiscard]] LinePage line_page(const Grid& grid, const TypeSizes& type, int width, int height,
                                 const LinePageNeeds& needs);

struct ReplayPage {
    Grid grid;
    float border = 12;
    Box header, scene, timeline, messages, station;
};
[[nodiscard]] ReplayPage replay_page(const Grid& grid, const TypeSizes& type, int width, int height);

struct StationPage {
    Grid grid;
    float border = 0;  // of a replay
    Box header, banner, callout;
    Box scene, history, cycles;  // left
    Box middle;                  // panels here, orders
    Box messages, faults;        // right
};
[[nodiscard]] StationPage station_page(const Grid& grid, const TypeSizes& type, int width, int height, float border,
                                       bool callout, bool banner, std::size_t fault_rows);

/// Heights of parts that more than one page has.
[[nodiscard]] float header_height(const Grid& grid, const TypeSizes& type);
[[nodiscard]] float callout_height(const Grid& grid, const TypeSizes& type);
[[nodiscard]] float banner_height(const TypeSizes& type);

}  // namespace glassline::viewmodel
