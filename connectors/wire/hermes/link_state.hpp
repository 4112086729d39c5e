// The states of one horizontal link and what each message makes of them: the same table on both ends.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace glassline::hermes {

enum class LinkState {
    not_connected,
    socket_connected,                // the client has not introduced itself yet
    service_description_downstream,  // the client has, the server has not answered yet
    not_available_not_ready,
    board_available,
    machine_ready,
    available_and_ready,
    transporting,
    transport_finished,  // the server is done, the client not yet
    transport_stopped,   // the client is done, the server not yet
};
constexpr auto names(LinkState) {
    return std::array<std::string_view, 10>{"NotConnected",         "SocketConnected", "ServiceDescriptionDownstream",
                                            "NotAvailableNotReady", "BoardAvailable",  "MachineReady",
                                            "AvailableAndReady",    "Transporting",    "TransportFinished",
                                            "TransportStopped"};
}

enum class LinkSignal {
    client_service_description,
    server_service_description,
    board_available,
    revoke_board_available,
    machine_ready,
    revoke_machine_ready,
    start_transport,
    stop_transport,
    transport_finished,
    board_forecast,
};

/// The state after a message, or nothing when the message is illegal in this state. Messages of the server that may
/// have crossed a StartTransport on their way are legal while the board moves, and change nothing.
[[nodiscard]] std::optional<LinkState> state_after(LinkState state, LinkSignal signal);

[[nodiscard]] inline std::string_view name_of(LinkState state) { return names(state)[static_cast<std::size_t>(state)]; }

}  // namespace glassline::hermes
