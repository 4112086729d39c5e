#include "tests/render/headless.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <png.h>

#include <array>
#include <cstdio>

namespace glassline::test {

bool make_context(std::string& why) {
    const auto platform =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    EGLDisplay display = EGL_NO_DISPLAY;
    if (platform != nullptr) display = platform(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) {
        display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
        if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) {
            why = "EGL has no display";
            return false;
        }
    }
    eglBindAPI(EGL_OPENGL_API);
    const std::array<EGLint, 5> wanted{EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                       EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(display, wanted.data(), &config, 1, &count);
    const std::array<EGLint, 7> version{
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    const EGLContext context = eglCreateContext(display, count > 0 ? config : nullptr, EGL_NO_CONTEXT, version.data());
    if (context == EGL_NO_CONTEXT || eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
        why = "EGL gives no OpenGL 3.3 core context";
        return false;
    }
    return true;
}

GlFunction gl_function(const char* name) { return eglGetProcAddress(name); }

bool write_png(const std::string& file, const std::vector<std::uint8_t>& rgba, int width, int height) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGBA;
    return png_image_write_to_file(&image, file.c_str(), 0, rgba.data(), 0, nullptr) != 0;
}

TwinState look_story() {
    TwinState state;
    state.as_of = from_micros(1'795'438'987'000'000);
    LineState& line = state.lines[story_line];
    LineDescription& d = line.description;
    d.id = story_line;
    d.name = "Line 2";
    d.simulated = true;
    d.products = {{"glacier", "glacier sensor", 4, 300, 240}};
    struct Row {
        const char *id, *name, *short_name;
        StationKind kind;
        double length, depth, height;
    };
    const std::array<Row, 11> rows{{{"load", "Loader", "Load", StationKind::loader, 1500, 950, 1560},
                                    {"mark", "Laser", "Mark", StationKind::laser_marker, 1200, 1100, 1500},
                                    {"print", "Printer", "Print", StationKind::printer, 1700, 1550, 1520},
                                    {"spi", "SPI", "SPI", StationKind::paste_inspection, 1100, 1250, 1550},
                                    {"buf", "Buffer", "Buf", StationKind::buffer, 1300, 780, 1780},
                                    {"p1", "Placer 1", "P1", StationKind::placer, 2000, 1900, 1580},
                                    {"p2", "Placer 2", "P2", StationKind::placer, 2000, 1900, 1580},
                                    {"p3", "Odd-form", "P3", StationKind::odd_form_placer, 1700, 1700, 1620},
                                    {"oven", "Oven", "Oven", StationKind::reflow_oven, 5000, 1350, 1440},
                                    {"aoi", "AOI", "AOI", StationKind::optical_inspection, 1200, 1350, 1600},
                                    {"out", "Unloader", "Out", StationKind::unloader, 1500, 950, 1560}}};
    double x = 0;
    for (const Row& r : rows) {
        StationDescription s;
        s.id = StationId(r.id);
        s.name = r.name;
        s.short_name = r.short_name;
        s.kind = r.kind;
        s.rework_bench = r.kind == StationKind::optical_inspection;
        s.geometry = {x + r.length / 2, 0, r.length, r.depth, r.height};
        if (r.kind == StationKind::reflow_oven) s.capacity = 10;
        x += r.length + 350;
        d.stations.push_back(s);
        line.stations[s.id].state.e10 = EquipmentClass::productive;
        state.line_of_station[s.id] = story_line;
    }
    struct Where {
        const char *id, *station;
        bool bench;
    };
    const std::array<Where, 8> where{{{"30", "aoi", true},
                                      {"31", "aoi", false},
                                      {"32", "oven", false},
                                      {"33", "oven", false},
                                      {"34", "oven", false},
                                      {"35", "p2", false},
                                      {"36", "p1", false},
                                      {"37", "buf", false}}};
    std::int64_t n = 0;
    for (const Where& w : where) {
        PanelState p;
        p.id = PanelId(w.id);
        p.order = story_order;
        p.product = "glacier";
        if (w.bench)
            p.position.place = TakenOut{StationId(w.station)};
        else
            p.position.place = AtStation{StationId(w.station)};
        Visit v;
        v.station = StationId(w.station);
        v.arrived_at = from_micros(micros(state.as_of) - 600'000'000 + 20'000'000 * n++);
        p.visits.push_back(v);
        p.position.since = v.arrived_at;
        if (std::string(w.station) == "oven") p.position.certainty = Certainty::inferred;
        line.panels[p.id] = p;
    }
    Fault fault;
    fault.id = FaultId("f1");
    fault.code = "FDR-014-EMPTY";
    fault.cause = "MechanicalFailure";
    fault.description = "feeder 14 empty";
    fault.severity = FaultSeverity::alarm;
    fault.occurred_at = from_micros(micros(state.as_of) - 355'000'000);
    StationState& p2 = line.stations[StationId("p2")];
    p2.state = {EquipmentClass::unscheduled_down, 5000};
    p2.since = fault.occurred_at;
    p2.faults.push_back(fault);
    return state;
}

}  // namespace glassline::test
