// A linked pair of shaders.
#pragma once

#include <string>
#include <string_view>

#include "twin/base/result.hpp"
#include "viewer/render/gl.hpp"
#include "viewer/scene/math.hpp"

namespace glassline::render {

class Program {
public:
    Program() = default;
    /// names: files of /shaders; `common` goes before the fragment shader, empty for none.
    [[nodiscard]] static Result<Program> create(const Gl& gl, std::string_view vertex, std::string_view fragment,
                                                std::string_view common, const std::string& folder);
    void destroy(const Gl& gl) { gl.DeleteProgram(id_); }
    void use() const { gl_->UseProgram(id_); }
    void set(const char* name, int value) const { gl_->Uniform1i(at(name), value); }
    void set(const char* name, float value) const { gl_->Uniform1f(at(name), value); }
    void set(const char* name, scene::Vec2 v) const { gl_->Uniform2f(at(name), v.x, v.y); }
    void set(const char* name, scene::Vec3 v) const { gl_->Uniform3f(at(name), v.x, v.y, v.z); }
    void set(const char* name, scene::Vec4 v) const { gl_->Uniform4f(at(name), v.x, v.y, v.z, v.w); }
    void set(const char* name, const scene::Mat4& m) const { gl_->UniformMatrix4fv(at(name), 1, GL_FALSE, m.m.data()); }
    void set(const char* name, const scene::Vec4* v, int count) const { gl_->Uniform4fv(at(name), count, &v->x); }

private:
    [[nodiscard]] int at(const char* name) const { return gl_->GetUniformLocation(id_, name); }
    const Gl* gl_ = nullptr;
    unsigned id_ = 0;
};

}  // namespace glassline::render
