#include "viewer/render/line_renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include "viewer/render/gl.hpp"
#include "viewer/render/instance_buffer.hpp"
#include "viewer/render/look.hpp"
#include "viewer/render/program.hpp"
#include "viewer/render/surface.hpp"

namespace glassline::render {

using scene::Mat4;
using scene::Vec2;
using scene::Vec3;
using scene::Vec4;

namespace {
constexpr int shadow_size = 4096;
constexpr std::size_t picks = scene::max_scene_stations + 1;

/// What the cached static layer depends on.
struct LayerKey {
    const scene::StaticScene* statics = nullptr;
    scene::Camera camera;
    scene::Viewport viewport;
    scene::Theme theme = scene::Theme::charcoal;
    std::vector<std::uint16_t> stale;
    DrawOptions options;
    bool occluded = false;
    bool operator==(const LayerKey& o) const {
        return statics == o.statics && camera == o.camera && viewport.width == o.viewport.width &&
               viewport.height == o.viewport.height && theme == o.theme && stale == o.stale &&
               options.hatch_px == o.options.hatch_px && options.hatch_period_px == o.options.hatch_period_px &&
               occluded == o.occluded && options.outline_px == o.options.outline_px;
    }
};

/// Lower left corner and size in GL pixels of what a station covers, `pad` around it.
std::array<int, 4> screen_box(const scene::StationAnchor& a, const scene::Camera& camera, int w, int h, float pad) {
    Vec2 low{1e9F, 1e9F}, high{-1e9F, -1e9F};
    for (unsigned c = 0; c < 8; ++c) {
        const auto p = scene::project(
            camera, {0, 0, w, h},
            {(c & 1U) != 0 ? a.maximum.x + 0.1F : a.minimum.x - 0.1F, (c & 2U) != 0 ? a.lamp.y + 0.15F : 0,
             (c & 4U) != 0 ? a.maximum.z + 0.1F : a.minimum.z - 0.1F});
        if (!p) return {0, 0, w, h};
        low = {std::min(low.x, p->x), std::min(low.y, p->y)};
        high = {std::max(high.x, p->x), std::max(high.y, p->y)};
    }
    const int x0 = std::clamp(static_cast<int>(low.x - pad), 0, w),
              x1 = std::clamp(static_cast<int>(high.x + pad), 0, w);
    const int y0 = std::clamp(static_cast<int>(low.y - pad), 0, h),
              y1 = std::clamp(static_cast<int>(high.y + pad), 0, h);
    return {x0, h - y1, x1 - x0, y1 - y0};
}
}  // namespace

struct LineRenderer::Parts {
    Gl gl;
    RendererOptions options;
    Program lit, glass, depth, flat, plinth, halo, ribbon, occlusion, blur, outline, copy;
    std::map<scene::MeshId, GpuMesh> meshes;
    InstanceBuffer statics, moving, panes;
    std::shared_ptr<const scene::StaticScene> shown;  // what the static buffers hold
    Surface shadow, prepass, ao_raw, ao, main, layer, mask, mask_read, outlined, resolved, own;
    Mat4 shadow_matrix;
    float shadow_texel_m = 0.006F;
    unsigned empty_array = 0, quad_array = 0, quad_buffer = 0;
    std::optional<LayerKey> layer_key;
    std::vector<scene::StationMark> outlined_marks;  // what `outlined` shows, under layer_key
    bool outlined_known = false;
    bool resolved_known = false;  // `resolved` shows these, under layer_key
    std::vector<scene::Board> resolved_boards;
    std::vector<scene::StationMark> resolved_marks;
    std::vector<scene::RibbonPoint> resolved_ribbon;
    bool resolved_close_up = false;
    std::optional<scene::Camera> last_camera;
    DrawStatistics statistics;

    ~Parts() {
        for (auto& [id, mesh] : meshes) destroy(gl, mesh);
        statics.destroy(gl), moving.destroy(gl), panes.destroy(gl);
        for (Surface* s :
             {&shadow, &prepass, &ao_raw, &ao, &main, &layer, &mask, &mask_read, &outlined, &resolved, &own})
            s->destroy(gl);
        for (Program* p : {&lit, &glass, &depth, &flat, &plinth, &halo, &ribbon, &occlusion, &blur, &outline, &copy}) {
            p->destroy(gl);
        }
        gl.DeleteVertexArrays(1, &empty_array);
        gl.DeleteVertexArrays(1, &quad_array);
        gl.DeleteBuffers(1, &quad_buffer);
    }

    void take(const std::shared_ptr<const scene::StaticScene>& next);
    void draw_frame(const scene::Scene& s, const LayerKey& key, const Look& look);
    void draw_shadow();
    void draw_static_layer(const scene::Scene& s, const LayerKey& key, const Look& look);
    void draw_occlusion(const LayerKey& key);
    void draw_plinth(const LayerKey& key, const Look& look, bool occluded);
    void set_light(const Program& p, const LayerKey& key, const Look& look, bool occluded);
    void set_materials(const scene::Scene& s, const DrawOptions& o, const Look& look);
    void draw_halos(const scene::Scene& s, const Mat4& view_projection, const Look& look);
    void draw_ribbon(const scene::Scene& s, const Mat4& view_projection, const Look& look);
    void draw_outlines(const scene::Scene& s, const LayerKey& key, const Look& look);
    /// Loose triangles of `floats` a vertex; `sizes` are the attributes'.
    void triangles(const std::vector<float>& data, std::initializer_list<int> sizes, unsigned mode = GL_TRIANGLES);
    void cover() {
        gl.BindVertexArray(empty_array);
        gl.DrawArrays(GL_TRIANGLES, 0, 3);
        ++statistics.draw_calls;
    }
    void bind(unsigned unit, unsigned texture) const {
        gl.ActiveTexture(GL_TEXTURE0 + unit);
        gl.BindTexture(GL_TEXTURE_2D, texture);
    }
    void paint(const InstanceBuffer& what, const std::vector<bool>* by_pick = nullptr) {
        what.draw(gl, meshes, by_pick, statistics.draw_calls, statistics.triangles);
        statistics.instances += static_cast<std::uint32_t>(what.size());
    }
};

Result<LineRenderer> LineRenderer::create(void (*(*get)(const char*))(), const RendererOptions& options) {
    auto parts = std::make_unique<Parts>();
    Gl& gl = parts->gl;
    if (const std::string missing = load(gl, get); !missing.empty()) {
        // Nothing may be called through a half-filled table, so the destructor must not run its deletes.
        static_cast<void>(parts.release());
        return Error{"OpenGL", "the driver has no " + missing, "an OpenGL 3.3 core context is needed"};
    }
    parts->options = options;
    int most = 4;
    gl.GetIntegerv(GL_MAX_SAMPLES, &most);
    parts->options.samples = std::clamp(options.samples, 1, std::max(1, most));
    struct Wanted {
        Program* program;
        const char *vertex, *fragment, *common;
    };
    const std::array<Wanted, 11> wanted{{{&parts->lit, "instance.vert", "lit.frag", "light.glsl"},
                                         {&parts->glass, "instance.vert", "glass.frag", "light.glsl"},
                                         {&parts->depth, "instance.vert", "depth.frag", ""},
                                         {&parts->flat, "instance.vert", "flat.frag", ""},
                                         {&parts->plinth, "plinth.vert", "plinth.frag", "light.glsl"},
                                         {&parts->halo, "halo.vert", "halo.frag", ""},
                                         {&parts->ribbon, "ribbon.vert", "ribbon.frag", ""},
                                         {&parts->occlusion, "screen.vert", "occlusion.frag", ""},
                                         {&parts->blur, "screen.vert", "blur.frag", ""},
                                         {&parts->outline, "screen.vert", "outline.frag", ""},
                                         {&parts->copy, "screen.vert", "copy.frag", ""}}};
    for (const Wanted& w : wanted) {
        auto made = Program::create(gl, w.vertex, w.fragment, w.common, options.shader_folder);
        if (!made) return made.error();
        *w.program = *made;
    }
    for (const scene::MeshId id : {scene::rounded_box, scene::bevelled_box, scene::plain_box, scene::cylinder,
                                   scene::thin_cylinder, scene::fine_cylinder}) {
        parts->meshes[id] = upload(gl, scene::make_primitive(id));
    }
    gl.GenVertexArrays(1, &parts->empty_array);
    gl.GenVertexArrays(1, &parts->quad_array);
    gl.GenBuffers(1, &parts->quad_buffer);
    return LineRenderer(std::move(parts));
}

LineRenderer::LineRenderer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LineRenderer::LineRenderer(LineRenderer&&) noexcept = default;
LineRenderer& LineRenderer::operator=(LineRenderer&&) noexcept = default;
LineRenderer::~LineRenderer() = default;
const DrawStatistics& LineRenderer::statistics() const { return parts_->statistics; }
void LineRenderer::set_quality(Quality quality) { parts_->options.quality = quality; }

void LineRenderer::Parts::triangles(const std::vector<float>& data, std::initializer_list<int> sizes, unsigned mode) {
    int stride = 0;
    for (const int s : sizes) stride += s;
    gl.BindVertexArray(quad_array);
    gl.BindBuffer(GL_ARRAY_BUFFER, quad_buffer);
    gl.BufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(data.size() * sizeof(float)), data.data(), GL_STREAM_DRAW);
    std::size_t at = 0;
    unsigned attribute = 0;
    for (const int s : sizes) {
        gl.EnableVertexAttribArray(attribute);
        gl.VertexAttribPointer(attribute, s, GL_FLOAT, GL_FALSE, stride * static_cast<int>(sizeof(float)),
                               reinterpret_cast<const void*>(at));
        at += static_cast<std::size_t>(s) * sizeof(float);
        ++attribute;
    }
    const int count = static_cast<int>(data.size()) / stride;
    gl.DrawArrays(mode, 0, count);
    ++statistics.draw_calls;
    statistics.triangles += static_cast<std::uint32_t>(count) / 3;
}

void LineRenderer::Parts::take(const std::shared_ptr<const scene::StaticScene>& next) {
    if (shown == next) return;
    shown = next;
    layer_key.reset();
    for (auto at = meshes.begin(); at != meshes.end();) {
        if (at->first < scene::first_own_mesh) {
            ++at;
            continue;
        }
        destroy(gl, at->second);
        at = meshes.erase(at);
    }
    for (std::size_t i = 0; i < next->own_meshes.size(); ++i) {
        meshes[static_cast<scene::MeshId>(scene::first_own_mesh + i)] = upload(gl, next->own_meshes[i]);
    }
    statics.fill(gl, next->instances, false);
    panes.fill(gl, next->glass, false);
    draw_shadow();
}

void LineRenderer::Parts::draw_shadow() {
    shadow.shape(gl, shadow_size, shadow_size, 0, 0, true);
    gl.BindTexture(GL_TEXTURE_2D, shadow.depth);
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_MODE, GL_COMPARE_REF_TO_TEXTURE);
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_FUNC, GL_LEQUAL);
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    const Vec3 sun = scene::normalize(sun_direction);
    const Vec3 low = shown->bounds_min, high = shown->bounds_max;
    const Vec3 middle = (low + high) * 0.5F;
    // The map's long side lies along the line, so that its texels are not wasted on empty floor.
    const Vec3 back = sun, right = scene::normalize(Vec3{1, 0, 0} - back * back.x);
    const Vec3 up = scene::cross(back, right);
    Mat4 view;
    const Vec3 eye = middle + sun * 30.0F;
    view.m = {right.x,
              up.x,
              back.x,
              0,
              right.y,
              up.y,
              back.y,
              0,
              right.z,
              up.z,
              back.z,
              0,
              -scene::dot(right, eye),
              -scene::dot(up, eye),
              -scene::dot(back, eye),
              1};
    Vec2 from{1e9F, 1e9F}, to{-1e9F, -1e9F};
    for (int corner = 0; corner < 8; ++corner) {
        const Vec4 p = view * Vec4{(corner & 1) != 0 ? high.x + 0.3F : low.x - 0.3F, (corner & 2) != 0 ? high.y : 0.0F,
                                   (corner & 4) != 0 ? high.z + 0.3F : low.z - 0.3F, 1};
        from = {std::min(from.x, p.x), std::min(from.y, p.y)};
        to = {std::max(to.x, p.x), std::max(to.y, p.y)};
    }
    shadow_matrix = scene::orthographic(from.x, to.x, from.y, to.y, 5, 60) * view;
    shadow_texel_m = std::max(to.x - from.x, 2.0F) / shadow_size;
    gl.BindFramebuffer(GL_FRAMEBUFFER, shadow.framebuffer);
    gl.Viewport(0, 0, shadow_size, shadow_size);
    gl.Enable(GL_DEPTH_TEST);
    gl.DepthMask(GL_TRUE);
    gl.DepthFunc(GL_LESS);
    gl.Disable(GL_CULL_FACE);
    gl.Clear(GL_DEPTH_BUFFER_BIT);
    gl.Enable(GL_POLYGON_OFFSET_FILL);
    gl.PolygonOffset(1.5F, 2.0F);
    depth.use();
    depth.set("u_view_projection", shadow_matrix);
    paint(statics);
    gl.Disable(GL_POLYGON_OFFSET_FILL);
}

void LineRenderer::Parts::set_light(const Program& p, const LayerKey& key, const Look& look, bool occluded) {
    p.set("u_view_projection", scene::view_projection(key.camera, key.viewport));
    p.set("u_eye", scene::eye_of(key.camera));
    p.set("u_sun_direction", scene::normalize(sun_direction));
    p.set("u_sun", look.sun);
    p.set("u_sky", look.sky);
    p.set("u_ground", look.ground);
    p.set("u_exposure", look.exposure);
    p.set("u_shadow_matrix", shadow_matrix);
    p.set("u_shadow_map", 0);
    p.set("u_shadow_texel_m", shadow_texel_m);
    p.set("u_shadow_taps", options.quality == Quality::full ? 16 : 8);
    p.set("u_ao", 1);
    p.set("u_ao_scale",
          occluded ? Vec2{1 / static_cast<float>(key.viewport.width), 1 / static_cast<float>(key.viewport.height)}
                   : Vec2{});
    bind(0, shadow.depth);
    bind(1, ao.color);
    gl.ActiveTexture(GL_TEXTURE0);
}

void LineRenderer::Parts::set_materials(const scene::Scene& s, const DrawOptions& o, const Look& look) {
    static constexpr auto table = scene::materials();
    std::array<Vec4, scene::material_count> albedo, surface;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const Vec3 c = linear(rgb(table[i].srgb));
        albedo[i] = {c.x, c.y, c.z, table[i].roughness};
        surface[i] = {table[i].f0, table[i].metal ? 1.0F : 0.0F, table[i].emit, 0};
    }
    std::array<Vec4, picks> station{};
    for (const scene::StationMark& m : s.marks) {
        if (m.pick >= picks) continue;
        const Vec3 c = linear({static_cast<float>(m.alarm_rgb[0]) / 255, static_cast<float>(m.alarm_rgb[1]) / 255,
                               static_cast<float>(m.alarm_rgb[2]) / 255});
        station[m.pick] = {c.x, c.y, c.z, m.stale ? 1.0F : 0.0F};
    }
    lit.set("u_albedo", albedo.data(), static_cast<int>(albedo.size()));
    lit.set("u_surface", surface.data(), static_cast<int>(surface.size()));
    lit.set("u_station", station.data(), static_cast<int>(station.size()));
    lit.set("u_hatch", Vec4{o.hatch_px, std::max(2.0F, o.hatch_period_px), look.ink ? 0.25F : 0.75F, 0});
}

void LineRenderer::Parts::draw_plinth(const LayerKey& key, const Look& look, bool occluded) {
    const Vec3 a = shown->plinth_min, b = shown->plinth_max;
    const float left = a.x - 1.7F, right = b.x + 1.7F, back = a.z, front = b.z;
    const std::vector<float> data{left, 0,      front, 0, right, 0,      front, 0, right, 0, back,  0,
                                  left, 0,      front, 0, right, 0,      back,  0, left,  0, back,  0,
                                  left, -0.06F, front, 1, right, -0.06F, front, 1, right, 0, front, 1,
                                  left, -0.06F, front, 1, right, 0,      front, 1, left,  0, front, 1};
    plinth.use();
    set_light(plinth, key, look, occluded);
    plinth.set("u_plinth", rgb(look.plinth));
    plinth.set("u_background", rgb(look.background));
    plinth.set("u_k", look.plinth_k);
    plinth.set("u_ends", Vec2{a.x, b.x});
    triangles(data, {4});
}

void LineRenderer::Parts::draw_occlusion(const LayerKey& key) {
    const int part = options.quality == Quality::full ? 1 : 2;
    const int w = std::max(1, key.viewport.width / part), h = std::max(1, key.viewport.height / part);
    prepass.shape(gl, w, h, 0, 0, true);
    ao_raw.shape(gl, w, h, 0, GL_R8, false);
    ao.shape(gl, w, h, 0, GL_R8, false);
    const Mat4 projection = scene::projection_of(key.camera, key.viewport);
    gl.Viewport(0, 0, w, h);
    gl.BindFramebuffer(GL_FRAMEBUFFER, prepass.framebuffer);
    gl.Clear(GL_DEPTH_BUFFER_BIT);
    depth.use();
    depth.set("u_view_projection", scene::view_projection(key.camera, key.viewport));
    paint(statics);
    // The floor closes half spheres, too.
    plinth.use();
    plinth.set("u_view_projection", scene::view_projection(key.camera, key.viewport));
    const float f = 60;
    triangles({-f, 0, f, 0, f, 0, f, 0, f, 0, -f, 0, -f, 0, f, 0, f, 0, -f, 0, -f, 0, -f, 0}, {4});
    gl.Disable(GL_DEPTH_TEST);
    bind(0, prepass.depth);
    gl.BindFramebuffer(GL_FRAMEBUFFER, ao_raw.framebuffer);
    occlusion.use();
    occlusion.set("u_depth", 0);
    occlusion.set("u_projection", projection);
    occlusion.set("u_unproject", scene::inverse(projection));
    cover();
    gl.BindFramebuffer(GL_FRAMEBUFFER, ao.framebuffer);
    bind(1, ao_raw.color);
    blur.use();
    blur.set("u_depth", 0);
    blur.set("u_ao", 1);
    blur.set("u_unproject", scene::inverse(projection));
    cover();
    gl.ActiveTexture(GL_TEXTURE0);
    gl.Enable(GL_DEPTH_TEST);
}

void LineRenderer::Parts::draw_static_layer(const scene::Scene& s, const LayerKey& key, const Look& look) {
    gl.Enable(GL_DEPTH_TEST);
    gl.DepthMask(GL_TRUE);
    gl.DepthFunc(GL_LESS);
    gl.Disable(GL_BLEND);
    gl.Enable(GL_CULL_FACE);
    gl.CullFace(GL_BACK);
    if (key.occluded) draw_occlusion(key);
    const int w = key.viewport.width, h = key.viewport.height;
    gl.BindFramebuffer(GL_FRAMEBUFFER, layer.framebuffer);
    gl.Viewport(0, 0, w, h);
    const Vec3 ground = rgb(look.background);
    gl.ClearColor(ground.x, ground.y, ground.z, 1);
    gl.Clear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    lit.use();
    set_light(lit, key, look, key.occluded);
    set_materials(s, key.options, look);
    paint(statics);
    if (!s.statics->stations.empty()) draw_plinth(key, look, key.occluded);
    statistics.static_layer_redrawn = true;
}

void LineRenderer::Parts::draw_halos(const scene::Scene& s, const Mat4& view_projection, const Look& look) {
    if (s.halos.empty()) return;
    std::vector<float> data;
    for (const scene::Halo& each : s.halos) {
        const float reach = each.dashed ? each.line_m : each.pad_m + each.line_m;
        const float x = each.half.x + reach, z = each.half.y + reach;
        for (const auto& [sx, sz] :
             {std::pair{-1.0F, 1.0F}, {1.0F, 1.0F}, {1.0F, -1.0F}, {-1.0F, 1.0F}, {1.0F, -1.0F}, {-1.0F, -1.0F}}) {
            data.insert(data.end(), {each.centre.x + sx * x, each.centre.y, each.centre.z + sz * z, sx * x, sz * z,
                                     each.half.x, each.half.y, each.line_m, each.pad_m, each.dashed ? 1.0F : 0.0F});
        }
    }
    halo.use();
    halo.set("u_view_projection", view_projection);
    halo.set("u_hue", rgb(look.order));
    gl.Disable(GL_CULL_FACE);
    // Where something stands before it, it shines through; where not, it is seen whole.
    gl.Enable(GL_DEPTH_TEST);
    for (const bool seen : {false, true}) {
        gl.DepthFunc(seen ? GL_LEQUAL : GL_GREATER);
        halo.set("u_strength", seen ? 1.0F : s.close_up ? 0.35F : 0.55F);
        triangles(data, {3, 2, 4, 1});
    }
    gl.DepthFunc(GL_LEQUAL);
}

void LineRenderer::Parts::draw_ribbon(const scene::Scene& s, const Mat4& view_projection, const Look& look) {
    if (s.ribbon.size() < 2) return;
    constexpr float tall = 1.05F, edge = 0.045F;
    std::vector<float> sheet, rim;
    // A smooth curve through the measured points: Catmull-Rom, a dozen pieces each.
    std::vector<scene::RibbonPoint> curve;
    const auto at = [&](std::ptrdiff_t i) {
        return s.ribbon[static_cast<std::size_t>(
            std::clamp<std::ptrdiff_t>(i, 0, static_cast<std::ptrdiff_t>(s.ribbon.size()) - 1))];
    };
    for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(s.ribbon.size()); ++i) {
        for (int k = 0; k < 12; ++k) {
            const float t = static_cast<float>(k) / 12;
            const float a = at(i - 1).value, b = at(i).value, c = at(i + 1).value, d = at(i + 2).value;
            const float v = b + 0.5F * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
            curve.push_back({at(i).x_m + (at(i + 1).x_m - at(i).x_m) * t, std::clamp(v, 0.0F, 1.0F)});
        }
    }
    curve.push_back(s.ribbon.back());
    const auto put = [&](std::vector<float>& into, float x, float y, float value, float up) {
        into.insert(into.end(), {x, y, s.ribbon_z_m, value, up});
    };
    for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
        const auto p = curve[i], q = curve[i + 1];
        const float foot = s.ribbon_foot_m, py = foot + p.value * tall, qy = foot + q.value * tall;
        for (const int half : {0, 1}) {
            if (half == 0)
                put(sheet, p.x_m, foot, p.value, 0), put(sheet, q.x_m, foot, q.value, 0),
                    put(sheet, q.x_m, qy, q.value, 1);
            else
                put(sheet, p.x_m, foot, p.value, 0), put(sheet, q.x_m, qy, q.value, 1),
                    put(sheet, p.x_m, py, p.value, 1);
        }
        put(rim, p.x_m, py, p.value, 1), put(rim, q.x_m, qy, q.value, 1), put(rim, q.x_m, qy + edge, q.value, 1);
        put(rim, p.x_m, py, p.value, 1), put(rim, q.x_m, qy + edge, q.value, 1), put(rim, p.x_m, py + edge, p.value, 1);
    }
    gl.Disable(GL_CULL_FACE);
    ribbon.use();
    ribbon.set("u_view_projection", view_projection);
    ribbon.set("u_greys", look.ribbon_greys);
    ribbon.set("u_edge", 0.0F);
    triangles(sheet, {3, 2});
    ribbon.set("u_edge", 1.0F);
    triangles(rim, {3, 2});
}

void LineRenderer::Parts::draw_outlines(const scene::Scene& s, const LayerKey& key, const Look& look) {
    std::vector<bool> marked(picks, false);
    std::array<Vec4, picks> hues{};
    bool any = false;
    for (const scene::StationMark& m : s.marks) {
        if ((!m.alarm && !m.selected) || m.pick >= picks) continue;
        any = marked[m.pick] = true;
        const Vec3 c = m.alarm
                           ? Vec3{static_cast<float>(m.alarm_rgb[0]) / 255, static_cast<float>(m.alarm_rgb[1]) / 255,
                                  static_cast<float>(m.alarm_rgb[2]) / 255}
                           : rgb(look.text);
        hues[m.pick] = {c.x, c.y, c.z, 1};
    }
    if (!any) return;
    const int w = key.viewport.width, h = key.viewport.height;
    const bool fresh = !outlined_known || outlined_marks != s.marks;
    if (fresh) {
        outlined_known = true;
        outlined_marks = s.marks;
        mask.shape(gl, w, h, options.samples, GL_RGBA8, false);
        mask_read.shape(gl, w, h, 0, GL_RGBA8, false);
        outlined.shape(gl, w, h, 0, GL_RGBA8, false);
        gl.BindFramebuffer(GL_FRAMEBUFFER, mask.framebuffer);
        gl.Viewport(0, 0, w, h);
        gl.ClearColor(0, 0, 0, 0);
        gl.Clear(GL_COLOR_BUFFER_BIT);
        gl.Disable(GL_BLEND);
        flat.use();
        flat.set("u_view_projection", scene::view_projection(key.camera, key.viewport));
        flat.set("u_flat", hues.data(), static_cast<int>(hues.size()));
        paint(statics, &marked);
        paint(panes, &marked);
        gl.BindFramebuffer(GL_READ_FRAMEBUFFER, mask.framebuffer);
        gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, mask_read.framebuffer);
        gl.BlitFramebuffer(0, 0, w, h, 0, 0, w, h, GL_COLOR_BUFFER_BIT, GL_NEAREST);
        gl.BindFramebuffer(GL_FRAMEBUFFER, outlined.framebuffer);
        gl.Clear(GL_COLOR_BUFFER_BIT);
        bind(0, mask_read.color);
        outline.use();
        outline.set("u_mask", 0);
        outline.set("u_radius", key.options.outline_px);
        outline.set("u_ink", look.ink ? std::max(1.0F, key.options.outline_px * 0.45F) : 0.0F);
        outline.set("u_ink_color", rgb(0x14171A));
    }
    // Only where a marked machine is: the passes are not cheap without a GPU.
    const auto each_marked = [&](auto&& draw_there) {
        gl.Enable(GL_SCISSOR_TEST);
        for (const scene::StationMark& m : s.marks) {
            if ((!m.alarm && !m.selected) || m.pick == 0 || m.pick > s.statics->stations.size()) continue;
            const auto box =
                screen_box(s.statics->stations[m.pick - 1U], key.camera, w, h, key.options.outline_px * 2 + 4);
            if (box[2] <= 0 || box[3] <= 0) continue;
            gl.Scissor(box[0], box[1], box[2], box[3]);
            draw_there();
        }
        gl.Disable(GL_SCISSOR_TEST);
    };
    if (fresh) each_marked([&] { cover(); });
    gl.BindFramebuffer(GL_FRAMEBUFFER, resolved.framebuffer);
    gl.Viewport(0, 0, w, h);
    gl.Enable(GL_BLEND);
    gl.BlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    bind(0, outlined.color);
    copy.use();
    copy.set("u_image", 0);
    // Boxes of neighbours may overlap: what is drawn twice would be too strong at soft edges by a hair, no more.
    each_marked([&] { cover(); });
    gl.Disable(GL_BLEND);
}

/// Everything that may change while the camera stands: boards, halos, ribbon, then glass and outlines, into `resolved`.
void LineRenderer::Parts::draw_frame(const scene::Scene& s, const LayerKey& key, const Look& look) {
    const int w = key.viewport.width, h = key.viewport.height;
    main.shape(gl, w, h, options.samples, GL_RGBA8, true);
    resolved.shape(gl, w, h, 0, GL_RGBA8, false);
    gl.BindFramebuffer(GL_READ_FRAMEBUFFER, layer.framebuffer);
    gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, main.framebuffer);
    gl.BlitFramebuffer(0, 0, w, h, 0, 0, w, h, GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT, GL_NEAREST);
    gl.BindFramebuffer(GL_FRAMEBUFFER, main.framebuffer);
    gl.Viewport(0, 0, w, h);
    gl.Enable(GL_DEPTH_TEST);
    gl.DepthMask(GL_TRUE);
    gl.DepthFunc(GL_LEQUAL);
    gl.Enable(GL_CULL_FACE);
    const Mat4 view_projection = scene::view_projection(key.camera, key.viewport);
    if (!s.moving.empty()) {
        moving.fill(gl, s.moving, true);
        lit.use();
        set_light(lit, key, look, false);
        set_materials(s, key.options, look);
        paint(moving);
    }
    gl.Enable(GL_BLEND);
    gl.BlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    gl.DepthMask(GL_FALSE);
    draw_ribbon(s, view_projection, look);
    draw_halos(s, view_projection, look);
    gl.Enable(GL_DEPTH_TEST);
    gl.Enable(GL_CULL_FACE);
    glass.use();
    set_light(glass, key, look, false);
    paint(panes);
    gl.DepthMask(GL_TRUE);
    gl.Disable(GL_BLEND);
    gl.Disable(GL_CULL_FACE);
    gl.Disable(GL_DEPTH_TEST);
    gl.BindFramebuffer(GL_READ_FRAMEBUFFER, main.framebuffer);
    gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved.framebuffer);
    gl.BlitFramebuffer(0, 0, w, h, 0, 0, w, h, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    draw_outlines(s, key, look);
}

void LineRenderer::draw(const scene::Scene& s, const scene::Camera& camera, const scene::Viewport& viewport,
                        scene::Theme theme, const DrawOptions& options) {
    Parts& p = *parts_;
    const Gl& gl = p.gl;
    p.statistics = {};
    if (!s.statics || viewport.width < 1 || viewport.height < 1) return;
    const Look look = look_of(theme);
    gl.Disable(GL_SCISSOR_TEST);
    gl.Disable(GL_BLEND);
    gl.ColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    p.take(s.statics);
    const int w = viewport.width, h = viewport.height;
    p.layer.shape(gl, w, h, p.options.samples, GL_RGBA8, true);
    const bool still = p.last_camera == camera;
    p.last_camera = camera;
    LayerKey key{s.statics.get(), camera, viewport, theme, {}, options, p.options.quality == Quality::full || still};
    for (const auto& m : s.marks) {
        if (m.stale) key.stale.push_back(m.pick);
    }
    if (!p.layer_key || !(*p.layer_key == key)) {
        p.draw_static_layer(s, key, look);
        p.layer_key = key;
        p.outlined_known = p.resolved_known = false;
    }
    if (!p.resolved_known || p.resolved_boards != s.boards || p.resolved_marks != s.marks ||
        p.resolved_ribbon != s.ribbon || p.resolved_close_up != s.close_up) {
        p.draw_frame(s, key, look);
        p.resolved_known = true;
        p.resolved_boards = s.boards;
        p.resolved_marks = s.marks;
        p.resolved_ribbon = s.ribbon;
        p.resolved_close_up = s.close_up;
    }
    const int height = options.target_height > 0 ? options.target_height : viewport.y + h;
    const int x = viewport.x, y = height - viewport.y - h;
    gl.BindFramebuffer(GL_READ_FRAMEBUFFER, p.resolved.framebuffer);
    gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, options.target);
    gl.BlitFramebuffer(0, 0, w, h, x, y, x + w, y + h, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    gl.BindFramebuffer(GL_FRAMEBUFFER, options.target);
    gl.Disable(GL_CULL_FACE);
    gl.Disable(GL_DEPTH_TEST);
    gl.BindVertexArray(0);
    gl.UseProgram(0);
}

std::vector<std::uint8_t> LineRenderer::picture(const scene::Scene& s, const scene::Camera& camera, int width,
                                                int height, scene::Theme theme, const DrawOptions& options) {
    Parts& p = *parts_;
    p.own.shape(p.gl, width, height, 0, GL_RGBA8, false);
    DrawOptions own = options;
    own.target = p.own.framebuffer;
    own.target_height = height;
    draw(s, camera, {0, 0, width, height}, theme, own);
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> pixels(row * static_cast<std::size_t>(height)), turned(pixels.size());
    p.gl.BindFramebuffer(GL_FRAMEBUFFER, p.own.framebuffer);
    p.gl.PixelStorei(GL_PACK_ALIGNMENT, 1);
    p.gl.ReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    for (int y = 0; y < height; ++y) {
        std::memcpy(turned.data() + row * static_cast<std::size_t>(y),
                    pixels.data() + row * static_cast<std::size_t>(height - 1 - y), row);
    }
    return turned;
}

}  // namespace glassline::render
