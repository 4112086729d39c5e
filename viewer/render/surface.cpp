#include "viewer/render/surface.hpp"

namespace glassline::render {

void Surface::destroy(const Gl& gl) {
    if (framebuffer == 0) return;
    gl.DeleteFramebuffers(1, &framebuffer);
    if (samples > 0) {
        gl.DeleteRenderbuffers(1, &color);
        gl.DeleteRenderbuffers(1, &depth);
    } else {
        gl.DeleteTextures(1, &color);
        gl.DeleteTextures(1, &depth);
    }
    *this = {};
}

void Surface::shape(const Gl& gl, int w, int h, int sample_count, unsigned color_format, bool with_depth) {
    if (framebuffer != 0 && w == width && h == height && samples == sample_count) return;
    destroy(gl);
    width = w;
    height = h;
    samples = sample_count;
    gl.GenFramebuffers(1, &framebuffer);
    gl.BindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    const auto texture = [&](unsigned& id, unsigned internal, unsigned format, unsigned type, unsigned attachment,
                             int filter) {
        gl.GenTextures(1, &id);
        gl.BindTexture(GL_TEXTURE_2D, id);
        gl.TexImage2D(GL_TEXTURE_2D, 0, static_cast<int>(internal), w, h, 0, format, type, nullptr);
        gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
        gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
        gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        gl.FramebufferTexture2D(GL_FRAMEBUFFER, attachment, GL_TEXTURE_2D, id, 0);
    };
    const auto buffer = [&](unsigned& id, unsigned internal, unsigned attachment) {
        gl.GenRenderbuffers(1, &id);
        gl.BindRenderbuffer(GL_RENDERBUFFER, id);
        gl.RenderbufferStorageMultisample(GL_RENDERBUFFER, sample_count, internal, w, h);
        gl.FramebufferRenderbuffer(GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, id);
    };
    if (color_format != 0) {
        if (sample_count > 0) {
            buffer(color, color_format, GL_COLOR_ATTACHMENT0);
        } else {
            texture(color, color_format, color_format == GL_R8 ? GL_RED : GL_RGBA, GL_UNSIGNED_BYTE,
                    GL_COLOR_ATTACHMENT0, GL_LINEAR);
        }
    }
    if (with_depth) {
        if (sample_count > 0) {
            buffer(depth, GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT);
        } else {
            texture(depth, GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT, GL_FLOAT, GL_DEPTH_ATTACHMENT, GL_NEAREST);
        }
    }
    if (color_format == 0) {
        gl.DrawBuffer(GL_NONE);
        gl.ReadBuffer(GL_NONE);
    }
}

}  // namespace glassline::render
