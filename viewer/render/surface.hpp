// Framebuffers of ours: what is drawn into before it reaches the window.
#pragma once

#include "viewer/render/gl.hpp"

namespace glassline::render {

/// samples > 0: multisampled renderbuffers; 0: textures that shaders can read.
struct Surface {
    unsigned framebuffer = 0;
    unsigned color = 0;  // texture or renderbuffer, 0 none
    unsigned depth = 0;
    int width = 0, height = 0, samples = 0;

    /// color_format 0: none; depth false: none. Does nothing when it is like that already.
    void shape(const Gl& gl, int w, int h, int sample_count, unsigned color_format, bool with_depth);
    void destroy(const Gl& gl);
};

}  // namespace glassline::render
