// Any bytes from an adapter, in two reads: where a read ends must not matter, and whatever was said becomes events that
// the twin can fold, compare and store. The first byte chooses the cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/wire/mtconnect/shdr_interpreter.hpp"
#include "connectors/wire/mtconnect/shdr_session.hpp"

using namespace glassline;

namespace {

const mtconnect::DeviceModel& model() {
    static const auto made = *mtconnect::read_devices(
        "<MTConnectDevices><Devices><Device id='d' name='D' uuid='u'><DataItems>"
        "<DataItem id='a' name='avail' type='AVAILABILITY' category='EVENT'/>"
        "<DataItem id='e' name='execution' type='EXECUTION' category='EVENT'/>"
        "<DataItem id='m' name='mode' type='CONTROLLER_MODE' category='EVENT'/>"
        "<DataItem id='s' name='estop' type='EMERGENCY_STOP' category='EVENT'/>"
        "<DataItem id='c' name='system' type='SYSTEM' category='CONDITION'/>"
        "<DataItem id='p' name='parts' type='PART_COUNT' category='EVENT'/>"
        "<DataItem id='g' name='program' type='PROGRAM' category='EVENT'/>"
        "<DataItem id='x' name='msg' type='MESSAGE' category='EVENT'/>"
        "<DataItem id='l' name='load' type='LOAD' category='SAMPLE'/>"
        "</DataItems></Device></Devices></MTConnectDevices>");
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto cut = size < 2 ? size : data[0] % size;
    const auto now = from_micros(1'000'000);

    mtconnect::ShdrFramer whole;
    const auto messages = whole.feed(bytes);
    mtconnect::ShdrFramer halves;
    auto split = halves.feed(bytes.substr(0, cut));
    for (auto& message : halves.feed(bytes.substr(cut))) split.push_back(std::move(message));
    if (size <= mtconnect::max_shdr_line_bytes && split != messages) std::abort();

    mtconnect::ShdrInterpreter interpreter(model(), 0, {StationId("s")}, 60);
    static_cast<void>(interpreter.begin(now));
    for (const auto& message : messages) {
        for (const auto& event : interpreter.take(message, now)) {
            if (!(event == event)) std::abort();  // a NaN would break every comparison of states
        }
    }
    static_cast<void>(interpreter.lost(now));
    static_cast<void>(mtconnect::device_of_recording(bytes, model()));
    mtconnect::ShdrSession session;
    session.connected(now);
    static_cast<void>(session.feed(bytes, now));
    session.tick(now);
    return 0;
}
