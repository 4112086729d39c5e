in vec3 v_position;
in vec3 v_normal;
flat in int v_material;
flat in int v_pick;

uniform vec4 u_albedo[22];   // linear; a: roughness
uniform vec4 u_surface[22];  // F0, metal, emit, -
uniform vec4 u_station[65];  // rgb: linear hue of a lit lamp; a: 1 stale
uniform vec4 u_hatch;        // line width and period in px; grey of the lines; -

out vec4 o_color;

void main() {
    vec4 albedo = u_albedo[v_material];
    vec4 surface = u_surface[v_material];
    vec4 station = u_station[v_pick];
    vec3 color = v_material == 19 ? station.rgb : albedo.rgb;
    float shadow = shadow_at(v_position, normalize(v_normal));
    vec3 c = tone(lit(v_position, v_normal, color, albedo.a, surface.x, surface.y, surface.z, occlusion_here(), shadow));
    if (v_material == 19) c = mix(pow(station.rgb, vec3(1.0 / 2.2)), vec3(1.0), 0.18);  // lit: the hue itself, a little brighter
    if (station.a > 0.5) {
        c = vec3(dot(c, vec3(0.2126, 0.7152, 0.0722))) * 0.62;
        float stripe = mod(gl_FragCoord.x + gl_FragCoord.y, u_hatch.y);
        c = mix(c, vec3(u_hatch.z), stripe < u_hatch.x * 1.4142 ? 0.55 : 0.0);
    }
    o_color = vec4(c, 1.0);
}
