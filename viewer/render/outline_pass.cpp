#include <algorithm>
#include <array>

#include "viewer/render/parts.hpp"

namespace glassline::render {
namespace {

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

}  // namespace glassline::render
