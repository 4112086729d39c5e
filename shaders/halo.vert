layout(location = 0) in vec3 a_position;
layout(location = 1) in vec2 a_local;  // m from the board's middle
layout(location = 2) in vec4 a_frame;  // half extents, line, pad (m)
layout(location = 3) in float a_dashed;
uniform mat4 u_view_projection;
out vec2 v_local;
flat out vec4 v_frame;
flat out float v_dashed;
void main() {
    v_local = a_local;
    v_frame = a_frame;
    v_dashed = a_dashed;
    gl_Position = u_view_projection * vec4(a_position, 1.0);
}
