// 7 x 7 mean of the occlusion over pixels of about the same depth.
in vec2 v_uv;
uniform sampler2D u_depth;
uniform sampler2D u_ao;
uniform mat4 u_unproject;
out vec4 o_color;

float view_z(vec2 uv) {
    vec4 p = u_unproject * vec4(uv * 2.0 - 1.0, texture(u_depth, uv).r * 2.0 - 1.0, 1.0);
    return p.z / p.w;
}

void main() {
    vec2 texel = 1.0 / vec2(textureSize(u_ao, 0));
    float z = view_z(v_uv), sum = 0.0, weight = 0.0;
    for (int y = -3; y <= 3; ++y) {
        for (int x = -3; x <= 3; ++x) {
            vec2 uv = v_uv + vec2(x, y) * texel;
            float w = max(0.0, 1.0 - abs(view_z(uv) - z) / 0.12);
            sum += texture(u_ao, uv).r * w;
            weight += w;
        }
    }
    o_color = vec4(weight > 0.0 ? sum / weight : 1.0);
}
