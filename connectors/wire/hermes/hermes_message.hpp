// IPC-HERMES-9852 messages as plain values: every message of the standard, one type each, in the file of its channel.
// Attribute names are the standard's (facts from the Hermes initiative's reference library, version 1.6). A message
// describes its attributes once (`fields`), and both the reader and the writer follow that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "connectors/wire/hermes/configuration_messages.hpp"
#include "connectors/wire/hermes/horizontal_messages.hpp"
#include "connectors/wire/hermes/supervisory_messages.hpp"
#include "twin/base/result.hpp"

namespace glassline::hermes {

inline constexpr std::size_t max_message_bytes = 65'536;  // the standard's cap

/// Either side, any time: "are you there?" A ping wants a pong with the same id from those who offer
/// FeatureCheckAliveResponse.
struct CheckAlive {
    static constexpr std::string_view element = "CheckAlive";
    int type = 0;  // 0 not said, 1 ping, 2 pong
    std::string id;
    bool operator==(const CheckAlive&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.said("Type", self.type);
        v.said("Id", self.id);
    }
};

/// NotificationCode and Severity of the standard.
inline constexpr int protocol_error = 1;
inline constexpr int connection_refused = 2;
inline constexpr int connection_reset = 3;
inline constexpr int configuration_error = 4;
inline constexpr int machine_shutdown = 5;
inline constexpr int severity_fatal = 1;
inline constexpr int severity_error = 2;
inline constexpr int severity_info = 4;

struct Notification {
    static constexpr std::string_view element = "Notification";
    int code = 0;
    int severity = severity_info;
    std::string description;
    bool operator==(const Notification&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("NotificationCode", self.code);
        v.always("Severity", self.severity);
        v.always("Description", self.description);
    }
};

/// An element that is not of the standard: to be ignored, and not to be passed on.
struct Other {
    std::string name;
    bool operator==(const Other&) const = default;
};

using Message =
    std::variant<CheckAlive, Notification, ServiceDescription, BoardAvailable, RevokeBoardAvailable, MachineReady,
                 RevokeMachineReady, StartTransport, StopTransport, TransportFinished, BoardForecast, QueryBoardInfo,
                 SendBoardInfo, Command, GetConfiguration, SetConfiguration, CurrentConfiguration,
                 SupervisoryServiceDescription, BoardArrived, BoardDeparted, QueryWorkOrderInfo, SendWorkOrderInfo,
                 ReplyWorkOrderInfo, QueryHermesCapabilities, SendHermesCapabilities, Other>;

struct Document {
    std::string timestamp;  // as sent: local time without a zone
    Message message;
    bool operator==(const Document&) const = default;
};

/// Reads one `<Hermes ...>...</Hermes>` document. Attributes that are not of the standard are ignored.
[[nodiscard]] Result<Document> parse(std::string_view xml);

/// Writes a document; doubles with three decimals, enumerations as integers. Sub-boards are left out when they would
/// lift the message over the cap, as the reference library does.
[[nodiscard]] std::string write(const Document& document);

/// The element's name: "BoardAvailable".
[[nodiscard]] std::string_view name_of(const Message& message);

}  // namespace glassline::hermes
