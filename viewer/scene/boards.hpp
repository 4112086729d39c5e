// Where panels lie and what they look like.
#pragma once

#include "viewer/scene/scene.hpp"

namespace glassline::scene {

/// Fills scene.boards from the state: at a station in the middle of the belt (several in the order of their arrival,
/// the oldest farthest downstream), on a link between its stations, taken out on the bench. Panels that left the line
/// are not drawn.
void place_boards(Scene& scene, const LineState& line, const SceneOptions& options);

/// Rebuilds what is drawn (moving, halos) from boards and marks.
void dress(Scene& scene);

}  // namespace glassline::scene
