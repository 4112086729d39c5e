#include "viewer/render/instance_buffer.hpp"

#include <array>

namespace glassline::render {

namespace {
constexpr int floats_per_instance = 18;
const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }
}  // namespace

GpuMesh upload(const Gl& gl, const scene::MeshData& mesh) {
    GpuMesh out;
    out.index_count = static_cast<int>(mesh.indices.size());
    gl.GenVertexArrays(1, &out.vertex_array);
    gl.BindVertexArray(out.vertex_array);
    gl.GenBuffers(1, &out.vertices);
    gl.BindBuffer(GL_ARRAY_BUFFER, out.vertices);
    gl.BufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.vertices.size() * sizeof(scene::MeshVertex)),
                  mesh.vertices.data(), GL_STATIC_DRAW);
    gl.EnableVertexAttribArray(0);
    gl.VertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(scene::MeshVertex), offset(0));
    gl.EnableVertexAttribArray(1);
    gl.VertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, sizeof(scene::MeshVertex), offset(sizeof(scene::Vec3)));
    gl.GenBuffers(1, &out.indices);
    gl.BindBuffer(GL_ELEMENT_ARRAY_BUFFER, out.indices);
    gl.BufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.indices.size() * sizeof(std::uint32_t)),
                  mesh.indices.data(), GL_STATIC_DRAW);
    for (unsigned a = 2; a <= 6; ++a) {
        gl.EnableVertexAttribArray(a);
        gl.VertexAttribDivisor(a, 1);
    }
    return out;
}

void destroy(const Gl& gl, GpuMesh& mesh) {
    gl.DeleteVertexArrays(1, &mesh.vertex_array);
    gl.DeleteBuffers(1, &mesh.vertices);
    gl.DeleteBuffers(1, &mesh.indices);
    mesh = {};
}

void InstanceBuffer::fill(const Gl& gl, const std::vector<scene::Instance>& instances, bool changes_often) {
    std::vector<float> data;
    data.reserve(instances.size() * floats_per_instance);
    runs_.clear();
    for (std::size_t n = 0; n < instances.size(); ++n) {
        const scene::Instance& i = instances[n];
        const auto& r = i.rotation;
        data.insert(data.end(), {r.x.x, r.x.y, r.x.z, i.centre.x, r.y.x, r.y.y, r.y.z, i.centre.y, r.z.x, r.z.y, r.z.z,
                                 i.centre.z, i.half.x, i.half.y, i.half.z, i.radius, static_cast<float>(i.material),
                                 static_cast<float>(i.pick)});
        if (runs_.empty() || runs_.back().mesh != i.mesh || (!changes_often && runs_.back().pick != i.pick)) {
            runs_.push_back({i.mesh, i.pick, static_cast<std::uint32_t>(n), 0});
        }
        ++runs_.back().count;
    }
    size_ = instances.size();
    if (buffer_ == 0) gl.GenBuffers(1, &buffer_);
    gl.BindBuffer(GL_ARRAY_BUFFER, buffer_);
    gl.BufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(data.size() * sizeof(float)), data.data(),
                  changes_often ? GL_STREAM_DRAW : GL_STATIC_DRAW);
}

void InstanceBuffer::destroy(const Gl& gl) {
    if (buffer_ != 0) gl.DeleteBuffers(1, &buffer_);
    *this = {};
}

void InstanceBuffer::draw(const Gl& gl, const std::map<scene::MeshId, GpuMesh>& meshes,
                          const std::vector<bool>* by_pick, std::uint32_t& calls, std::uint32_t& triangles) const {
    constexpr std::size_t stride = floats_per_instance * sizeof(float);
    for (std::size_t n = 0; n < runs_.size();) {
        Run run = runs_[n++];
        if (by_pick == nullptr) {
            // Neighbouring runs of a mesh are one call.
            while (n < runs_.size() && runs_[n].mesh == run.mesh) run.count += runs_[n++].count;
        } else if (run.pick >= by_pick->size() || !(*by_pick)[run.pick]) {
            continue;
        }
        const auto mesh = meshes.find(run.mesh);
        if (mesh == meshes.end()) continue;
        gl.BindVertexArray(mesh->second.vertex_array);
        gl.BindBuffer(GL_ARRAY_BUFFER, buffer_);
        const std::size_t base = run.first * stride;
        const std::array<int, 5> sizes{4, 4, 4, 4, 2};
        std::size_t at = base;
        for (unsigned a = 0; a < 5; ++a) {
            gl.VertexAttribPointer(a + 2, sizes[a], GL_FLOAT, GL_FALSE, stride, offset(at));
            at += static_cast<std::size_t>(sizes[a]) * sizeof(float);
        }
        gl.DrawElementsInstanced(GL_TRIANGLES, mesh->second.index_count, GL_UNSIGNED_INT, nullptr,
                                 static_cast<int>(run.count));
        ++calls;
        triangles += run.count * static_cast<std::uint32_t>(mesh->second.index_count) / 3;
    }
}

}  // namespace glassline::render
