// How much of the half sphere above a point is closed by what is near: 20 taps within 0.35 m.
in vec2 v_uv;
uniform sampler2D u_depth;
uniform mat4 u_projection;
uniform mat4 u_unproject;
out vec4 o_color;

const int taps = 20;
const float radius = 0.35;

vec3 view_at(vec2 uv) {
    vec4 p = u_unproject * vec4(uv * 2.0 - 1.0, texture(u_depth, uv).r * 2.0 - 1.0, 1.0);
    return p.xyz / p.w;
}

void main() {
    float depth = texture(u_depth, v_uv).r;
    if (depth >= 1.0) {
        o_color = vec4(1.0);
        return;
    }
    vec3 p = view_at(v_uv);
    vec2 texel = 1.0 / vec2(textureSize(u_depth, 0));
    vec3 l = p - view_at(v_uv - vec2(texel.x, 0.0)), r = view_at(v_uv + vec2(texel.x, 0.0)) - p;
    vec3 d = p - view_at(v_uv - vec2(0.0, texel.y)), u = view_at(v_uv + vec2(0.0, texel.y)) - p;
    vec3 n = normalize(cross(abs(l.z) < abs(r.z) ? l : r, abs(d.z) < abs(u.z) ? d : u));
    // A 4 x 4 pattern of turns, taken out again by the blur.
    ivec2 cell = ivec2(gl_FragCoord.xy) & 3;
    float turn = float((cell.x * 5 + cell.y * 11) & 15) / 16.0;
    vec3 t = normalize(abs(n.y) < 0.9 ? cross(n, vec3(0.0, 1.0, 0.0)) : cross(n, vec3(1.0, 0.0, 0.0)));
    vec3 b = cross(n, t);
    float closed = 0.0;
    for (int i = 0; i < taps; ++i) {
        float k = (float(i) + 0.5) / float(taps);
        float a = (float(i) * 2.399963) + turn * 6.2831853;
        float up = sqrt(1.0 - k * 0.93);
        float side = sqrt(k * 0.93);
        float reach = radius * mix(0.12, 1.0, fract(k * 7.0 + turn));
        vec3 q = p + n * 0.006 + (t * cos(a) * side + b * sin(a) * side + n * up) * reach;
        vec4 clip = u_projection * vec4(q, 1.0);
        vec2 uv = clip.xy / clip.w * 0.5 + 0.5;
        if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) continue;
        float hit = view_at(uv).z;
        float range = smoothstep(0.0, 1.0, radius / max(abs(p.z - hit), 1e-4));
        closed += hit > q.z + 0.004 ? range : 0.0;
    }
    o_color = vec4(pow(1.0 - closed / float(taps), 1.35));
}
