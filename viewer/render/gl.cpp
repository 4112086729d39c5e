#include "viewer/render/gl.hpp"

namespace glassline::render {

std::string load(Gl& gl, GetProcAddress get) {
#define GLASSLINE_GL_LOAD(name, NAME)                               \
    gl.name = reinterpret_cast<PFNGL##NAME##PROC>(get("gl" #name)); \
    if (gl.name == nullptr) return "gl" #name;
    GLASSLINE_GL_FUNCTIONS(GLASSLINE_GL_LOAD)
#undef GLASSLINE_GL_LOAD
    return {};
}

}  // namespace glassline::render
