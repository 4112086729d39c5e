#include <algorithm>

#include "viewer/render/parts.hpp"

namespace glassline::render {
namespace {
constexpr int shadow_size = 4096;
}  // namespace

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

}  // namespace glassline::render
