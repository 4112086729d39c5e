"""Runs the endurance tests towards their full counts; what was done adds up over runs in a file.

    long.py PROGRAM_FOLDER GLASSLINE SOURCE COUNTS_FILE

A run does a share of what is missing and stops at the first failure; runs after it go on where the counts stand.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time

tests, glassline, source, counts_file = (pathlib.Path(a).resolve() for a in sys.argv[1:5])

# name, full count, done a run, variable that says how many, how to run it, what it prints
SERVER = ["python3", source / "tests/integration/endurance/kill_server.py", glassline, source]


def doctest(case):
    return [tests / "endurance", f"--test-case={case}", "--success=false"]


PARTS = [
    ("kills of the real server, orders over HTTP and Hermes machines", 500, 100, "GLASSLINE_SERVER_KILLS", SERVER),
    ("kills of the real server, CFX over AMQP", 500, 100, "GLASSLINE_AMQP_KILLS", doctest("kill -9 of the server*")),
    ("kills of the writer", 1000, 200, "GLASSLINE_KILLS", doctest("a hundred kill -9*")),
    ("power cuts", 1000, 100, "GLASSLINE_POWER_CUTS", doctest("a hundred power cuts*")),
    ("failed or torn writes", 500, 100, "GLASSLINE_DISK_FAULTS", doctest("failing writes*")),
    ("full disks", 100, 20, "GLASSLINE_FULL_DISKS", doctest("a full disk: refused*")),
]


def main():
    counts = json.loads(counts_file.read_text()) if counts_file.exists() else {}
    for name, full, share, variable, command in PARTS:
        done = counts.setdefault(name, {"done": 0, "runs": 0})
        todo = min(share, full - done["done"])
        if todo > 0:
            began = time.monotonic()
            environment = dict(os.environ, **{variable: str(todo), "GLASSLINE_SEED": str(20261124 + done["runs"])})
            ran = subprocess.run([str(c) for c in command], env=environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True)
            if ran.returncode != 0:
                sys.exit(f"{name}: FAILED with GLASSLINE_SEED={environment['GLASSLINE_SEED']} {variable}={todo}\n{ran.stdout}")
            done["done"] += todo
            done["runs"] += 1
            slowest = re.search(r"slowest restart to \w+ (\d+) ms", ran.stdout)
            if slowest:
                done["slowest_restart_ms"] = max(done.get("slowest_restart_ms", 0), int(slowest.group(1)))
            counts_file.write_text(json.dumps(counts, indent=1))
            for line in ran.stdout.splitlines():
                if re.search(r"\d+ (kills|power cuts|appends|refused)", line):
                    print("  " + line.strip().removeprefix("MESSAGE: "))
            print(f"  {todo} in {time.monotonic() - began:.0f} s")
        restart = f", slowest restart to live {done['slowest_restart_ms']} ms (mark <= 2000)" if "slowest_restart_ms" in done else ""
        print(f"{name}: {done['done']} of {full}{restart}", flush=True)
    whole = all(counts[name]["done"] >= full for name, full, *_ in PARTS)
    print("endurance: all counts reached" if whole else "endurance: run it again to go on")


main()
