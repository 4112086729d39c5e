in vec2 v_local;
flat in vec4 v_frame;
flat in float v_dashed;
uniform vec3 u_hue;  // sRGB
uniform float u_strength;
out vec4 o_color;

void main() {
    vec2 q = abs(v_local) - v_frame.xy;
    float outside = length(max(q, vec2(0.0))) + min(max(q.x, q.y), 0.0);  // signed distance to the frame
    float d = abs(outside);
    float pixel = max(fwidth(outside), 1e-5);
    float half_line = max(v_frame.z * 0.5, pixel * 1.25);  // never thinner than can be seen
    float line = 1.0 - smoothstep(half_line - pixel, half_line + pixel, d);
    float glow = 0.0;
    if (v_dashed > 0.5) {
        // Run along the nearer side; dashes are four lines long.
        float along = q.x > q.y ? v_local.y : v_local.x;
        float period = max(v_frame.z * 5.0, pixel * 12.0);
        line *= smoothstep(0.0, pixel * 2.0, abs(mod(along, period) - period * 0.5) - period * 0.2);
    } else {
        float away = max(d - v_frame.z * 0.5, 0.0) / v_frame.w;
        // Inside the frame the board has to stay readable.
        glow = 0.62 * pow(max(1.0 - away, 0.0), 2.2) * (outside < 0.0 ? 0.25 : 1.0);
    }
    o_color = vec4(u_hue, max(line * (v_dashed > 0.5 ? sqrt(u_strength) : u_strength), glow * u_strength));
}
