"""A Sparkplug B edge node that is not ours, a real Mosquitto and the real server as host application: births, data, a
sequence gap that a rebirth heals, a death by the broker's will, and the host's own word about itself.

usage: sparkplug.py GLASSLINE SOURCE_DIR"""
import json
import os
import subprocess
import sys
import tempfile

import peers

glassline, source = sys.argv[1:3]

LINE = {"id": "plant", "name": "Plant", "site": "Plant", "stations": [
    {"id": "press", "name": "Press", "short_name": "Press", "geometry":
     {"x_mm": 500, "y_mm": 0, "length_mm": 900, "depth_mm": 900, "height_mm": 900}}]}
TOPIC = "spBv1.0/Plant/{kind}/Edge/{device}"
DEVICE = {"Press": "press"}


def emit(event, when, of, value, **fields):
    return {"event": event, "when": [{"value": "{/" + when[0] + "}", "in": [when[1]]}],
            "change": {"of": of, "value": value}, "fields": dict(fields, station="{device|device}")}


MAPPING = {"tables": {"device": DEVICE}, "rules": [
    {"topic": TOPIC, "time": {"value": "{/timestamp}", "format": "epoch_ms"}, "emit": [
        emit("StationOnline", ("online", "true"), "online", "yes"),
        emit("StationOffline", ("online", "false"), "online", "no"),
        emit("StationStateChanged", ("metrics/Machine~1Running", "true"), "state", "1000", state="1000"),
        emit("StationStateChanged", ("metrics/Machine~1Running", "false"), "state", "2000", state="2000")]},
    {"topic": "spBv1.0/Plant/{kind}/Edge", "ignore": True}]}


class Edge:
    def __init__(self, port):
        environment = dict(os.environ, GLASSLINE_NODE_MODULES=source + "/tests/node_modules")
        self.process = subprocess.Popen(["node", peers.HERE + "/edge.cjs", str(port)], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def until(self, begin):
        for line in self.process.stdout:
            if line.startswith(begin):
                return line.strip()
        raise AssertionError("the edge node ended before it said " + begin)

    def tell(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def main():
    peers.need_modules(source)
    with tempfile.TemporaryDirectory(prefix="glassline-sparkplug-") as folder:
        for name, value in (("line.json", LINE), ("mapping.json", MAPPING)):
            with open(folder + "/" + name, "w") as file:
                json.dump(value, file)
        broker = peers.Mosquitto(folder + "/broker")
        server = peers.Server(glassline, folder, ["line.json"], [
            {"kind": "sparkplug", "name": "edge", "url": f"mqtt://127.0.0.1:{broker.port}", "mapping": "mapping.json",
             "host_id": "twin"}])

        def press():
            return server.get("/api/v1/lines/plant")["stations"][0]

        edge = None
        try:
            peers.wait_for("the connection", lambda: peers.connected(server))
            edge = Edge(broker.port)
            assert json.loads(edge.until("host twin").removeprefix("host twin "))["online"] is True
            edge.tell(running=True)
            peers.wait_for("a press at work", lambda: press()["state"] == "productive")
            edge.tell(skip=2)
            edge.tell(running=False)
            edge.until("rebirth")
            peers.wait_for("a press at rest", lambda: press()["state"] == "standby")
            edge.tell(running=True)
            peers.wait_for("a press at work", lambda: press()["state"] == "productive")
            edge.kill()  # without goodbye: the broker says its will
            peers.wait_for("a press that is gone", lambda: press()["online"] is False)
            # A server that begins in the middle of a node's life has no names for its aliases: it asks.
            edge = Edge(broker.port)
            edge.until("born")
            peers.wait_for("a press that is back", lambda: press()["online"] is True)
            server.stop()
            assert json.loads(edge.until("host twin {\"online\":false").removeprefix("host twin "))["online"] is False
            server.start()
            peers.wait_for("the connection", lambda: peers.connected(server))
            edge.tell(running=True)
            edge.until("rebirth")
            edge.tell(running=True)
            peers.wait_for("a press at work", lambda: press()["state"] == "productive")
            edge.tell(stop=True)
            edge.process.wait(30)
            peers.wait_for("a press that said goodbye", lambda: press()["online"] is False)
        finally:
            if edge:
                edge.kill()
            server.stop()
            broker.stop()
        print(f"births, data, gap, rebirth, deaths, host state: {server.verify()['count']} records")


main()
