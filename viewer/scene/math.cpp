#include "viewer/scene/math.hpp"

#include <cstddef>

namespace glassline::scene {

Mat4 operator*(const Mat4& a, const Mat4& b) {
    Mat4 r;
    for (std::size_t c = 0; c < 4; ++c) {
        for (std::size_t row = 0; row < 4; ++row) {
            float sum = 0;
            for (std::size_t k = 0; k < 4; ++k) sum += a.m[k * 4 + row] * b.m[c * 4 + k];
            r.m[c * 4 + row] = sum;
        }
    }
    return r;
}

Vec4 operator*(const Mat4& a, Vec4 v) {
    const auto row = [&](std::size_t r) {
        return a.m[r] * v.x + a.m[4 + r] * v.y + a.m[8 + r] * v.z + a.m[12 + r] * v.w;
    };
    return {row(0), row(1), row(2), row(3)};
}

Mat4 inverse(const Mat4& a) {
    // Gauss-Jordan in double: four rows are too few to deserve anything cleverer.
    std::array<std::array<double, 8>, 4> t{};
    for (std::size_t r = 0; r < 4; ++r) {
        for (std::size_t c = 0; c < 4; ++c) t[r][c] = static_cast<double>(a.m[c * 4 + r]);
        t[r][4 + r] = 1;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        std::size_t pivot = i;
        for (std::size_t r = i + 1; r < 4; ++r) {
            if (std::abs(t[r][i]) > std::abs(t[pivot][i])) pivot = r;
        }
        if (std::abs(t[pivot][i]) < 1e-12) return {};
        std::swap(t[i], t[pivot]);
        const double d = t[i][i];
        for (auto& v : t[i]) v /= d;
        for (std::size_t r = 0; r < 4; ++r) {
            if (r == i) continue;
            const double f = t[r][i];
            for (std::size_t c = 0; c < 8; ++c) t[r][c] -= f * t[i][c];
        }
    }
    Mat4 out;
    for (std::size_t r = 0; r < 4; ++r) {
        for (std::size_t c = 0; c < 4; ++c) out.m[c * 4 + r] = static_cast<float>(t[r][4 + c]);
    }
    return out;
}

Mat4 look_at(Vec3 eye, Vec3 target, Vec3 up) {
    const Vec3 back = normalize(eye - target);
    const Vec3 right = normalize(cross(up, back));
    const Vec3 above = cross(back, right);
    Mat4 r;
    r.m = {right.x, above.x, back.x, 0, right.y,          above.y,          back.y,          0,
           right.z, above.z, back.z, 0, -dot(right, eye), -dot(above, eye), -dot(back, eye), 1};
    return r;
}

Mat4 perspective(float fov_y, float aspect, float near_m, float far_m) {
    const float f = 1.0F / std::tan(fov_y / 2);
    Mat4 r;
    r.m = {f / aspect,
           0,
           0,
           0,
           0,
           f,
           0,
           0,
           0,
           0,
           (far_m + near_m) / (near_m - far_m),
           -1,
           0,
           0,
           2 * far_m * near_m / (near_m - far_m),
           0};
    return r;
}

Mat4 orthographic(float left, float right, float bottom, float top, float near_m, float far_m) {
    Mat4 r;
    r.m = {2 / (right - left),
           0,
           0,
           0,
           0,
           2 / (top - bottom),
           0,
           0,
           0,
           0,
           -2 / (far_m - near_m),
           0,
           -(right + left) / (right - left),
           -(top + bottom) / (top - bottom),
           -(far_m + near_m) / (far_m - near_m),
           1};
    return r;
}

}  // namespace glassline::scene
