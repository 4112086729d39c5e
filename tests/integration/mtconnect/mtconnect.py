#!/usr/bin/env python3
"""Recorded machines through the real program, by `import`, over TCP as SHDR and over HTTP behind an agent's stand-in; each
must mean what the recording, read independently, means."""
import http.server
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from xml.sax.saxutils import quoteattr, escape

import recordings
from recordings import changes, iso, micros

glassline, source, way = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
SECONDS = 6  # a recording's pace over TCP: pauses shortened so that it takes about as long


def records(journal):
    out = journal.with_suffix(".jsonl")
    subprocess.run([glassline, "export", journal, "--format", "jsonl", "-o", out], check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in out.read_text().splitlines()]


def meaning(told, station):
    """What the journal says of a station, in the form of recordings.Machine."""
    states, faults, counts, programs, codes = [], [], [], [], {}
    for record in told:
        event, at = record["event"], micros(record["occurred_at"])
        if event.get("station") != station:
            continue
        if event["type"] == "StationStateChanged":
            states.append((at, event["state"]["e10"]))
        elif event["type"] == "FaultOccurred":
            fault = event["fault"]
            codes[fault["id"]] = fault["code"]
            faults.append((at, fault["code"], fault["description"], fault["severity"]))
        elif event["type"] == "FaultCleared":
            faults.append((at, codes[event["fault"]]))
        elif event["type"] == "PartsCounted":
            counts.append((at, event["count"] if event["known"] else None))
        elif event["type"] == "RecipeActivated":
            programs.append((at, event["recipe"]))
    return changes(states), faults, changes(counts), changes(programs)


def compare(machine, told, until=None):
    want = (machine.states, machine.faults, machine.counts, machine.programs)
    for what, got, wanted in zip(("states", "faults", "counts", "programs"), meaning(told, machine.name), want):
        if until is not None:
            got = [entry for entry in got if entry[0] <= until]
        assert got == wanted, (machine.name, what, [g for g in got if g not in wanted][:5], [w for w in wanted if w not in got][:5], len(got), len(wanted))
    print(f"{machine.name}: {len(machine.states)} states, {len(machine.faults)} faults and clearances, {len(machine.counts)} counts agree")


def unmapped_values(told, station):
    return sum(r["event"]["count"] for r in told if r["event"]["type"] == "MessageUnmapped" and r["event"]["station"] == station)


def inspect(journal, station):
    ended = subprocess.run([glassline, "inspect", journal, "--json"], capture_output=True, text=True, check=True)
    return next(s for s in json.loads(ended.stdout)["stations"] if s["id"] == station)


def import_one(machine, folder):
    journal = folder / f"{machine.recording.stem}.journal"
    subprocess.run([glassline, "import", "--format", "shdr", machine.recording, "--devices", machine.devices, "--journal", journal],
                   check=True, capture_output=True, timeout=120)
    return journal


def check_import(folder):
    for machine in recordings.machines(source):
        journal = import_one(machine, folder)
        told = records(journal)
        compare(machine, told)
        raw = {line for _, line in machine.messages}
        for record in told:
            if record.get("raw"):
                assert record["raw"]["bytes"] in raw, record
        station = inspect(journal, machine.name)
        if machine.name == "OKUMA":  # by hand: 0 1, set anew, 0 1, set anew, 0 1 2 3
            counter = station["part_counters"][0]
            assert (counter["count"], counter["done"], counter["resets"]) == (3, 5, 2), counter
            assert station["recipe"] == "IMTS-2022-4B-mm.MIN", station["recipe"]
        if machine.name == "Mazak03":  # the day ends with everything UNAVAILABLE: unknown, not zero
            assert station["part_counters"][0]["count"] is None, station["part_counters"]
            assert (station["state"], station["online"], station["faults"]) == ("unknown", False, []), station
            ticks = [(at, v[0] == "ACTIVE") for at, item, v in machine.observations if item["type"] == "EXECUTION"]
            active = sum(end - at for (at, on), (end, _) in zip(ticks, ticks[1:]) if on)
            states = meaning(told, "Mazak03")[0]
            productive = sum(end - at for (at, s), (end, _) in zip(states, states[1:]) if s == "productive")
            assert active == productive > 3_600_000_000, (active, productive)
            bare = {"AVAILABILITY", "EXECUTION", "CONTROLLER_MODE", "EMERGENCY_STOP", "FUNCTIONAL_MODE", "PART_COUNT"}
            slotless = sum(1 for _, item, _ in machine.observations
                           if item["category"] != "CONDITION" and item["type"] not in bare and not (item["type"] == "PROGRAM" and "subType" not in item))
            slotless += sum(1 for _, line in machine.messages if "_asset_" in line)
            assert unmapped_values(told, "Mazak03") == slotless, (unmapped_values(told, "Mazak03"), slotless)
        if machine.name == "GFAgie01":
            stops = [(iso(f[0]), f[1]) for f in machine.faults if len(f) == 4 and f[3] == "error"][:2]
            assert stops == [("2016-06-09T17:41:11.543222Z", "454B"), ("2016-06-09T17:45:34.295063Z", "454A")], stops
        # A second time it is the same recording.
        import_one(machine, folder)
        assert inspect(journal, machine.name)["part_counters"] == station["part_counters"]


class Server:
    def __init__(self, folder, stations, sources):
        line = {"id": "mill", "name": "Mill", "stations": [
            {"id": s, "name": s, "short_name": s, "geometry": {"x_mm": 1000 + 2000 * i, "y_mm": 0, "length_mm": 1500, "depth_mm": 1200, "height_mm": 1500}}
            for i, s in enumerate(stations)]}
        (folder / "line.json").write_text(json.dumps(line))
        (folder / "settings.json").write_text(json.dumps({"lines": ["line.json"], "sources": sources}))
        self.journal = folder / "live.journal"
        self.process = subprocess.Popen([glassline, "serve", "--settings", folder / "settings.json", "--state", folder / "state", "--journal", self.journal,
                                         "--operator-listen", "127.0.0.1:0", "--customer-listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        assert ready.startswith("ready {"), ready + self.process.stderr.read()
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def wait_for(self, station, holds, what):
        deadline = time.monotonic() + 90
        while not holds(inspect(self.journal, station)):
            assert time.monotonic() < deadline, f"{station}: {what} never came: {inspect(self.journal, station)}"
            time.sleep(0.2)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, "the server did not end cleanly"


class Adapter:
    """Plays a recording to whoever connects, closes, and greets the next connection with a short present."""

    def __init__(self, machine):
        self.machine, self.pings = machine, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.played, self.close_now, self.greet = threading.Event(), threading.Event(), threading.Event()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        connection, _ = self.listener.accept()
        threading.Thread(target=self.answer, args=(connection,), daemon=True).start()
        messages = self.machine.messages
        pauses = [min(1_000_000, b[0] - a[0]) for a, b in zip(messages, messages[1:])] + [0]
        shorter = SECONDS / max(1, sum(pauses))
        debt = 0.0
        for (_, text), pause in zip(messages, pauses):
            connection.sendall(text.encode() + b"\r\n")
            debt += pause * shorter
            if debt > 0.005:
                time.sleep(debt)
                debt = 0
        self.played.set()
        self.close_now.wait(120)
        connection.close()
        self.greet.wait(120)
        connection, _ = self.listener.accept()
        threading.Thread(target=self.answer, args=(connection,), daemon=True).start()
        stem = next(k for k, i in self.machine.items.items() if i["type"] == "EXECUTION")
        connection.sendall(f"{iso(int(time.time() * 1e6))}|avail|AVAILABLE|{stem}|READY\n".encode())
        self.kept = connection

    def answer(self, connection):
        pending = b""
        try:
            while block := connection.recv(4096):
                pending += block
                while b"\n" in pending:
                    line, pending = pending.split(b"\n", 1)
                    if line == b"* PING":
                        self.pings += 1
                        connection.sendall(b"* PONG 1000\n")
        except OSError:
            pass


def check_shdr(folder):
    chosen = {m.name: m for m in recordings.machines(source)}  # one recording a machine: the whole day where there is one
    adapters = {name: Adapter(machine) for name, machine in chosen.items()}
    server = Server(folder, list(chosen), [
        {"kind": "shdr", "name": "shdr-" + name, "url": f"127.0.0.1:{adapters[name].port}", "devices": str(machine.devices), "device": name}
        for name, machine in chosen.items()])
    try:
        imported = {name: records(import_one(machine, folder)) for name, machine in chosen.items()}
        for name, adapter in adapters.items():
            assert adapter.played.wait(120), name + " was not read to its end"
        time.sleep(1.5)  # heartbeats while nothing else is said
        for name, machine in chosen.items():
            last = machine.states[-1][1]
            server.wait_for(name, lambda s, want=last: s["state"] == want, "the last state")
            assert adapters[name].pings >= 2, "no heartbeats"
            adapters[name].close_now.set()
        for name in chosen:
            server.wait_for(name, lambda s: s["state"] == "unknown" and not s["online"] and not s["faults"]
                            and all(c["count"] is None for c in s["part_counters"]), "unknown after the disconnect")
            adapters[name].greet.set()
        for name in chosen:
            server.wait_for(name, lambda s: s["state"] == "standby" and s["online"], "ready after the reconnect")
    finally:
        server.stop()
    told = records(server.journal)
    for name, machine in chosen.items():
        mine = [r for r in told if r["source"] == "shdr-" + name]
        until = machine.messages[-1][0]
        compare(machine, mine, until)
        assert meaning(imported[name], name)[0] == [s for s in meaning(mine, name)[0] if s[0] <= until]
        assert unmapped_values(mine, name) == unmapped_values(imported[name], name), (name, unmapped_values(mine, name), unmapped_values(imported[name], name))
        status = [r["event"]["status"] for r in mine if r["event"]["type"] == "SourceStatusChanged"]
        assert status[0] == "connected" and "disconnected" in status and status[-1] == "connected", status


class AgentStandIn:
    """probe, current and sample as an agent with a small buffer gives them. What is known to it grows with each request."""

    def __init__(self, machine):
        self.step = len(machine.observations) // 100
        self.buffer = 4 * self.step
        self.machine, self.instance, self.first, self.released = machine, 100, 0, self.step
        self.requests, self.errors = [], 0
        self.lock = threading.Lock()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with stand_in.lock:
                    body = stand_in.answer(self.path).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    # Sequence numbers of the second instance are others.
    def sequence(self, index):
        return index + 1 + (50_000 if self.instance == 200 else 0)

    def oldest(self):
        return max(self.first, self.released - self.buffer)

    def header(self):
        return (f'<Header instanceId="{self.instance}" version="1.3" bufferSize="{self.buffer}" firstSequence="{self.sequence(self.oldest())}" '
                f'lastSequence="{self.sequence(self.released) - 1}" nextSequence="{self.sequence(self.released)}"/>')

    def element(self, index):
        at, item, values = self.machine.observations[index]
        same = f'dataItemId={quoteattr(item["id"])} sequence="{self.sequence(index)}" timestamp="{iso(at)}"'
        if item["category"] == "CONDITION":
            level = values[0].capitalize()
            code = f" nativeCode={quoteattr(values[1])}" if len(values) > 1 and values[1] else ""
            text = escape(values[4]) if len(values) > 4 else ""
            return "Condition", f'<{level} {same} type={quoteattr(item["type"])}{code}>{text}</{level}>'
        name = "".join(w.capitalize() for w in item["type"].split(":")[-1].split("_"))
        return {"SAMPLE": "Samples", "EVENT": "Events"}[item["category"]], f"<{name} {same}>{escape(values[0])}</{name}>"

    def document(self, indices, next_sequence=None):
        body = "".join(f"<{group}>{text}</{group}>" for group, text in map(self.element, indices))
        header = self.header()
        if next_sequence is not None:
            header = header.replace(f'nextSequence="{self.sequence(self.released)}"', f'nextSequence="{next_sequence}"')
        return (f'<?xml version="1.0"?><m:MTConnectStreams xmlns:m="urn:mtconnect.org:MTConnectStreams:1.3" xmlns="urn:mtconnect.org:MTConnectStreams:1.3">{header}'
                f'<Streams><DeviceStream name="{self.machine.name}" uuid="x"><ComponentStream component="Path" componentId="p">{body}</ComponentStream></DeviceStream></Streams></m:MTConnectStreams>')

    def present(self):
        latest, active = {}, {}
        for index in range(self.released):
            _, item, values = self.machine.observations[index]
            latest[item["id"]] = index
            if item["category"] != "CONDITION":
                continue
            level, code = values[0].upper(), values[1] if len(values) > 1 else ""
            mine = active.setdefault(item["id"], {})
            if level in ("WARNING", "FAULT"):
                mine[code] = index
            elif level == "NORMAL" and code:
                mine.pop(code, None)
            else:
                mine.clear()
        return sorted(i for key, index in latest.items() for i in (active.get(key) or {"": index}).values())

    def answer(self, target):
        path, _, query = target.partition("?")
        self.requests.append(path.rsplit("/", 1)[-1])
        if path.endswith("/probe"):
            text = self.machine.devices.read_text()
            start = text.index("instanceId=")
            return text[:start] + f'instanceId="{self.instance}"' + text[text.index(text[start + 11], start + 12) + 1 :]
        if path.endswith("/current"):
            return self.document(self.present())
        wanted = {k: int(v[0]) for k, v in urllib.parse.parse_qs(query).items()}
        samples = self.requests.count("sample")
        if samples == 4:
            self.released += 3 * self.buffer  # the client was away: what it asks for is no longer in the buffer
        elif samples == 8:  # the agent is started anew and fetches its adapter's present
            self.released += 2 * self.step
            self.instance, self.first = 200, self.released
            self.released += self.step
        else:
            self.released += self.step
        self.released = min(len(self.machine.observations), self.released)
        from_index = wanted["from"] - self.sequence(0)
        if from_index < self.oldest() or from_index > self.released:
            self.errors += 1
            return (f'<MTConnectError xmlns="urn:mtconnect.org:MTConnectError:1.3"><Header instanceId="{self.instance}"/><Errors>'
                    f'<Error errorCode="OUT_OF_RANGE">\'from\' must be greater than {self.sequence(self.oldest())}</Error></Errors></MTConnectError>')
        end = min(self.released, from_index + wanted["count"])
        return self.document(range(from_index, end), self.sequence(end))


def check_agent(folder):
    known = recordings.machines(source)
    machine = next((m for m in known if m.name == "Mazak03"), known[0])
    agent = AgentStandIn(machine)
    server = Server(folder, [machine.name], [{"kind": "mtconnect-agent", "name": "agent", "url": f"http://127.0.0.1:{agent.port}", "device": machine.name, "poll_s": 0.05}])
    try:
        deadline = time.monotonic() + 120
        while agent.released < len(machine.observations):
            assert time.monotonic() < deadline, (agent.released, agent.requests[-5:])
            time.sleep(0.2)
        last = machine.states[-1][1]
        server.wait_for(machine.name, lambda s: s["state"] == last and s["last_heard_at"], "the last state")
        time.sleep(1)
    finally:
        server.stop()
    agent.server.shutdown()
    told = records(server.journal)
    gaps = [r["event"]["example"] for r in told if r["event"]["type"] == "MessageRefused" and "gap" in r["event"]["reason"]]
    assert len(gaps) == 2 and "no longer held sequence" in gaps[0] and "instance 100 became 200" in gaps[1], gaps
    assert agent.errors == 2 and agent.requests.count("probe") == 2 and agent.requests.count("current") == 3, agent.requests[:30]
    # Every state that the journal tells is one of the recording; none is told that was not; the present after each gap is right.
    states, faults, _, _ = meaning(told, machine.name)
    wrong = [s for s in states if state_at(machine, s[0]) != s[1]]
    assert not wrong, wrong[:5]
    assert all(f in machine.faults for f in faults if len(f) == 4), [f for f in faults if f not in machine.faults][:5]
    assert len(states) > len(machine.states) / 3, (len(states), len(machine.states))
    station = inspect(server.journal, machine.name)
    assert station["state"] == machine.states[-1][1], station
    assert sorted(f["code"] for f in station["faults"]) == active_at_the_end(machine), station
    print(f"{machine.name} behind an agent: {len(states)} of {len(machine.states)} states seen across two gaps, {len(agent.requests)} requests")


def active_at_the_end(machine):
    active = []
    for fault in machine.faults:
        if len(fault) == 4:
            active.append(fault[1])
        else:
            active.remove(fault[1])
    return sorted(active)


def state_at(machine, at):
    known = [state for since, state in machine.states if since <= at]
    return known[-1] if known else "unknown"


with tempfile.TemporaryDirectory() as name:
    {"import": check_import, "shdr": check_shdr, "agent": check_agent}[way](pathlib.Path(name))
