// One primitive, placed by an instance: corner * (half - radius) + normal * radius, turned and moved.
layout(location = 0) in vec3 a_corner;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec4 i_x;     // first column of the rotation, x of the centre
layout(location = 3) in vec4 i_y;
layout(location = 4) in vec4 i_z;
layout(location = 5) in vec4 i_half;  // half extents, radius
layout(location = 6) in vec2 i_meta;  // material, pick

uniform mat4 u_view_projection;

out vec3 v_position;
out vec3 v_normal;
flat out int v_material;
flat out int v_pick;

void main() {
    vec3 local = a_corner * (i_half.xyz - vec3(i_half.w)) + a_normal * i_half.w;
    mat3 turn = mat3(i_x.xyz, i_y.xyz, i_z.xyz);
    v_position = turn * local + vec3(i_x.w, i_y.w, i_z.w);
    v_normal = turn * a_normal;
    v_material = int(i_meta.x + 0.5);
    v_pick = int(i_meta.y + 0.5);
    gl_Position = u_view_projection * vec4(v_position, 1.0);
}
