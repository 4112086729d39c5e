#include "connectors/app/hermes_trace.hpp"

#include <algorithm>
#include <ostream>

namespace glassline::app {

void HermesTrace::note(const std::string& channel, const char* direction, std::string_view bytes, Instant at) {
    if (out_ == nullptr || bytes.empty()) return;
    for (auto& text : framers_[{channel, direction}].feed(bytes)) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        *out_ << micros(at) / 1000 << '\t' << channel << '\t' << direction << '\t' << text << '\n';
    }
    out_->flush();
}

}  // namespace glassline::app
