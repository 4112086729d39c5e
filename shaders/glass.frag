in vec3 v_position;
in vec3 v_normal;
flat in int v_material;
flat in int v_pick;
out vec4 o_color;

void main() {
    vec3 v = normalize(u_eye - v_position);
    vec3 n = normalize(v_normal);
    if (dot(n, v) < 0.0) n = -n;
    float n_v = max(dot(n, v), 0.0);
    vec3 c = tone(environment(reflect(-v, n), 0.05) * 0.55);
    o_color = vec4(c, 0.10 + 0.35 * pow(1.0 - n_v, 4.0));
}
