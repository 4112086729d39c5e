#include "viewer/render/line_renderer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "viewer/render/parts.hpp"

namespace glassline::render {

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
