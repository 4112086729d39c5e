#include "connectors/app/files.hpp"

#include <fstream>
#include <utility>

#include "connectors/wire/files/line_file.hpp"

namespace glassline::app {

Result<std::string> read_whole(const std::string& path, std::size_t max_bytes) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{path, "cannot be opened", "check the name and that this user may read it"};
    std::string out;
    char block[65'536];
    while (file.read(block, sizeof block) || file.gcount() > 0) {
        out.append(block, static_cast<std::size_t>(file.gcount()));
        if (out.size() > max_bytes) {
            return Error{path, "is larger than " + std::to_string(max_bytes >> 20U) + " MiB", "split it"};
        }
    }
    if (file.bad()) return Error{path, "cannot be read", "check that it is a file on a sound disk"};
    return out;
}

Result<LineDescription> line_of_file(const std::string& path) {
    const auto text = read_whole(path, max_file_bytes);
    if (!text) return text.error();
    auto line = read_line_file(*text);
    if (line.ok()) return std::move(line.value);
    std::string all;
    for (const auto& fault : line.faults) all += (all.empty() ? "" : "; ") + fault;
    return Error{path, all, "correct it and try `glassline check " + path + "`"};
}

}  // namespace glassline::app
