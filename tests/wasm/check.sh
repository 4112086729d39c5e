#!/usr/bin/env bash
# Compiles the pure rooms to WebAssembly, runs them in Node, and compares the digest with the native program's.
set -euo pipefail
build="$(realpath -m "$1")/wasm"
here="$(cd "$(dirname "$0")" && pwd)"
export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}"
mkdir -p "$build"
emcmake cmake -S "$here" -B "$build/em" -G Ninja -DCMAKE_BUILD_TYPE=Debug >"$build/configure.log" 2>&1 || { cat "$build/configure.log"; exit 1; }
cmake --build "$build/em" -- -j2 >"$build/build.log" 2>&1 || { tail -n 60 "$build/build.log"; exit 1; }
cmake -S "$here" -B "$build/native" -G Ninja -DCMAKE_BUILD_TYPE=Debug >/dev/null
cmake --build "$build/native" -- -j2 >"$build/native.log" 2>&1 || { tail -n 60 "$build/native.log"; exit 1; }
wasm=$(node "$build/em/pure_rooms.js")
native=$("$build/native/pure_rooms" 2>/dev/null || "$build/native/pure_rooms.exe")
echo "WebAssembly: $wasm"
echo "native:      $native"
[ -n "$wasm" ] && [ "$wasm" = "$native" ]
