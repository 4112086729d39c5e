// Draws a Scene with OpenGL 3.3 core. One object a context; the context must be current in every call and at the end.
//
//   auto made = LineRenderer::create(glfwGetProcAddress, {});     // or eglGetProcAddress
//   renderer.draw(scene, camera, viewport, Theme::charcoal, options);   // into the framebuffer bound at options.target
//
// What does not move (machines, conveyors, plinth, shadows, occlusion) is drawn once and kept as a layer for as long as
// camera, viewport, theme and marks stay as they are; a frame then costs a copy, the boards and the glass. That is what
// lets a machine without a GPU (llvmpipe) hold its frames. draw() leaves culling, depth test, scissor and blending off
// and the target bound; every other state it does not promise to keep (ImGui's backend saves its own).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "twin/base/result.hpp"
#include "viewer/scene/camera.hpp"
#include "viewer/scene/scene.hpp"

namespace glassline::render {

enum class Quality {
    full,     // everything, always: GPUs and screenshots
    reduced,  // half-size occlusion, none while the camera moves
};

struct RendererOptions {
    Quality quality = Quality::full;
    int samples = 4;            // of multisampling; cut to what the context has
    std::string shader_folder;  // files there win over the embedded ones; empty: embedded only
};

struct DrawOptions {
    unsigned target = 0;    // framebuffer to draw into (0: the window)
    int target_height = 0;  // its height in px: scene::Viewport counts y from the top. 0: the viewport's own height
    float outline_px = 3;   // of alarmed and selected machines; 9 on a 4K wall (LOOK.md 1)
    float hatch_px = 2;     // width of the stale hatch; 5 at 4K
    float hatch_period_px = 20;  // 44 at 4K
};

/// What the last draw() did, for tests and the diagnosis page.
struct DrawStatistics {
    std::uint32_t draw_calls = 0;
    std::uint32_t instances = 0;
    std::uint32_t triangles = 0;
    bool static_layer_redrawn = false;
};

class LineRenderer {
public:
    /// get: the window system's function lookup. Errors: a missing GL function or a shader that does not compile (the
    /// driver's log is in the text).
    [[nodiscard]] static Result<LineRenderer> create(void (*(*get)(const char*))(), const RendererOptions& options);
    LineRenderer(LineRenderer&&) noexcept;
    LineRenderer& operator=(LineRenderer&&) noexcept;
    ~LineRenderer();

    void draw(const scene::Scene& scene, const scene::Camera& camera, const scene::Viewport& viewport,
              scene::Theme theme, const DrawOptions& options = {});

    /// Draws into a framebuffer of its own and gives the pixels: RGBA, rows from the top.
    [[nodiscard]] std::vector<std::uint8_t> picture(const scene::Scene& scene, const scene::Camera& camera, int width,
                                                    int height, scene::Theme theme, const DrawOptions& options = {});

    [[nodiscard]] const DrawStatistics& statistics() const;
    void set_quality(Quality quality);

private:
    struct Parts;
    explicit LineRenderer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace glassline::render
