// Writes data/schemas from the code, or compares what is committed with what the code says.
//   glassline_schemas --write DIR | --check DIR
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "connectors/gateway/api_schemas.hpp"
#include "connectors/wire/json/schema_notes.hpp"

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A note that names no member describes nothing.
int loose_notes() {
    int faults = 0;
    for (const auto& note : glassline::schema_notes()) {
        const std::string what(note.what);
        const auto dot = what.find('.');
        const auto type = what.substr(0, dot);
        bool found = false;
        for (const auto& schema : glassline::gateway::schema_documents()) {
            const auto& types = schema.document.value("$defs", nlohmann::ordered_json::object());
            if (!types.contains(type)) continue;
            found = found || dot == std::string::npos || types[type]["properties"].contains(what.substr(dot + 1));
        }
        if (found) continue;
        std::printf("schema_notes.cpp: '%s' names nothing\n", what.c_str());
        ++faults;
    }
    return faults;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string mode = argc == 3 ? argv[1] : "";
    if (mode != "--write" && mode != "--check") {
        std::fprintf(stderr, "glassline_schemas --write DIR | --check DIR\n");
        return 2;
    }
    const std::filesystem::path folder = argv[2];
    int faults = loose_notes();
    std::set<std::string> names;
    for (const auto& schema : glassline::gateway::schema_documents()) {
        const auto name = schema.name + ".schema.json";
        const auto text = schema.document.dump(1) + "\n";
        names.insert(name);
        if (mode == "--write") {
            std::ofstream(folder / name, std::ios::binary) << text;
        } else if (text_of(folder / name) != text) {
            std::printf("%s differs from what the code says; run `glassline_schemas --write data/schemas`\n",
                        name.c_str());
            ++faults;
        }
    }
    names.insert("mapping.schema.json");  // written by hand: the fields of a rule depend on its event
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(".schema.json") && !names.contains(name)) {
            std::printf("%s describes nothing that the code has\n", name.c_str());
            ++faults;
        }
    }
    std::printf("%zu schemas, %d faults\n", names.size(), faults);
    return faults == 0 ? 0 : 1;
}
