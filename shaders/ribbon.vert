layout(location = 0) in vec3 a_position;
layout(location = 1) in vec2 a_value;  // value 0 .. 1, height above the foot 0 .. 1
uniform mat4 u_view_projection;
out vec2 v_value;
void main() {
    v_value = a_value;
    gl_Position = u_view_projection * vec4(a_position, 1.0);
}
