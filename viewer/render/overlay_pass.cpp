#include <algorithm>

#include "viewer/render/parts.hpp"

namespace glassline::render {

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

}  // namespace glassline::render
