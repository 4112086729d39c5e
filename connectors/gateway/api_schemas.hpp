// The schema of everything that people write or the API takes and answers, by name: data/schemas/NAME.schema.json and
// components/schemas of openapi.json. Include it in .cpp files only.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace glassline::gateway {

struct NamedSchema {
    std::string name;  // "line", the file's name
    std::string title;
    nlohmann::ordered_json document;
};

/// Each a schema that stands by itself.
[[nodiscard]] const std::vector<NamedSchema>& schema_documents();

/// What openapi.json holds under components/schemas: the same schemas, each type once, requests' types named
/// "NAME.request" where an answer has the same type. `roots` says which component a document's name is.
struct ApiComponents {
    nlohmann::ordered_json schemas;
    std::map<std::string, std::string, std::less<>> roots;
};
[[nodiscard]] const ApiComponents& api_components();

}  // namespace glassline::gateway
