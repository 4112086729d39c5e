#!/usr/bin/env python3
"""Each header compiles by itself. Those of one folder share a compiler run where none can hide behind another: every
header gets its own translation unit, two at a time; a stamp beside the build keeps what has not changed."""
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
compiler = sys.argv[2]
flags = ["-std=c++20", "-fsyntax-only", "-w", f"-I{root}", "-DASIO_STANDALONE", "-DASIO_HAS_STD_CHRONO", "-DASIO_DISABLE_STD_STRING_VIEW"]
include = subprocess.run(["pkg-config", "--cflags", "imgui"], capture_output=True, text=True).stdout.split()
headers = sorted(p for top in ("twin", "connectors", "viewer") for p in (root / top).rglob("*.hpp"))
stamps = pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / "glassline-header-stamps"
stamps.mkdir(exist_ok=True)
everything = hashlib.sha256(b"".join(p.read_bytes() for p in headers)).hexdigest()


def check(header):
    stamp = stamps / hashlib.sha256((everything + str(header.relative_to(root))).encode()).hexdigest()
    if stamp.exists():
        return None
    unit = f'#include "{header.relative_to(root).as_posix()}"\n'
    result = subprocess.run([compiler, *flags, *include, "-x", "c++", "-"], input=unit, capture_output=True, text=True)
    if result.returncode == 0:
        stamp.touch()
        return None
    return f"{header.relative_to(root)}:\n{result.stderr[:1500]}"


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    faults = [f for f in pool.map(check, headers) if f]
for fault in faults:
    print(fault)
print(f"{len(headers)} headers, {len(faults)} that do not stand alone")
sys.exit(1 if faults or not headers else 0)
