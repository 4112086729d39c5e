#!/usr/bin/env python3
"""The recorded bytes of eight real machines, played by eight TCP servers to the real server. The journal must end with six
panels that visited the eight machines in order, and `inspect --at` must agree with the recording at recorded moments."""
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

bin_dir, source = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
glassline = bin_dir / "glassline"
FASTER = 10  # times the recorded pace

trace = []  # (epoch seconds, machine, xml), the machines' own words
for line in (source / "data/recordings/hermes-line/line.trace").read_text().splitlines():
    epoch, channel, direction, xml = line.split("\t", 3)
    if direction == "TX" and channel.endswith(".super"):
        trace.append((int(epoch) / 1000, channel[: -len(".super")], xml))
start = trace[0][0]
description = json.loads(re.sub(r"^//.*$", "", (source / "data/lines/hermes-line.json").read_text(), flags=re.M))
route = [station["id"] for station in description["stations"]]
all_connected = threading.Barrier(len(route) + 1)


def play(listener, machine):
    connection, _ = listener.accept()
    threading.Thread(target=lambda: [None for _ in iter(lambda: connection.recv(4096), b"")], daemon=True).start()
    all_connected.wait(60)
    begun = time.monotonic()
    for at, name, xml in trace:
        if name != machine:
            continue
        time.sleep(max(0, (at - start) / FASTER - (time.monotonic() - begun)))
        connection.sendall(xml.encode())
    listener.close()


reports = {}  # barcode -> [(time stamp, machine, arrived)]
pattern = re.compile(r'Timestamp="([^"]+)".*<Board(Arrived|Departed) MachineId="([^"]+)".*TopBarcode="([^"]+)"')
for _, _, xml in trace:
    if match := pattern.search(xml):
        reports.setdefault(match[4], []).append((match[1], match[3], match[2] == "Arrived"))


def place_by_recording(barcode, stamp):
    known = [r for r in reports[barcode] if r[0] <= stamp]
    if not known:
        return None
    newest = max(route.index(machine) for _, machine, _ in known)
    if not any(m == route[newest] and not arrived for _, m, arrived in known):
        return {"station": route[newest]}
    if newest + 1 == len(route):
        return "left"
    return {"link": {"from": route[newest], "to": route[newest + 1]}}


def inspect(journal, *arguments):
    ended = subprocess.run([glassline, "inspect", journal, "--json", *arguments], capture_output=True, text=True, check=True)
    return json.loads(ended.stdout)


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    for station in description["stations"]:
        listener = socket.create_server(("127.0.0.1", 0))
        station["hermes_address"] = "127.0.0.1:%d" % listener.getsockname()[1]
        threading.Thread(target=play, args=(listener, station["id"]), daemon=True).start()
    (folder / "line.json").write_text(json.dumps(description))
    journal = folder / "line.journal"
    server = subprocess.Popen([glassline, "serve", "--line", folder / "line.json", "--state", folder / "state", "--journal", journal,
                               "--operator-listen", "127.0.0.1:0", "--customer-listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        ready = server.stdout.readline()
        assert ready.startswith("ready {"), ready
        all_connected.wait(60)
        deadline = time.monotonic() + 90
        while True:
            panels = inspect(journal)["panels"]
            left = [p for p in panels if "left" in json.dumps(p["position"])]
            if len(left) == 6:
                break
            assert time.monotonic() < deadline, f"only {len(left)} panels left the line: {panels}"
            time.sleep(0.5)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0, "the server did not end cleanly"

    by_barcode = {p["barcode"]: p for p in panels}
    assert sorted(by_barcode) == sorted(reports), sorted(by_barcode)
    for barcode, panel in by_barcode.items():
        assert (panel["work_order"], panel["batch"]) == ("WO-1000", "WO-1000-B1"), panel
        assert len(panel["units"]) == 4, panel
    stamps = sorted({stamp for reported in reports.values() for stamp, _, _ in reported})
    compared = 0
    for stamp in stamps[:: max(1, len(stamps) // 25)]:
        seen = {p["barcode"]: p["position"] for p in inspect(journal, "--at", stamp + "Z")["panels"]}
        for barcode in reports:
            expected = place_by_recording(barcode, stamp)
            position = seen.get(barcode)
            if expected is None:
                assert position is None, (stamp, barcode, position)
            elif expected == "left":
                assert "left" in json.dumps(position), (stamp, barcode, position)
            else:
                assert {k: position.get(k) for k in expected} == expected, (stamp, barcode, position, expected)
            compared += 1
    print(f"six panels, eight machines, {compared} positions agree with the recording")
    whole = inspect(journal, "--verify")
    assert whole["count"] == whole["last"], whole
    print("journal:", whole)
