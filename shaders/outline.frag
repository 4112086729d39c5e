// Grows the mask of marked machines by a radius; only the growth is drawn, with a ring of ink around it on light ground.
in vec2 v_uv;
uniform sampler2D u_mask;
uniform float u_radius;  // px
uniform float u_ink;     // px beyond, 0 none
uniform vec3 u_ink_color;
out vec4 o_color;

vec4 grown(vec2 texel, float radius) {
    vec4 best = vec4(0.0);
    for (int i = 0; i < 40; ++i) {
        float a = float(i) * 0.1570796;
        vec2 way = vec2(cos(a), sin(a)) * texel;
        vec4 far_tap = texture(u_mask, v_uv + way * radius);
        if (far_tap.a > best.a) best = far_tap;
        vec4 near_tap = texture(u_mask, v_uv + way * radius * 0.5);
        if (near_tap.a > best.a) best = near_tap;
    }
    return best;
}

void main() {
    vec2 texel = 1.0 / vec2(textureSize(u_mask, 0));
    float here = texture(u_mask, v_uv).a;
    vec4 hue = grown(texel, u_radius);
    vec3 rgb = hue.a > 0.0 ? hue.rgb / hue.a : vec3(0.0);  // the mask's edge is premultiplied by the resolve
    float alpha = hue.a * (1.0 - here);
    if (u_ink > 0.0) {
        float ink = grown(texel, u_radius + u_ink).a * (1.0 - here);
        rgb = mix(u_ink_color, rgb, hue.a);
        alpha = max(alpha, ink);
    }
    if (alpha <= 0.0) discard;
    o_color = vec4(rgb, alpha);
}
