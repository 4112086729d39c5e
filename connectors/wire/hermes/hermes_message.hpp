// IPC-HERMES-9852 messages as plain values, as far as the twin and the emulated machines use them. Attribute names are
// the standard's (facts from the Hermes initiative's reference library, version 1.6).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline::hermes {

inline constexpr std::size_t max_message_bytes = 65'536;  // the standard's cap

struct SubBoard {
    std::uint32_t position = 0;
    std::string barcode;
    int status = 0;  // 0 unknown, 1 good, 2 failed, 3 missing, 4 skip
    bool operator==(const SubBoard&) const = default;
};

/// What several messages say of a board. Lengths in mm; 0: not said.
struct Board {
    std::string board_id;  // GUID
    std::string created_by;
    int failed = 0;  // 0 any or unknown, 1 good, 2 failed
    std::string product_type;
    int flipped = 0;  // 0 unknown, 1 top side up, 2 bottom side up
    std::string top_barcode;
    std::string bottom_barcode;
    double length_mm = 0;
    double width_mm = 0;
    double thickness_mm = 0;
    std::string work_order;
    std::string batch;
    std::vector<SubBoard> sub_boards;
    bool operator==(const Board&) const = default;
};

struct CheckAlive {
    int type = 0;  // 0 not said, 1 ping, 2 pong
    std::string id;
    bool operator==(const CheckAlive&) const = default;
};
struct Notification {
    int code = 0;      // 1 protocol error, 2 refused: connected already, 3 configuration changed, 5 machine shutdown
    int severity = 4;  // 1 fatal, 2 error, 3 warning, 4 info
    std::string description;
    bool operator==(const Notification&) const = default;
};
struct SupervisoryServiceDescription {
    std::string system_id;
    std::string version = "1.6";
    std::vector<std::string> features;  // element names, "FeatureBoardTracking"
    bool operator==(const SupervisoryServiceDescription&) const = default;
};
struct ServiceDescription {
    std::uint32_t lane = 1;
    std::string machine_id;
    std::string version = "1.6";
    std::vector<std::string> features;
    bool operator==(const ServiceDescription&) const = default;
};
struct BoardArrived {
    std::string machine_id;
    std::uint32_t lane = 1;
    int transfer = 1;  // 1 transferred, 2 loaded, 3 inserted by hand
    Board board;
    bool operator==(const BoardArrived&) const = default;
};
struct BoardDeparted {
    std::string machine_id;
    std::uint32_t lane = 1;
    int transfer = 1;  // 1 transferred, 2 unloaded, 3 removed by hand
    Board board;
    bool operator==(const BoardDeparted&) const = default;
};
struct QueryHermesCapabilities {
    bool operator==(const QueryHermesCapabilities&) const = default;
};
struct GetConfiguration {
    bool operator==(const GetConfiguration&) const = default;
};
/// Any other element: of the standard (`known`), or not.
struct Other {
    std::string name;
    bool known = false;
    bool operator==(const Other&) const = default;
};

using Message = std::variant<CheckAlive, Notification, SupervisoryServiceDescription, ServiceDescription, BoardArrived,
                             BoardDeparted, QueryHermesCapabilities, GetConfiguration, Other>;

struct Document {
    std::string timestamp;  // as sent: local time without a zone
    Message message;
    bool operator==(const Document&) const = default;
};

/// Reads one `<Hermes ...>...</Hermes>` document.
[[nodiscard]] Result<Document> parse(std::string_view xml);

/// Writes a document; doubles with three decimals, enumerations as integers.
[[nodiscard]] std::string write(const Document& document);

/// Every message name of the standard.
[[nodiscard]] bool is_known_name(std::string_view name);

}  // namespace glassline::hermes
