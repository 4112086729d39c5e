#include "viewer/render/program.hpp"

#include <array>
#include <cstdio>

#include "viewer/render/shader_source.hpp"

namespace glassline::render {

namespace {

inline constexpr std::size_t max_shader_bytes = 256 * 1024;  // of a file in the editing folder

std::string text_of(std::string_view name, const std::string& folder) {
    if (!folder.empty()) {
        const std::string path = folder + "/" + std::string(name);
        if (std::FILE* file = std::fopen(path.c_str(), "rb"); file != nullptr) {
            std::string text(max_shader_bytes, '\0');
            text.resize(std::fread(text.data(), 1, text.size(), file));
            std::fclose(file);
            return text;
        }
    }
    return std::string(embedded_shader(name));
}

Result<unsigned> compile(const Gl& gl, unsigned kind, std::string_view name, const std::string& source) {
    const unsigned shader = gl.CreateShader(kind);
    const char* text = source.c_str();
    gl.ShaderSource(shader, 1, &text, nullptr);
    gl.CompileShader(shader);
    int ok = 0;
    gl.GetShaderiv(shader, GL_COMPILE_STATUS, &ok);
    if (ok != 0) return shader;
    std::array<char, 2048> log{};
    gl.GetShaderInfoLog(shader, static_cast<int>(log.size()), nullptr, log.data());
    gl.DeleteShader(shader);
    return Error{"shaders/" + std::string(name), log.data(), "mend the shader or update the graphics driver"};
}

}  // namespace

Result<Program> Program::create(const Gl& gl, std::string_view vertex, std::string_view fragment,
                                std::string_view common, const std::string& folder) {
    const std::string head = "#version 330 core\n";
    auto v = compile(gl, GL_VERTEX_SHADER, vertex, head + text_of(vertex, folder));
    if (!v) return v.error();
    auto f = compile(gl, GL_FRAGMENT_SHADER, fragment,
                     head + (common.empty() ? std::string() : text_of(common, folder)) + text_of(fragment, folder));
    if (!f) return f.error();
    Program p;
    p.gl_ = &gl;
    p.id_ = gl.CreateProgram();
    gl.AttachShader(p.id_, *v);
    gl.AttachShader(p.id_, *f);
    gl.LinkProgram(p.id_);
    gl.DeleteShader(*v);
    gl.DeleteShader(*f);
    int ok = 0;
    gl.GetProgramiv(p.id_, GL_LINK_STATUS, &ok);
    if (ok != 0) return p;
    std::array<char, 2048> log{};
    gl.GetProgramInfoLog(p.id_, static_cast<int>(log.size()), nullptr, log.data());
    return Error{"shaders/" + std::string(fragment), log.data(), "mend the shader or update the graphics driver"};
}

}  // namespace glassline::render
