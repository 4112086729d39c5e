#!/usr/bin/env python3
"""Puts the customer page into the program: embed.py OUT.cpp FOLDER..., each file plain and, where smaller, gzipped.
The bytes come in through the assembler (.incbin), as a large array would take the compiler minutes."""
import gzip
import hashlib
import pathlib
import sys

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
         ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
         ".woff2": "font/woff2", ".wasm": "application/wasm", ".json": "application/json", ".txt": "text/plain; charset=utf-8"}
SKIP = {"package.json", "package-lock.json", "tsconfig.json", "CMakeLists.txt", "requirements.txt"}

out = pathlib.Path(sys.argv[1])
blobs = out.parent / "static_blobs"
blobs.mkdir(parents=True, exist_ok=True)
asm, externs, rows = [], [], []
seen = set()


def blob(path, data):
    index = len(externs)
    path.write_bytes(data)
    asm.append(f'".global gl_blob_{index}\\n.global gl_blob_{index}_end\\ngl_blob_{index}:\\n.incbin \\"{path}\\"\\ngl_blob_{index}_end:\\n"')
    externs.append(f"extern const char gl_blob_{index}[]; extern const char gl_blob_{index}_end[];")
    return f"view(gl_blob_{index}, gl_blob_{index}_end)"


for folder in map(pathlib.Path, sys.argv[2:]):
    for source in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = source.relative_to(folder).as_posix()
        if not source.is_file() or source.suffix not in TYPES or source.name in SKIP or "node_modules" in source.parts or name in seen:
            continue
        seen.add(name)
        data = source.read_bytes()
        small = gzip.compress(data, 9, mtime=0)
        digest = hashlib.sha256(data).hexdigest()[:16]
        plain = blob(blobs / digest, data)
        packed = blob(blobs / (digest + ".gz"), small) if len(small) < len(data) else "{}"
        rows.append(f'        {{"/{name}", "{TYPES[source.suffix]}", {plain}, {packed}, "{digest}"}},')

code = ['// Made by embed.py.', '#include "connectors/gateway/static_files.hpp"', "#include <array>", "#include <vector>"]
if asm:
    code.append('asm(".section .rodata\\n"\n' + "\n".join(asm) + '\n".text\\n");')
code.append('extern "C" {' + "\n".join(externs) + "}")
code.append("namespace glassline::gateway {\nnamespace {")
if asm:
    code.append("std::string_view view(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }")
code.append("const std::vector<StaticFile>& files() {\n    static const std::vector<StaticFile> all{\n" + "\n".join(rows) + "\n    };\n    return all;\n}\n}  // namespace")
code.append("""const StaticFile* find_static_file(std::string_view path) {
    for (const auto& file : files()) {
        if (file.path == path) return &file;
    }
    return nullptr;
}
}  // namespace glassline::gateway
""")
text = "\n".join(code)
out.write_text(text)
