// The OpenGL 3.3 core functions we use, fetched through whatever getProcAddress the window system offers: no loader
// library, and nothing of GL beyond viewer/render.
#pragma once

#include <GL/glcorearb.h>

#include <string>

namespace glassline::render {

#define GLASSLINE_GL_FUNCTIONS(X)                                                                                      \
    X(ActiveTexture, ACTIVETEXTURE)                                                                                    \
    X(AttachShader, ATTACHSHADER)                                                                                      \
    X(BindBuffer, BINDBUFFER)                                                                                          \
    X(BindFramebuffer, BINDFRAMEBUFFER) X(BindRenderbuffer, BINDRENDERBUFFER) X(BindTexture, BINDTEXTURE) X(           \
        BindVertexArray, BINDVERTEXARRAY) X(BlendFunc, BLENDFUNC) X(BlendFuncSeparate, BLENDFUNCSEPARATE)              \
        X(BlitFramebuffer, BLITFRAMEBUFFER) X(BufferData, BUFFERDATA) X(                                               \
            CheckFramebufferStatus, CHECKFRAMEBUFFERSTATUS) X(Clear, CLEAR) X(ClearColor, CLEARCOLOR)                  \
            X(ColorMask, COLORMASK) X(CompileShader, COMPILESHADER) X(CreateProgram, CREATEPROGRAM) X(                 \
                CreateShader, CREATESHADER) X(CullFace, CULLFACE) X(DeleteBuffers, DELETEBUFFERS)                      \
                X(DeleteFramebuffers, DELETEFRAMEBUFFERS) X(DeleteProgram, DELETEPROGRAM) X(                           \
                    DeleteRenderbuffers, DELETERENDERBUFFERS) X(DeleteShader, DELETESHADER)                            \
                    X(DeleteTextures, DELETETEXTURES) X(DeleteVertexArrays, DELETEVERTEXARRAYS) X(                     \
                        DepthFunc, DEPTHFUNC) X(DepthMask, DEPTHMASK) X(Disable, DISABLE) X(DrawArrays, DRAWARRAYS)    \
                        X(DrawBuffer, DRAWBUFFER) X(DrawElementsInstanced, DRAWELEMENTSINSTANCED) X(Enable, ENABLE) X( \
                            EnableVertexAttribArray, ENABLEVERTEXATTRIBARRAY) X(FramebufferRenderbuffer,               \
                                                                                FRAMEBUFFERRENDERBUFFER)               \
                            X(FramebufferTexture2D, FRAMEBUFFERTEXTURE2D) X(GenBuffers, GENBUFFERS) X(                 \
                                GenFramebuffers, GENFRAMEBUFFERS)                                                      \
                                X(GenRenderbuffers, GENRENDERBUFFERS) X(GenTextures, GENTEXTURES) X(                   \
                                    GenVertexArrays, GENVERTEXARRAYS)                                                  \
                                    X(GetError, GETERROR) X(GetIntegerv, GETINTEGERV) X(                               \
                                        GetProgramInfoLog, GETPROGRAMINFOLOG) X(GetProgramiv, GETPROGRAMIV)            \
                                        X(GetShaderInfoLog, GETSHADERINFOLOG) X(GetShaderiv, GETSHADERIV) X(           \
                                            GetString, GETSTRING)                                                      \
                                            X(GetUniformLocation, GETUNIFORMLOCATION) X(IsEnabled, ISENABLED) X(       \
                                                LinkProgram, LINKPROGRAM) X(PixelStorei, PIXELSTOREI)                  \
                                                X(PolygonOffset,                                                       \
                                                  POLYGONOFFSET) X(ReadBuffer, READBUFFER) X(ReadPixels, READPIXELS)   \
                                                    X(RenderbufferStorageMultisample, RENDERBUFFERSTORAGEMULTISAMPLE)  \
                                                        X(Scissor, SCISSOR) X(ShaderSource, SHADERSOURCE) X(           \
                                                            TexImage2D, TEXIMAGE2D) X(TexParameteri, TEXPARAMETERI)    \
                                                            X(Uniform1f, UNIFORM1F) X(Uniform1i, UNIFORM1I)            \
                                                                X(Uniform2f, UNIFORM2F) X(Uniform3f, UNIFORM3F) X(     \
                                                                    Uniform4f, UNIFORM4F) X(Uniform4fv, UNIFORM4FV)    \
                                                                    X(UniformMatrix4fv, UNIFORMMATRIX4FV) X(           \
                                                                        UseProgram, USEPROGRAM)                        \
                                                                        X(VertexAttribDivisor, VERTEXATTRIBDIVISOR) X( \
                                                                            VertexAttribPointer, VERTEXATTRIBPOINTER)  \
                                                                            X(Viewport, VIEWPORT)

/// Our copy of a context's functions. Call them as gl.Name(...).
struct Gl {
#define GLASSLINE_GL_MEMBER(name, NAME) PFNGL##NAME##PROC name = nullptr;
    GLASSLINE_GL_FUNCTIONS(GLASSLINE_GL_MEMBER)
#undef GLASSLINE_GL_MEMBER
};

/// The window system's way to a function: glfwGetProcAddress or eglGetProcAddress.
using GetProcAddress = void (*(*)(const char* name))();

/// Fills `gl` from the current context; the name of the first missing function, empty when all are there.
[[nodiscard]] std::string load(Gl& gl, GetProcAddress get);

}  // namespace glassline::render
