// Files that people write: settings, line and orders files with their places, and tables of work orders.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/files/places.hpp"
#include "connectors/wire/files/settings.hpp"
#include "connectors/wire/files/work_order_log.hpp"

using namespace glassline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (json_fault(text).empty()) {
        const auto places = places_of(text);
        // A fault is always somewhere in the text.
        for (const auto& faults :
             {read_line_file(text).faults, read_settings(text).faults, read_orders_file(text).faults}) {
            for (const auto& fault : faults) {
                const auto at = places.find(fault.substr(0, fault.find(": ")));
                if (at.line == 0 || at.line > size + 1 || at.column > size + 1) std::abort();
            }
        }
    }
    if (const auto log = read_work_order_log(text, 60)) {
        for (const auto& row : log->rows) {
            if (row.order.empty() || row.machine.empty() || row.complete < row.start) std::abort();
        }
    }
    return 0;
}
