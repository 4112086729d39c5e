flat in int v_pick;
uniform vec4 u_flat[65];
out vec4 o_color;
void main() {
    o_color = u_flat[v_pick];
    if (o_color.a == 0.0) discard;
}
