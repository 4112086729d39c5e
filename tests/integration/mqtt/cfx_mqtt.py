"""CFX over MQTT from a client that is not ours to the real server: plain, gzip, Base64, batches and everything twice
(each board counts once); the broker is restarted and the server is killed in the middle (nothing that was acknowledged
is lost, both find each other again by themselves).

With `tls` the server logs in by TLS with a password; with `emulate` the machines are `glassline emulate`.

usage: cfx_mqtt.py GLASSLINE SOURCE_DIR mosquitto|rabbitmq|restart|kill|tls|emulate"""
import base64
import gzip
import json
import os
import subprocess
import sys
import tempfile
import uuid

import peers

glassline, source, way = sys.argv[1:4]
HANDLE = "Peer.Machine.0"
BOARDS = 300


def envelope(board):
    return json.dumps({
        "MessageName": "CFX.Production.UnitsArrived", "Version": "1.7",
        "TimeStamp": f"2026-11-23T13:{board // 60:02d}:{board % 60:02d}.1234567+01:00",
        "UniqueID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HANDLE}/{board}")), "Source": HANDLE, "Target": None,
        "RequestID": None, "MessageBody": {"$type": "CFX.Production.UnitsArrived, CFX", "PrimaryIdentifier":
                                           f"BOARD-{board:04d}", "HermesIdentifier": None, "UnitCount": 0,
                                           "Units": [], "Lane": 1}})


def message(body, form):
    out = {"topic": "Peer/Machine/0/CFX/Production/UnitsArrived"}
    if form == 0:
        out["payload"] = body
    elif form == 1:
        out["base64"] = base64.b64encode(gzip.compress(body.encode())).decode()
    elif form == 2:
        out["payload"] = base64.b64encode(gzip.compress(body.encode())).decode()
    else:
        out["payload"] = "\ufeff" + body
    return out


def certificates(folder):
    """An authority of the test's own and a certificate for localhost."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj",
            "/CN=test authority")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    with open(folder + "/names", "w") as file:
        file.write("subjectAltName=DNS:localhost")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-out",
            "server.crt", "-days", "2", "-extfile", "names")
    subprocess.run(["mosquitto_passwd", "-b", "-c", "passwords", "twin", "a secret"], cwd=folder, check=True)


def tls_broker(folder):
    os.makedirs(folder)
    certificates(folder)
    port = peers.free_port()
    broker = peers.Mosquitto(folder, f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {folder}/passwords\n"
                             f"cafile {folder}/ca.crt\ncertfile {folder}/server.crt\nkeyfile {folder}/server.key\n",
                             before="per_listener_settings true\n")
    broker.tls_port = port
    return broker


def emulated(server, broker):
    """The line's own machines over MQTT: what they made is seen."""
    machines = subprocess.Popen([glassline, "emulate", "--line", source + "/data/lines/demo.json", "--speed", "20", "--cfx",
                                 f"mqtt://127.0.0.1:{broker.port}"], stdout=subprocess.PIPE, text=True)
    try:
        peers.wait_for("a finished panel", lambda: any(
            p["finished_at"] for p in (server.line() or {"panels": []})["panels"]), 120)
    finally:
        machines.terminate()
        machines.wait(30)
        machines.stdout.close()
    now = server.line()
    assert all(s["panels_in"] > 0 for s in now["stations"]), now["stations"]
    print(f"emulate: {len(now['panels'])} panels")


def run(folder, broker):
    line = peers.without_comments(source + "/data/lines/hermes-line.json")
    for number, station in enumerate(line["stations"]):
        station["cfx_handle"] = f"Peer.Machine.{number}"
    with open(folder + "/line.json", "w") as file:
        json.dump(line, file)
    link = {"kind": "cfx-mqtt", "name": "cfx", "url": f"mqtt://127.0.0.1:{broker.port}", "topic": "Peer/#"}
    if way == "tls":
        link.update(url=f"mqtts://localhost:{broker.tls_port}", user="twin", password="a secret", ca="broker/ca.crt")
    if way == "emulate":
        link.update(topic="Glassline/#")
        line = peers.without_comments(source + "/data/lines/demo.json")
        with open(folder + "/line.json", "w") as file:
            json.dump(line, file)
    server = peers.Server(glassline, folder, ["line.json"], [link])
    first = line["stations"][0]["id"]

    def arrived():
        now = server.line()
        return next(s for s in now["stations"] if s["id"] == first)["panels_in"] if now else 0

    once = [message(envelope(b), b % 4) for b in range(BOARDS)]
    batches = [message("[" + ",".join(envelope(b) for b in range(s, s + 10)) + "]", s % 3) for s in range(0, 100, 10)]
    try:
        peers.wait_for("the subscription", lambda: peers.connected(server))
        if way == "emulate":
            return emulated(server, broker)
        if way in ("mosquitto", "rabbitmq", "tls"):
            peers.publish(source, broker.port, once + batches + once)
            peers.wait_for("all boards", lambda: arrived() == BOARDS)
        else:
            sender = peers.publisher(source, broker.port)
            for number, text in enumerate(once):
                sender.stdin.write(json.dumps(text) + "\n")
                sender.stdin.flush()
                if number == 100:
                    for _ in range(60):
                        sender.stdout.readline()
                    if way == "restart":
                        broker.stop()
                    else:
                        server.kill()
                if number == 200:
                    if way == "restart":
                        broker.start()
                    else:
                        server.start()
            sender.stdin.close()
            assert sender.wait(120) == 0
            sender.stdout.close()
            peers.wait_for("all boards", lambda: arrived() == BOARDS)
    finally:
        server.stop()
    now = server.line()
    assert sorted(p["id"] for p in now["panels"]) == [f"BOARD-{b:04d}" for b in range(BOARDS)], len(now["panels"])
    print(f"{way}: {BOARDS} boards, each once; {server.verify()['count']} records")


def main():
    peers.need_modules(source)
    with tempfile.TemporaryDirectory(prefix="glassline-mqtt-") as folder:
        make = {"rabbitmq": peers.Rabbit, "tls": tls_broker}.get(way, peers.Mosquitto)
        broker = make(folder + "/broker")
        try:
            run(folder, broker)
        finally:
            broker.stop()


main()
