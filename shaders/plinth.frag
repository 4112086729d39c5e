in vec3 v_position;
in float v_front;
uniform vec3 u_plinth;      // sRGB
uniform vec3 u_background;  // sRGB, the theme's ground
uniform float u_k;
uniform vec2 u_ends;        // x of the line's ends
out vec4 o_color;

void main() {
    float shadow = shadow_at(v_position, vec3(0.0, 1.0, 0.0));
    float ao = occlusion_here();
    float beyond = max(max(u_ends.x - v_position.x, v_position.x - u_ends.y), 0.0);
    float fade = smoothstep(0.0, 1.6, beyond);
    vec3 c = u_plinth * mix(1.0 - 0.42 * u_k, 1.0, shadow) * mix(1.0 - 0.75 * u_k, 1.0, ao);
    c = mix(c, u_plinth * 0.80, v_front);
    o_color = vec4(mix(c, u_background, fade), 1.0);
}
