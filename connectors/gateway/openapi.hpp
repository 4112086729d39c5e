// GET /api/v1/openapi.json: what is built, as OpenAPI 3.1; what answers 501 says so.
#pragma once

#include <string>

namespace glassline::gateway {

[[nodiscard]] const std::string& openapi_json();

}  // namespace glassline::gateway
