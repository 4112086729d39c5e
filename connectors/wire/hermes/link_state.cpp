#include "connectors/wire/hermes/link_state.hpp"

namespace glassline::hermes {

std::optional<LinkState> state_after(LinkState state, LinkSignal signal) {
    using S = LinkState;
    const bool moving = state == S::transporting || state == S::transport_stopped;
    switch (signal) {
        case LinkSignal::client_service_description:
            if (state == S::socket_connected) return S::service_description_downstream;
            return std::nullopt;
        case LinkSignal::server_service_description:
            if (state == S::service_description_downstream) return S::not_available_not_ready;
            return std::nullopt;
        case LinkSignal::board_available:
            if (state == S::not_available_not_ready) return S::board_available;
            if (state == S::machine_ready) return S::available_and_ready;
            if (moving) return state;
            return std::nullopt;
        case LinkSignal::revoke_board_available:
            if (state == S::board_available) return S::not_available_not_ready;
            if (state == S::available_and_ready) return S::machine_ready;
            if (moving) return state;
            return std::nullopt;
        case LinkSignal::machine_ready:
            if (state == S::not_available_not_ready) return S::machine_ready;
            if (state == S::board_available) return S::available_and_ready;
            return std::nullopt;
        case LinkSignal::revoke_machine_ready:
            if (state == S::machine_ready) return S::not_available_not_ready;
            if (state == S::available_and_ready) return S::board_available;
            return std::nullopt;
        case LinkSignal::start_transport:
            // In MachineReady it crossed the RevokeBoardAvailable.
            if (state == S::available_and_ready || state == S::machine_ready) return S::transporting;
            return std::nullopt;
        case LinkSignal::stop_transport:
            if (state == S::transporting) return S::transport_stopped;
            if (state == S::transport_finished) return S::not_available_not_ready;
            return std::nullopt;
        case LinkSignal::transport_finished:
            if (state == S::transporting) return S::transport_finished;
            if (state == S::transport_stopped) return S::not_available_not_ready;
            return std::nullopt;
        case LinkSignal::board_forecast:
            if (state == S::not_available_not_ready || state == S::machine_ready || moving) return state;
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace glassline::hermes
