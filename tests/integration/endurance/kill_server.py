"""kill -9 of the real server while orders are posted to it and a Hermes line runs: every order that was answered with
success is in the journal exactly once, the journal is whole after each kill, and the server comes back live."""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

glassline, source = sys.argv[1], sys.argv[2]
KILLS = int(os.environ.get("GLASSLINE_SERVER_KILLS", "20"))
SEED = int(os.environ.get("GLASSLINE_SEED", "20261124"))
random.seed(SEED)


def post(url, token, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Authorization": "Bearer " + token,
                                                                      "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status


def read_ready(process):
    line = process.stdout.readline()
    assert line.startswith("ready "), f"the server said {line!r}"
    return json.loads(line[6:])


def main():
    with tempfile.TemporaryDirectory(prefix="glassline-kill-") as folder:
        emulate = subprocess.Popen([glassline, "emulate", "--line", source + "/data/lines/hermes-line.json", "--speed", "20",
                                    "--hermes", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)
        try:
            run(folder, {s["id"]: s["hermes"] for s in read_ready(emulate)["stations"]})
        finally:
            emulate.kill()
            emulate.wait()


def run(folder, addresses):
    with open(source + "/data/lines/hermes-line.json") as file:
        line = json.loads("".join(l for l in file if not l.lstrip().startswith("//")))
    for station in line["stations"]:
        station["hermes_address"] = addresses[station["id"]]
    with open(folder + "/line.json", "w") as file:
        json.dump(line, file)
    with open(folder + "/settings.json", "w") as file:
        json.dump({"operator": {"listen": "127.0.0.1:0"}, "customer": {"listen": "127.0.0.1:0"}, "state": "state",
                   "journal": "journal", "lines": ["line.json"],
                   "sources": [{"kind": "hermes-supervisory", "name": "hermes"}]}, file)
    acknowledged, number, slowest, refused = [], 0, 0.0, 0
    for kill in range(KILLS):
        began = time.monotonic()
        server = subprocess.Popen([glassline, "serve", "--settings", folder + "/settings.json"], stdout=subprocess.PIPE,
                                  text=True, stderr=subprocess.DEVNULL)
        url = read_ready(server)["operator"] + "/api/v1/orders"
        slowest = max(slowest, time.monotonic() - began)
        with open(folder + "/state/operator.token") as file:
            token = file.read().strip()
        threading.Timer(random.uniform(0.05, 0.4), server.send_signal, [signal.SIGKILL]).start()
        while True:
            number += 1
            order = f"WO-KILL-{number}"
            try:
                status = post(url, token, {"id": order, "customer": {"id": "c", "name": "C"}, "quantity": 4})
                assert status in (200, 201), status
                acknowledged.append(order)
            except urllib.error.HTTPError as answer:
                assert answer.code == 429, f"{answer.code} {answer.read()!r}"
                refused += 1
                time.sleep(0.05)
            except OSError:
                break  # the server is gone
        server.wait()
        server.stdout.close()
        whole = subprocess.run([glassline, "inspect", folder + "/journal", "--verify", "--json"], capture_output=True,
                               text=True)
        assert whole.returncode == 0, f"kill {kill}: {whole.stderr}"
    count = json.loads(whole.stdout)["count"]
    subprocess.run([glassline, "export", folder + "/journal", "--format", "jsonl", "-o", folder + "/all.jsonl"], check=True)
    times, hermes = {}, 0
    with open(folder + "/all.jsonl") as file:
        for record in map(json.loads, file):
            hermes += record["source"].startswith("hermes/")
            if record["event"]["type"] == "WorkOrderDefined":
                times[record["event"]["order"]["id"]] = times.get(record["event"]["order"]["id"], 0) + 1
    lost = [order for order in acknowledged if times.get(order, 0) != 1]
    assert not lost, f"acknowledged but not in the journal exactly once: {lost[:5]}"
    assert len(acknowledged) > KILLS and hermes > KILLS, (len(acknowledged), hermes)
    print(f"{KILLS} kills, {len(acknowledged)} orders acknowledged ({refused} asked to come later), {count} records of which "
          f"{hermes} from Hermes machines, slowest restart to live {slowest * 1000:.0f} ms")


main()
