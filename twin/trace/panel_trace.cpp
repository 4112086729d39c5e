#include "twin/trace/panel_trace.hpp"

namespace glassline {

PanelTrace& trace_of(PanelTraces& traces, const PanelId& panel) {
    const auto [at, fresh] = traces.traces.try_emplace(panel);
    if (!fresh) return at->second;
    traces.order.push_back(panel);
    if (traces.traces.size() > max_traced_panels) {
        traces.traces.erase(traces.order.front());
        traces.order.erase(traces.order.begin());
        ++traces.forgotten;
    }
    return at->second;
}

void forget_trace(PanelTraces& traces, const PanelId& panel) {
    if (traces.traces.erase(panel) == 0) return;
    std::erase(traces.order, panel);
    ++traces.forgotten;
}

}  // namespace glassline
