// Instances on the graphics card, drawn a mesh at a time.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "viewer/render/gl.hpp"
#include "viewer/scene/scene.hpp"

namespace glassline::render {

/// A mesh on the card.
struct GpuMesh {
    unsigned vertex_array = 0, vertices = 0, indices = 0;
    int index_count = 0;
};
[[nodiscard]] GpuMesh upload(const Gl& gl, const scene::MeshData& mesh);
void destroy(const Gl& gl, GpuMesh& mesh);

/// A run of instances of one mesh and one pick.
struct Run {
    scene::MeshId mesh = 0;
    std::uint16_t pick = 0;
    std::uint32_t first = 0, count = 0;
};

class InstanceBuffer {
public:
    /// Instances must be sorted by mesh.
    void fill(const Gl& gl, const std::vector<scene::Instance>& instances, bool changes_often);
    void destroy(const Gl& gl);
    /// Draws all instances, or those whose pick is marked (by_pick[pick]); calls and triangles are added up.
    void draw(const Gl& gl, const std::map<scene::MeshId, GpuMesh>& meshes, const std::vector<bool>* by_pick,
              std::uint32_t& calls, std::uint32_t& triangles) const;
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    unsigned buffer_ = 0;
    std::size_t size_ = 0;
    std::vector<Run> runs_;
};

}  // namespace glassline::render
