// Any bytes into the CFX decoder: it must answer with at least one event a message and never read outside its input.
// The first byte chooses the form, so that a message body and an announced gzip are reached as well.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/wire/cfx/decode.hpp"

namespace {

glassline::LineDescription make_line() {
    glassline::LineDescription line;
    line.zone = "+02:00";
    glassline::StationDescription station;
    station.id = glassline::StationId("s");
    station.cfx_handle = "Glassline.Placer.1";
    line.stations.push_back(station);
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const glassline::LineDescription line = make_line();
    static glassline::cfx::Decoder decoder;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto meanings = decoder.decode(bytes, size % 2 == 0 ? "gzip" : "", {line, "Glassline.Placer.1"});
    if (meanings.empty()) std::abort();
    for (const auto& meaning : meanings) {
        if (meaning.events.empty()) std::abort();
    }
    const auto body =
        decoder.decode_body("CFX.Production.TestAndInspection.UnitsInspected", bytes, {line, "Glassline.Placer.1"});
    if (body.events.empty()) std::abort();
    return 0;
}
