// The messages between a machine and a supervisory system (the vertical channel).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/hermes/board.hpp"

namespace glassline::hermes {

struct SupervisoryServiceDescription {
    static constexpr std::string_view element = "SupervisoryServiceDescription";
    std::string system_id;
    std::string version = "1.6";
    std::vector<std::string> features;  // element names, "FeatureBoardTracking"
    bool operator==(const SupervisoryServiceDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("SystemId", self.system_id);
        v.always("Version", self.version);
        v.names("SupportedFeatures", self.features);
    }
};

struct BoardArrived {
    static constexpr std::string_view element = "BoardArrived";
    std::string machine_id;
    std::uint32_t lane = 1;
    std::string interface_id;
    std::string magazine_id;
    std::optional<std::uint32_t> slot_id;
    int transfer = 1;  // 1 transferred, 2 loaded, 3 inserted by hand
    Board board;
    bool operator==(const BoardArrived&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("MachineId", self.machine_id);
        v.always("UpstreamLaneId", self.lane);
        v.said("UpstreamInterfaceId", self.interface_id);
        v.said("MagazineId", self.magazine_id);
        v.said("SlotId", self.slot_id);
        v.always("BoardTransfer", self.transfer);
        Board::fields(self.board, v);
    }
};
struct BoardDeparted {
    static constexpr std::string_view element = "BoardDeparted";
    std::string machine_id;
    std::uint32_t lane = 1;
    std::string interface_id;
    std::string magazine_id;
    std::optional<std::uint32_t> slot_id;
    int transfer = 1;  // 1 transferred, 2 unloaded, 3 removed by hand
    Board board;
    bool operator==(const BoardDeparted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("MachineId", self.machine_id);
        v.always("DownstreamLaneId", self.lane);
        v.said("DownstreamInterfaceId", self.interface_id);
        v.said("MagazineId", self.magazine_id);
        v.said("SlotId", self.slot_id);
        v.always("BoardTransfer", self.transfer);
        Board::fields(self.board, v);
    }
};

/// Machine: which order does this board belong to?
struct QueryWorkOrderInfo {
    static constexpr std::string_view element = "QueryWorkOrderInfo";
    std::string query_id;
    std::string machine_id;
    std::string magazine_id;
    std::optional<std::uint32_t> slot_id;
    std::string barcode;
    std::string work_order;
    std::string batch;
    bool operator==(const QueryWorkOrderInfo&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("QueryId", self.query_id);
        v.always("MachineId", self.machine_id);
        v.said("MagazineId", self.magazine_id);
        v.said("SlotId", self.slot_id);
        v.said("Barcode", self.barcode);
        v.said("WorkOrderId", self.work_order);
        v.said("BatchId", self.batch);
    }
};
/// Supervisory system: the order to make; with a QueryId the answer to a machine's question.
struct SendWorkOrderInfo {
    static constexpr std::string_view element = "SendWorkOrderInfo";
    std::string query_id;
    std::string work_order;
    std::string batch;
    std::string product_type;
    Dimensions dimensions;
    std::optional<std::uint32_t> route;
    std::vector<SubBoard> sub_boards;
    bool operator==(const SendWorkOrderInfo&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("QueryId", self.query_id);
        v.said("WorkOrderId", self.work_order);
        v.said("BatchId", self.batch);
        v.said("ProductTypeId", self.product_type);
        Dimensions::fields(self.dimensions, v);
        v.said("Route", self.route);
        v.list("SubBoards", "SB", self.sub_boards);
    }
};
/// Machine: what it does with the order.
struct ReplyWorkOrderInfo {
    static constexpr std::string_view element = "ReplyWorkOrderInfo";
    std::string work_order;
    std::string batch;
    int status = 0;  // 0 rejected, 1 accepted and ready, 2 accepted and queued
    bool operator==(const ReplyWorkOrderInfo&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("WorkOrderId", self.work_order);
        v.said("BatchId", self.batch);
        v.always("Status", self.status);
    }
};

struct QueryHermesCapabilities {
    static constexpr std::string_view element = "QueryHermesCapabilities";
    bool operator==(const QueryHermesCapabilities&) const = default;
    template <class Self, class V>
    static void fields(Self&, V&&) {}
};
/// Machine: the optional messages it speaks, and for each board attribute a number as it stands on the wire (in the
/// reference library's recording 0: not at all, 2: known and passed on).
struct SendHermesCapabilities {
    static constexpr std::string_view element = "SendHermesCapabilities";
    std::vector<std::string> messages;  // element names, "MessageBoardArrived"
    std::map<std::string, int> attributes;
    bool operator==(const SendHermesCapabilities&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.names("OptionalMessages", self.messages);
        v.numbers("Attributes", self.attributes);
    }
};

}  // namespace glassline::hermes
