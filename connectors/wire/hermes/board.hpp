// What several Hermes messages say of a board as it travels, and what a machine asks of the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace glassline::hermes {

/// Route of a board that goes back, and of one taken out by hand.
inline constexpr std::uint32_t route_return = 900;
inline constexpr std::uint32_t route_undefined = 999;

struct SubBoard {
    std::uint32_t position = 0;
    std::string barcode;
    int status = 0;  // 0 unknown, 1 good, 2 failed, 3 missing, 4 skip
    bool operator==(const SubBoard&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("Pos", self.position);
        v.said("Bc", self.barcode);
        v.always("St", self.status);
    }
};

/// Size and weight of a board. A length of 0 is not said; a clearance of 0 mm is a fact.
struct Dimensions {
    double length_mm = 0;
    double width_mm = 0;
    double thickness_mm = 0;
    std::optional<double> conveyor_speed_mm_s;
    std::optional<double> top_clearance_mm;
    std::optional<double> bottom_clearance_mm;
    std::optional<double> weight_g;  // since 1.1
    bool operator==(const Dimensions&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("Length", self.length_mm);
        v.said("Width", self.width_mm);
        v.said("Thickness", self.thickness_mm);
        v.said("ConveyorSpeed", self.conveyor_speed_mm_s);
        v.said("TopClearanceHeight", self.top_clearance_mm);
        v.said("BottomClearanceHeight", self.bottom_clearance_mm);
        v.said("Weight", self.weight_g);
    }
};

/// The attributes that describe a board. Empty texts are not said.
struct Board : Dimensions {
    std::string board_id;  // GUID
    std::string created_by;
    int failed = 0;  // 0 any or unknown, 1 good, 2 failed
    std::string product_type;
    int flipped = 0;  // 0 unknown, 1 top side up, 2 bottom side up
    std::string top_barcode;
    std::string bottom_barcode;
    std::string work_order;              // since 1.2
    std::string batch;                   // since 1.3
    std::optional<std::uint32_t> route;  // since 1.4
    std::optional<int> action;           // since 1.4: 1 process, 2 pass through
    std::vector<SubBoard> sub_boards;    // since 1.4
    bool operator==(const Board&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("BoardId", self.board_id);
        v.always("BoardIdCreatedBy", self.created_by);
        rest(self, v);
    }
    /// All but the two identity attributes, which BoardForecast and SendBoardInfo may leave out.
    template <class Self, class V>
    static void rest(Self& self, V&& v) {
        v.always("FailedBoard", self.failed);
        v.said("ProductTypeId", self.product_type);
        v.always("FlippedBoard", self.flipped);
        v.said("TopBarcode", self.top_barcode);
        v.said("BottomBarcode", self.bottom_barcode);
        Dimensions::fields(self, v);
        v.said("WorkOrderId", self.work_order);
        v.said("BatchId", self.batch);
        v.said("Route", self.route);
        v.said("Action", self.action);
        v.list("SubBoards", "SB", self.sub_boards);
    }
    template <class Self, class V>
    static void optional_fields(Self& self, V&& v) {
        v.said("BoardId", self.board_id);
        v.said("BoardIdCreatedBy", self.created_by);
        rest(self, v);
    }
};

}  // namespace glassline::hermes
