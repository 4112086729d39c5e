#!/usr/bin/env python3
"""An emulated line with the example chaos file: its truth tells each outage, loss and stop as ordered, a Hermes client is
cut off and can come back, and what was lost is counted in the last line and on stderr."""
import collections
import datetime
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

glassline, source = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
lines = source / "data/lines"
SPEED = 60


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


with tempfile.TemporaryDirectory() as folder:
    truth_file = pathlib.Path(folder) / "truth.jsonl"
    process = subprocess.Popen(
        [glassline, "emulate", "--line", lines / "demo.json", "--orders", lines / "demo-orders.json", "--seed", "3",
         "--speed", str(SPEED), "--head-start", "1500", "--duration", "12", "--chaos", lines / "demo-chaos.json",
         "--truth", truth_file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        ready = process.stdout.readline()
        assert ready.startswith("ready "), ready
        port = next(int(s["hermes"].rsplit(":", 1)[1]) for s in json.loads(ready[6:])["stations"] if s["id"] == "spi")
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.settimeout(60)
            try:
                while client.recv(4096):  # until the outage closes it
                    pass
            except ConnectionResetError:  # closed with words of the machine still unread
                pass
        assert process.poll() is None, "the outage came before the end"
        back = None
        while back is None and process.poll() is None:
            try:
                back = socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:
                pass
        assert back is not None, "the port is open again after the outage"
        back.close()
        _, stderr = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    assert process.returncode == 0, stderr
    told = [json.loads(line) for line in truth_file.read_text().splitlines()]

count = collections.Counter(entry["kind"] for entry in told)
assert told[-1]["kind"] == "losses" and count["losses"] == 1, count
assert told[-1]["by_chaos"] == count["message_lost"] > 0, (told[-1], count)
assert {e["station"] for e in told if e["kind"] == "message_lost"} <= {"loader", "spi"}
assert f"{told[-1]['by_chaos']} on purpose" in stderr, stderr
links = [(e["kind"], e["station"], e["channel"]) for e in told if e["kind"].startswith("link_")]
assert sorted(links) == [("link_down", "aoi", "cfx"), ("link_down", "spi", "hermes"),
                         ("link_up", "aoi", "cfx"), ("link_up", "spi", "hermes")], links
stop = next(e for e in told if e["kind"] == "chaos_stop")
assert stop["station"] == "placer2"
fault = next(e for e in told if e["kind"] == "FaultOccurred" and e["time"] == stop["time"])["event"]["fault"]
assert fault["occurred_at"] == stop["time"], fault  # plant time, not the simulation's own
assert fault["description"] == "air pressure too low", fault
cleared = next(e for e in told if e["kind"] == "FaultCleared" and e["event"]["fault"] == fault["id"])
lasted = (seconds(cleared["time"]) - seconds(stop["time"])) * SPEED
assert abs(lasted - 180) < 1, lasted
assert count["panel_released"] > 20 and count["operators_away"] >= 1, count
assert all(re.match(r"\d{4}-\d\d-\d\dT", e["time"]) for e in told)
print(f"{len(told)} lines of truth, {told[-1]['by_chaos']} messages lost on purpose, as ordered")
