#include <algorithm>
#include <array>

#include "viewer/render/parts.hpp"

namespace glassline::render {

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

}  // namespace glassline::render
