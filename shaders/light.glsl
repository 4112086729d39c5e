// The light model of the style guide's section 2, shared by everything that is lit.
uniform vec3 u_eye;
uniform vec3 u_sun_direction;
uniform vec3 u_sun;
uniform vec3 u_sky;
uniform vec3 u_ground;
uniform float u_exposure;
uniform mat4 u_shadow_matrix;
uniform sampler2DShadow u_shadow_map;
uniform float u_shadow_texel_m;  // metres a texel of the map is wide
uniform int u_shadow_taps;
uniform sampler2D u_ao;
uniform vec2 u_ao_scale;  // 1 / viewport in pixels; 0: no occlusion texture

float shadow_at(vec3 position, vec3 normal) {
    vec3 p = (u_shadow_matrix * vec4(position + normal * 0.016, 1.0)).xyz * 0.5 + 0.5;
    if (any(lessThan(p, vec3(0.0))) || any(greaterThan(p, vec3(1.0)))) return 1.0;
    vec2 texel = 1.0 / vec2(textureSize(u_shadow_map, 0));
    float sum = 0.0;
    float start = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) * 6.2831853;
    for (int i = 0; i < u_shadow_taps; ++i) {
        float t = (float(i) + 0.5) / float(u_shadow_taps);
        float a = start + float(i) * 2.399963;
        float radius_m = mix(0.022, 0.050, t) * sqrt(t);
        vec2 offset = vec2(cos(a), sin(a)) * radius_m / u_shadow_texel_m * texel;
        sum += texture(u_shadow_map, vec3(p.xy + offset, p.z - 0.0004));
    }
    return sum / float(u_shadow_taps);
}

float occlusion_here() {
    if (u_ao_scale.x == 0.0) return 0.94;
    return texture(u_ao, gl_FragCoord.xy * u_ao_scale).r;
}

vec3 environment(vec3 r, float rough) {
    float t = smoothstep(-0.35 - 0.5 * rough, 0.45 + 0.5 * rough, r.y);
    float soft = smoothstep(0.45 - 0.45 * rough, 0.55 + 0.15 * rough, r.y) *
                 (1.0 - smoothstep(0.85 - 0.15 * rough, 0.95 + 0.45 * rough, r.y));
    return mix(u_ground, u_sky, t) + u_sky * soft * (1.15 - 0.75 * rough);
}

vec3 tone(vec3 c) {
    c *= u_exposure;
    c = c * (1.0 + 0.10 * c) / (1.0 + 0.40 * c);
    return pow(max(c, vec3(0.0)), vec3(1.0 / 2.2));
}

vec3 lit(vec3 position, vec3 normal, vec3 albedo, float rough, float f0, float metal, float emit, float ao, float shadow) {
    vec3 v = normalize(u_eye - position);
    vec3 n = normalize(normal);
    float n_l = max(dot(n, u_sun_direction), 0.0);
    float n_v = max(dot(n, v), 0.0);
    float n_h = max(dot(n, normalize(u_sun_direction + v)), 0.0);
    ao *= mix(0.55, 1.0, smoothstep(0.0, 0.35, position.y));
    vec3 hemi = mix(u_ground, u_sky, n.y * 0.5 + 0.5);
    vec3 diffuse = albedo * (hemi * ao + u_sun * n_l * shadow * mix(0.75, 1.0, ao)) * (1.0 - 0.85 * metal);
    float r4 = rough * rough * rough * rough;
    float e = 2.0 / (r4 + 0.002);
    float s = min(pow(n_h, e) * (e + 2.0) / 8.0, 6.0);
    vec3 base = mix(vec3(f0), albedo * f0, metal);
    vec3 f = base + (1.0 - base) * pow(1.0 - n_v, 5.0) * (1.0 - rough) * 0.7;
    vec3 c = diffuse + f * (0.5 * s * u_sun * n_l * shadow + environment(reflect(-v, n), rough) * mix(0.4, 1.0, ao));
    return c + albedo * emit;
}
