// Any bytes as an agent's answers: as a device model, and as streams or errors of a model that is known.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/wire/mtconnect/agent_session.hpp"
#include "connectors/wire/mtconnect/machine.hpp"

using namespace glassline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto as_model = mtconnect::read_devices(bytes);
    if (as_model) {
        for (const auto& device : as_model->devices) {
            for (const auto& [key, index] : device.by_key) {
                if (device.find(key) != &device.items.at(index)) std::abort();
            }
        }
    }
    static const std::string_view probe =
        "<MTConnectDevices><Header instanceId='7'/><Devices><Device id='d' name='D' uuid='u'><DataItems>"
        "<DataItem id='a' name='avail' type='AVAILABILITY' category='EVENT'/>"
        "<DataItem id='e' name='execution' type='EXECUTION' category='EVENT'/>"
        "<DataItem id='c' name='system' type='SYSTEM' category='CONDITION'/>"
        "<DataItem id='p' name='parts' type='PART_COUNT' category='EVENT'/>"
        "</DataItems></Device></Devices></MTConnectDevices>";
    mtconnect::AgentSession session;
    if (!session.take(probe)) std::abort();
    const auto model = session.model();
    for (int i = 0; i < 3; ++i) {
        const auto answer = session.take(bytes);
        if (!answer) break;
        mtconnect::Machine machine(StationId("s"), model.devices[0]);
        std::vector<mtconnect::Observation> said;
        for (const auto& one : answer->streams.observations) said.push_back(one.observation);
        for (const auto& event : machine.take_whole(said)) {
            if (!(event == event)) std::abort();
        }
        if (session.next_path().empty()) std::abort();
        if (answer->kind == mtconnect::AgentAnswer::Kind::model) break;  // the model the observations refer to is gone
    }
    return 0;
}
