"""CFX over MQTT from a client that is not ours to the real server: plain, gzip, Base64, batches and everything twice
(each board counts once); the broker is restarted and the server is killed in the middle (nothing that was acknowledged
is lost, both find each other again by themselves).

usage: cfx_mqtt.py GLASSLINE SOURCE_DIR mosquitto|rabbitmq|restart|kill"""
import base64
import gzip
import json
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


def run(folder, broker):
    line = peers.without_comments(source + "/data/lines/hermes-line.json")
    for number, station in enumerate(line["stations"]):
        station["cfx_handle"] = f"Peer.Machine.{number}"
    with open(folder + "/line.json", "w") as file:
        json.dump(line, file)
    server = peers.Server(glassline, folder, ["line.json"],
                          [{"kind": "cfx-mqtt", "name": "cfx", "url": f"mqtt://127.0.0.1:{broker.port}", "topic": "Peer/#"}])
    first = line["stations"][0]["id"]

    def arrived():
        now = server.line()
        return next(s for s in now["stations"] if s["id"] == first)["panels_in"] if now else 0

    once = [message(envelope(b), b % 4) for b in range(BOARDS)]
    batches = [message("[" + ",".join(envelope(b) for b in range(s, s + 10)) + "]", s % 3) for s in range(0, 100, 10)]
    try:
        peers.wait_for("the subscription", lambda: peers.connected(server))
        if way in ("mosquitto", "rabbitmq"):
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
        broker = (peers.Rabbit if way == "rabbitmq" else peers.Mosquitto)(folder + "/broker")
        try:
            run(folder, broker)
        finally:
            broker.stop()


main()
