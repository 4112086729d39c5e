#!/usr/bin/env python3
"""Keeps the rooms apart: who may include whom, which calls are banned where, how long a file may be.

Debian puts all headers on one system path, so CMake's targets alone can't keep a room pure."""
import pathlib
import re
import sys
import tempfile

THIRD_PARTY = r"(asio|restinio|proton|nlohmann|simdjson|pugixml|sqlite3|zstd|zlib|openssl|sodium|mosquitto|GLFW|GL|EGL|imgui|backends|spdlog|fmt|CLI|png|qrencode|glm)"

# room: (rooms it may include, third party it may include)
ROOMS = {
    "twin": (["twin"], []),
    "connectors/wire": (["connectors/wire", "twin"], ["nlohmann", "simdjson", "pugixml", "zlib"]),
    "connectors/transport": (["connectors/transport", "connectors/wire", "twin"], ["asio", "proton", "mosquitto", "openssl", "spdlog"]),
    "connectors/journal": (["connectors/journal", "connectors/wire", "connectors/runtime/ingest", "connectors/runtime/twin_host", "twin"], ["sqlite3", "zstd", "nlohmann"]),
    "connectors/gateway": (["connectors/gateway", "connectors/wire", "connectors/runtime", "connectors/transport", "twin"], None),
    "viewer/viewmodel": (["viewer/viewmodel", "twin"], []),
    "viewer/scene": (["viewer/scene", "twin"], ["glm"]),
    "viewer/render": (["viewer/render", "viewer/scene", "twin"], ["GL", "EGL", "glm", "png"]),
    "viewer/panels": (["viewer/panels", "viewer/widgets", "viewer/theme", "viewer/viewmodel", "viewer/scene", "twin"], ["imgui"]),
    "viewer/widgets": (["viewer/widgets", "viewer/theme", "viewer/viewmodel", "twin"], ["imgui"]),
}
# A hand-written exception needs a reason here, not in the room.
BANNED = {
    "twin": [r"\b(system_clock|steady_clock|high_resolution_clock)\b", r"\b(fopen|ifstream|ofstream|fstream)\b", r"\bstd::(thread|mutex|jthread|cout|cerr)\b", r"\bstd::ranges\b", r"\brand\(\)"],
    "connectors/wire": [r"\b(system_clock|steady_clock)\b", r"\b(fopen|ifstream|ofstream|fstream)\b", r"\bstd::(thread|mutex|cout|cerr)\b", r"\bsocket\("],
    "viewer/viewmodel": [r"\b(system_clock|steady_clock)\b", r"\bstd::(thread|mutex|cout|cerr)\b"],
    "viewer/scene": [r"\b(system_clock|steady_clock)\b", r"\bstd::(thread|mutex|cout|cerr)\b", r"\bstd::ranges\b"],
}
HEAVY = re.compile(r'#include\s*[<"](asio|restinio|nlohmann)[/.]')
LONGEST_FILE = 900  # one in ten may pass 500; none may pass this


def sources(root):
    for top in ("twin", "connectors", "viewer", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp", ".h") and "node_modules" not in path.parts:
                yield path


def check(root):
    faults = []
    lengths = []
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)
        lengths.append((text.count("\n"), name))
        for room, (rooms, third) in ROOMS.items():
            if not name.startswith(room + "/"):
                continue
            for include in re.findall(r'#include\s*[<"]([^>"]+)[>"]', text):
                ours = re.match(r"(twin|connectors|viewer|tests)/", include)
                if ours and not any(include.startswith(r) for r in rooms):
                    faults.append(f"{name}: {room} may not include {include}")
                foreign = re.match(THIRD_PARTY + r"[/.]", include)
                if foreign and third is not None and foreign.group(1) not in third:
                    faults.append(f"{name}: {room} may not include {include}")
        for room, patterns in BANNED.items():
            if name.startswith(room + "/"):
                for pattern in patterns:
                    for hit in re.finditer(pattern, code):
                        faults.append(f"{name}: '{hit.group(0)}' is banned in {room}")
        if re.search(r'#include\s*"tests/', text) and not name.startswith("tests/"):
            faults.append(f"{name}: nothing includes tests")
        if path.suffix == ".hpp" and HEAVY.search(text) and not name.startswith("tests/"):
            if "Include it in .cpp files only" not in text:
                faults.append(f"{name}: asio, RESTinio and nlohmann stay out of headers")
        if path.suffix == ".hpp" and "#pragma once" not in text:
            faults.append(f"{name}: has no #pragma once")
    for count, name in lengths:
        if count > LONGEST_FILE:
            faults.append(f"{name}: {count} lines; which second noun moved in?")
    over = [entry for entry in lengths if entry[0] > 500]
    if len(over) * 10 > max(len(lengths), 1):
        faults.append(f"{len(over)} of {len(lengths)} files are over 500 lines; at most one in ten may be")
    return faults, len(lengths)


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "twin").mkdir()
        (root / "twin/bad.hpp").write_text('#include <asio.hpp>\n#include "connectors/x.hpp"\nauto t = std::chrono::system_clock::now();\n')
        faults, _ = check(root)
        wanted = ["may not include asio.hpp", "may not include connectors/x.hpp", "is banned in twin", "no #pragma once"]
        missed = [w for w in wanted if not any(w in f for f in faults)]
        if missed:
            sys.exit(f"the rules did not find: {missed}")
    print("the rules find what they must")


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        self_test()
    else:
        found, count = check(pathlib.Path(sys.argv[1]))
        for fault in found:
            print(fault)
        print(f"{count} files checked, {len(found)} faults")
        sys.exit(1 if found else 0)
