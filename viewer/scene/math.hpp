// The few vectors and matrices that scene and camera need. World: metres, x along the line with the panels,
// y up, z towards the operator (right-handed). A LineDescription's (x, y away from the operator, z up) in mm becomes
// (x, z, -y) / 1000 in from_line(). Matrices are column-major as OpenGL wants them.
#pragma once

#include <array>
#include <cmath>

namespace glassline::scene {

inline constexpr float pi = 3.14159265358979F;
[[nodiscard]] constexpr float radians(float degrees) { return degrees * pi / 180.0F; }

struct Vec2 {
    float x = 0, y = 0;
    bool operator==(const Vec2&) const = default;
};
struct Vec3 {
    float x = 0, y = 0, z = 0;
    bool operator==(const Vec3&) const = default;
};
struct Vec4 {
    float x = 0, y = 0, z = 0, w = 0;
    bool operator==(const Vec4&) const = default;
};

[[nodiscard]] constexpr Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
[[nodiscard]] constexpr Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
[[nodiscard]] constexpr Vec2 operator*(Vec2 a, float s) { return {a.x * s, a.y * s}; }
[[nodiscard]] inline float length(Vec2 a) { return std::sqrt(a.x * a.x + a.y * a.y); }
[[nodiscard]] constexpr Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
[[nodiscard]] constexpr Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
[[nodiscard]] constexpr Vec3 operator*(Vec3 a, float s) { return {a.x * s, a.y * s, a.z * s}; }
[[nodiscard]] constexpr float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
[[nodiscard]] constexpr Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
[[nodiscard]] inline float length(Vec3 a) { return std::sqrt(dot(a, a)); }
[[nodiscard]] inline Vec3 normalize(Vec3 a) {
    const float n = length(a);
    return n > 0 ? a * (1.0F / n) : a;
}

/// A rotation as the three columns (images of the axes).
struct Mat3 {
    Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
    bool operator==(const Mat3&) const = default;
};
[[nodiscard]] constexpr Vec3 operator*(const Mat3& m, Vec3 v) { return m.x * v.x + m.y * v.y + m.z * v.z; }
[[nodiscard]] constexpr Mat3 operator*(const Mat3& a, const Mat3& b) { return {a * b.x, a * b.y, a * b.z}; }
[[nodiscard]] inline Mat3 rotate_x(float degrees) {
    const float c = std::cos(radians(degrees)), s = std::sin(radians(degrees));
    return {{1, 0, 0}, {0, c, s}, {0, -s, c}};
}
[[nodiscard]] inline Mat3 rotate_y(float degrees) {
    const float c = std::cos(radians(degrees)), s = std::sin(radians(degrees));
    return {{c, 0, -s}, {0, 1, 0}, {s, 0, c}};
}
[[nodiscard]] inline Mat3 rotate_z(float degrees) {
    const float c = std::cos(radians(degrees)), s = std::sin(radians(degrees));
    return {{c, s, 0}, {-s, c, 0}, {0, 0, 1}};
}

/// 4 x 4, column-major: element (row r, column c) is m[c * 4 + r].
struct Mat4 {
    std::array<float, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    bool operator==(const Mat4&) const = default;
};
[[nodiscard]] Mat4 operator*(const Mat4& a, const Mat4& b);
[[nodiscard]] Vec4 operator*(const Mat4& a, Vec4 v);
/// The inverse of a matrix that has one; a singular matrix gives the identity.
[[nodiscard]] Mat4 inverse(const Mat4& a);
[[nodiscard]] Mat4 look_at(Vec3 eye, Vec3 target, Vec3 up);
/// fov_y in radians, depth mapped to -1 .. 1.
[[nodiscard]] Mat4 perspective(float fov_y, float aspect, float near_m, float far_m);
[[nodiscard]] Mat4 orthographic(float left, float right, float bottom, float top, float near_m, float far_m);

/// From a line file's millimetres to the world's metres.
[[nodiscard]] constexpr Vec3 from_line(double x_mm, double y_mm, double z_mm) {
    return {static_cast<float>(x_mm / 1000), static_cast<float>(z_mm / 1000), static_cast<float>(-y_mm / 1000)};
}

}  // namespace glassline::scene
