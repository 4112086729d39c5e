layout(location = 0) in vec4 a_position;  // w: 1 front face
uniform mat4 u_view_projection;
out vec3 v_position;
out float v_front;
void main() {
    v_position = a_position.xyz;
    v_front = a_position.w;
    gl_Position = u_view_projection * vec4(a_position.xyz, 1.0);
}
