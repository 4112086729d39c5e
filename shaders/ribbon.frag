in vec2 v_value;
uniform vec2 u_greys;  // of the coldest and the hottest
uniform float u_edge;  // 1: the bright upper edge
out vec4 o_color;
void main() {
    float grey = mix(u_greys.x, u_greys.y, v_value.x * v_value.x);
    o_color = vec4(vec3(u_edge > 0.5 ? u_greys.y : grey), u_edge > 0.5 ? 0.95 : mix(0.10, 0.72, v_value.y));
}
