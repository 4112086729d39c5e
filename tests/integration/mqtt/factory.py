"""The model factory's recordings, played fast through a real Mosquitto by a client that is not ours: the live twin ends
with the same orders, steps and pieces as an import of the same file. Retained messages and a server that begins in the
middle change nothing of that.

usage: factory.py GLASSLINE SOURCE_DIR"""
import json
import os
import subprocess
import sys
import tempfile

import peers

glassline, source = sys.argv[1:3]
LINE = source + "/data/lines/model-factory.json"
MAPPING = source + "/data/mappings/model-factory.json"


def recordings():
    data = os.environ.get("GLASSLINE_REFERENCE_DATA") or os.path.join(source, "..", "shared")
    folder = os.path.join(data, "recordings", "model-factory-mqtt")
    if not os.path.isdir(folder):
        return []
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".log"))


def messages_of(path):
    with open(path) as file:
        lines = [json.loads(line) for line in file]
    return [line for line in lines if "_kind" not in line]


def essence(line, orders):
    """What must be the same, however the messages came."""
    panels = {p["id"]: (p["work_order"], {k: v for k, v in p["position"].items() if k not in ("age_s", "certainty")},
                        p["finished_at"], p["units"]) for p in line["panels"]}
    steps = {o["id"]: (o["status"], o["started_at"], o["finished_at"], o["steps"], o["product"]) for o in orders["orders"]}
    return panels, steps


def imported(path, folder):
    """The import, looked at through the same API."""
    journal = folder + "/imported"
    subprocess.run([glassline, "import", "--format", "mqtt-jsonl", path, "--line", LINE, "--mapping", MAPPING, "--journal",
                    journal], check=True, capture_output=True)
    with open(folder + "/settings-import.json", "w") as file:
        json.dump({"operator": {"listen": "127.0.0.1:0"}, "customer": {"listen": "127.0.0.1:0"}, "state": "state-import",
                   "journal": "imported", "lines": [LINE_COPY], "sources": [
                       {"kind": "cfx-listen", "name": "idle"}]}, file)
    process = subprocess.Popen([glassline, "serve", "--settings", folder + "/settings-import.json"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        viewer = peers.Server.__new__(peers.Server)
        viewer.folder, viewer.ready = folder, json.loads(process.stdout.readline().removeprefix("ready "))
        viewer.token = folder + "/state-import/operator.token"
        return essence(viewer.get("/api/v1/lines/model-factory"), viewer.get("/api/v1/orders"))
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


LINE_COPY = "line.json"


def play(path, broker, folder):
    server = peers.Server(glassline, folder, [LINE_COPY], [
        {"kind": "mqtt-json", "name": "factory", "url": f"mqtt://127.0.0.1:{broker.port}", "mapping": "mapping.json"}])
    messages = messages_of(path)
    try:
        peers.wait_for("the connection", lambda: peers.connected(server))
        # The orders are sent with QoS 1 whatever they were recorded with: the player must not lose any itself.
        first = [{"topic": m["topic"], "payload": m["payload"], "retain": m["topic"].startswith("ccu/order/")} for m in messages]
        first.append({"topic": "somebody/elses/topic", "payload": "{}"})
        first.append({"topic": "ccu/order/active", "payload": "{\"broken\": "})
        peers.publish(source, broker.port, first)

        def all_here():
            health = json.dumps(server.get("/api/v1/journal?from=%d&limit=1000" % max(1, last_sequence(server) - 900)))
            return "payload is not JSON" in health
        peers.wait_for("the last message", all_here)
        live = essence(server.get("/api/v1/lines/model-factory"), server.get("/api/v1/orders"))
        alarms = server.get("/api/v1/alarms")["alarms"]
        assert any(a["id"] == "factory/clock" for a in alarms), alarms
        # A server that begins anew gets the retained lists again and knows all of it already.
        server.stop()
        server.start()
        peers.wait_for("the connection", lambda: peers.connected(server))
        again = essence(server.get("/api/v1/lines/model-factory"), server.get("/api/v1/orders"))
        assert again == live
    finally:
        server.stop()
    return live, len(messages), server.verify()["count"]


def last_sequence(server):
    return server.get("/api/v1/lines/model-factory")["sequence"]


def main():
    paths = recordings()
    if not paths:
        print("SKIPPED: no model factory recordings; set GLASSLINE_REFERENCE_DATA")
        return
    peers.need_modules(source)
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="glassline-factory-") as folder:
            for name, text in ((LINE_COPY, LINE), ("mapping.json", MAPPING)):
                with open(text) as original, open(folder + "/" + name, "w") as copy:
                    copy.write(original.read())
            broker = peers.Mosquitto(folder + "/broker")
            try:
                live, count, records = play(path, broker, folder)
            finally:
                broker.stop()
            expected = imported(path, folder)
            # A stock list that carries no believable time is dated by its receipt, which is another here.
            assert live[1] == expected[1], differences(live[1], expected[1])
            assert live[0] == expected[0], differences(live[0], expected[0])
            print(f"{os.path.basename(path)}: {count} messages, {records} records, {len(live[1])} orders, "
                  f"{len(live[0])} pieces: the same as imported")


def differences(a, b):
    return [(k, a.get(k), b.get(k)) for k in sorted(set(a) | set(b)) if a.get(k) != b.get(k)][:2]


main()
