// `glassline check` as a function: every fault of files with its place, also between files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline::app {

struct FileFault {
    std::string place;     // "stations[3].id"; empty: the whole file
    std::string pointer;   // JSON pointer of the nearest value that stands in the file
    std::size_t line = 0;  // from 1; 0: the file could not be read
    std::size_t column = 0;
    std::string fault;  // what is wrong
    bool operator==(const FileFault&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("place", self.place);
        v("pointer", self.pointer);
        v("line", self.line);
        v("column", self.column);
        v("fault", self.fault);
    }
};

struct CheckedFile {
    std::string file;
    std::string kind;  // what it was read as: line, orders, settings; empty: not known
    std::vector<FileFault> faults;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("file", self.file);
        v("kind", self.kind);
        v("faults", self.faults);
    }
};

/// What orders name is looked for in the lines among the files; what settings name in the files that they name.
[[nodiscard]] std::vector<CheckedFile> check_files(const std::vector<std::string>& paths);

}  // namespace glassline::app
