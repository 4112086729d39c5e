// The messages between two neighbouring machines (the horizontal channel). The server gives boards (its downstream
// interface), the client takes them (its upstream interface).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/hermes/board.hpp"

namespace glassline::hermes {

/// How a transport ended.
inline constexpr int transfer_not_started = 1;
inline constexpr int transfer_incomplete = 2;
inline constexpr int transfer_complete = 3;

struct ServiceDescription {
    static constexpr std::string_view element = "ServiceDescription";
    std::uint32_t lane = 1;
    std::string machine_id;
    std::string interface_id;
    std::string version = "1.6";
    std::vector<std::string> features;  // element names, "FeatureBoardForecast"
    bool operator==(const ServiceDescription&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("LaneId", self.lane);
        v.always("MachineId", self.machine_id);
        v.said("InterfaceId", self.interface_id);
        v.always("Version", self.version);
        v.names("SupportedFeatures", self.features);
    }
};

/// Server: a board can be taken.
struct BoardAvailable {
    static constexpr std::string_view element = "BoardAvailable";
    Board board;
    bool operator==(const BoardAvailable&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        Board::fields(self.board, v);
    }
};
struct RevokeBoardAvailable {
    static constexpr std::string_view element = "RevokeBoardAvailable";
    bool operator==(const RevokeBoardAvailable&) const = default;
    template <class Self, class V>
    static void fields(Self&, V&&) {}
};

/// Client: room for a board, perhaps only for the kind that is described.
struct MachineReady {
    static constexpr std::string_view element = "MachineReady";
    int failed = 0;
    std::string forecast_id;
    std::string board_id;
    std::string product_type;
    std::optional<int> flipped;
    std::string top_barcode;
    std::string bottom_barcode;
    Dimensions dimensions;
    std::string work_order;
    std::string batch;
    bool operator==(const MachineReady&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("FailedBoard", self.failed);
        v.said("ForecastId", self.forecast_id);
        v.said("BoardId", self.board_id);
        v.said("ProductTypeId", self.product_type);
        v.said("FlippedBoard", self.flipped);
        v.said("TopBarcode", self.top_barcode);
        v.said("BottomBarcode", self.bottom_barcode);
        Dimensions::fields(self.dimensions, v);
        v.said("WorkOrderId", self.work_order);
        v.said("BatchId", self.batch);
    }
};
struct RevokeMachineReady {
    static constexpr std::string_view element = "RevokeMachineReady";
    bool operator==(const RevokeMachineReady&) const = default;
    template <class Self, class V>
    static void fields(Self&, V&&) {}
};

/// Client: its belt runs, the board may come.
struct StartTransport {
    static constexpr std::string_view element = "StartTransport";
    std::string board_id;
    std::optional<double> conveyor_speed_mm_s;
    bool operator==(const StartTransport&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("BoardId", self.board_id);
        v.said("ConveyorSpeed", self.conveyor_speed_mm_s);
    }
};
/// Client: its side of the transport is over.
struct StopTransport {
    static constexpr std::string_view element = "StopTransport";
    int transfer = transfer_complete;
    std::string board_id;
    bool operator==(const StopTransport&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("TransferState", self.transfer);
        v.always("BoardId", self.board_id);
    }
};
/// Server: its side of the transport is over.
struct TransportFinished {
    static constexpr std::string_view element = "TransportFinished";
    int transfer = transfer_complete;
    std::string board_id;
    bool operator==(const TransportFinished&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("TransferState", self.transfer);
        v.always("BoardId", self.board_id);
    }
};

/// Server: what will be available, and in how many seconds.
struct BoardForecast {
    static constexpr std::string_view element = "BoardForecast";
    std::string forecast_id;
    std::optional<double> time_until_available_s;
    Board board;
    bool operator==(const BoardForecast&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("ForecastId", self.forecast_id);
        v.said("TimeUntilAvailable", self.time_until_available_s);
        Board::optional_fields(self.board, v);
    }
};
/// Client: asks for what is known of a board with this barcode.
struct QueryBoardInfo {
    static constexpr std::string_view element = "QueryBoardInfo";
    std::string top_barcode;
    std::string bottom_barcode;
    bool operator==(const QueryBoardInfo&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("TopBarcode", self.top_barcode);
        v.said("BottomBarcode", self.bottom_barcode);
    }
};
/// Server: the answer; without a BoardId when it knows no such board.
struct SendBoardInfo {
    static constexpr std::string_view element = "SendBoardInfo";
    Board board;
    bool operator==(const SendBoardInfo&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        Board::optional_fields(self.board, v);
    }
};
/// Either: a command to the neighbour (since 1.5).
struct Command {
    static constexpr std::string_view element = "Command";
    int command = 0;
    bool operator==(const Command&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("Command", self.command);
    }
};

}  // namespace glassline::hermes
