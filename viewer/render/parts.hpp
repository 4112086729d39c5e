// What a LineRenderer holds and the passes it is made of; one pass a file: shadow, static layer (with occlusion and
// plinth), halos and ribbon (overlay), outlines. Private to this folder.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "viewer/render/gl.hpp"
#include "viewer/render/instance_buffer.hpp"
#include "viewer/render/line_renderer.hpp"
#include "viewer/render/look.hpp"
#include "viewer/render/program.hpp"
#include "viewer/render/surface.hpp"

namespace glassline::render {

using scene::Mat4;
using scene::Vec2;
using scene::Vec3;
using scene::Vec4;

inline constexpr std::size_t picks = scene::max_scene_stations + 1;

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

}  // namespace glassline::render
