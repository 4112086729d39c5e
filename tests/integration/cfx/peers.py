"""An AMQP 1.0 client that is not ours (rhea) publishes CFX to the real server: straight to cfx-listen, and through a
RabbitMQ 3.10 of this test's own to cfx-amqp. Plain, gzip, batches, and everything twice: each counts once. `login` is
direct with a user and a password; `requests` asks the server who it is.

usage: peers.py GLASSLINE SOURCE_DIR direct|broker|login|requests"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid

glassline, source, way = sys.argv[1:4]
HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.join(source, "tests", "node_modules")
RABBIT = "/usr/lib/rabbitmq/bin/"
BOARDS = 200


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, seconds=60):
    """A bound for a test that hangs, not a claim about time."""
    for _ in range(seconds * 10):
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain for " + what)


def envelope(handle, board):
    return json.dumps({
        "MessageName": "CFX.Production.UnitsArrived", "Version": "1.7",
        "TimeStamp": f"2026-11-23T13:{board // 60:02d}:{board % 60:02d}.1234567+01:00",
        "UniqueID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{handle}/{board}")), "Source": handle, "Target": None,
        "RequestID": None, "MessageBody": {"$type": "CFX.Production.UnitsArrived, CFX", "PrimaryIdentifier":
                                           f"BOARD-{board:04d}", "HermesIdentifier": None, "UnitCount": 0,
                                           "Units": [], "Lane": 1}})


def messages(handle):
    """Boards one by one, every second one gzipped; then the last hundred again as batches of ten; then all again."""
    def message(body, key):
        return {"id": key, "body": body, "gzip": len(key) % 2 == 0, "handle": handle,
                "subject": handle + ".CFX.Production.UnitsArrived"}
    once = [message(envelope(handle, b), "m" * (1 + b % 2) + str(b)) for b in range(BOARDS)]
    batches = [message("[" + ",".join(envelope(handle, b) for b in range(s, s + 10)) + "]", f"batch{s}")
               for s in range(BOARDS - 100, BOARDS, 10)]
    return once + batches + once


def node(script, arguments, lines, user=None, password=None):
    environment = dict(os.environ, GLASSLINE_NODE_MODULES=MODULES)
    if user:
        environment.update(AMQP_USER=user, AMQP_PASSWORD=password or user)
    return subprocess.run(["node", os.path.join(HERE, script), *arguments], text=True, capture_output=True,
                          input="\n".join(json.dumps(line) for line in lines), env=environment, timeout=120)


def ask(port, user=None, password=None):
    """Who are you, who is there, what can you do, and something that is not answered."""
    names = ["AreYouThere", "WhoIsThere", "GetEndpointInformation", "Production.GetRecipe"]
    handle = {"CFXHandle": "Glassline.cfx"}
    return node("ask.cjs", ["127.0.0.1", str(port), "Glassline.cfx"],
                [{"name": f"CFX.{name}Request", "body": handle} for name in names], user, password)


def check_answers(done):
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)["answers"]
    assert [a["correlation_id"] for a in answers] == [f"REQUEST-{n}" for n in range(4)], answers
    there, who, information, other = [a["envelope"] for a in answers]
    assert there["MessageName"] == "CFX.AreYouThereResponse", there
    assert there["RequestID"] == "REQUEST-0" and there["Source"] == "Glassline.cfx", there
    assert there["Target"] == "Peer.Asker.1", there
    assert there["MessageBody"]["Result"]["Result"] == "Success", there
    assert who["MessageBody"]["RequestTargetAddress"] == "Glassline.cfx", who
    endpoint = information["MessageBody"]["EndpointInformation"]
    assert any(t["TopicName"] == "CFX.Production" for t in endpoint["SupportedTopics"]), endpoint
    assert other["MessageName"] == "CFX.NotSupportedResponse", other


def publish(port, address, handle, user=None):
    lines = messages(handle)
    done = node("publish.cjs", ["127.0.0.1", str(port), address], lines, user)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["accepted"] == len(lines), counts


class Broker:
    """RabbitMQ with its AMQP 1.0 plugin on free loopback ports; its epmd is a child of ours and ends with it."""

    def __init__(self, folder):
        self.port, self.epmd_port, dist = free_port(), free_port(), free_port()
        with open(folder + "/enabled_plugins", "w") as file:
            file.write("[rabbitmq_amqp1_0].\n")
        with open(folder + "/rabbit.conf", "w") as file:
            file.write(f"listeners.tcp.default = 127.0.0.1:{self.port}\nloopback_users = none\n"
                       "amqp1_0.default_user = guest\n")
        with open(folder + "/definitions.json", "w") as file:
            json.dump({"vhosts": [{"name": "/"}], "users": [], "permissions": [],
                       "queues": [{"name": "twin", "vhost": "/", "durable": True, "auto_delete": False,
                                   "arguments": {}}], "exchanges": [], "bindings": [
                                       {"source": "amq.topic", "vhost": "/", "destination": "twin",
                                        "destination_type": "queue", "routing_key": "#", "arguments": {}}]}, file)
        self.environment = dict(
            os.environ, HOME=folder, RABBITMQ_NODENAME="twin@localhost", RABBITMQ_NODE_IP_ADDRESS="127.0.0.1",
            RABBITMQ_NODE_PORT=str(self.port), RABBITMQ_DIST_PORT=str(dist), RABBITMQ_MNESIA_BASE=folder + "/mnesia",
            RABBITMQ_LOG_BASE=folder + "/log", RABBITMQ_CONFIG_FILE=folder + "/rabbit",
            RABBITMQ_ENABLED_PLUGINS_FILE=folder + "/enabled_plugins", RABBITMQ_PID_FILE=folder + "/pid",
            ERL_EPMD_ADDRESS="127.0.0.1", ERL_EPMD_PORT=str(self.epmd_port),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}")
        self.epmd = subprocess.Popen(["epmd", "-port", str(self.epmd_port), "-address", "127.0.0.1"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(folder + "/server.out", "w") as out:
            self.server = subprocess.Popen([RABBIT + "rabbitmq-server"], env=self.environment, stdout=out, stderr=out)
        try:
            wait_for("RabbitMQ's pid", lambda: os.path.exists(folder + "/pid"))
            self.control("wait", folder + "/pid", "--timeout", "90")
            self.control("await_startup")
            self.control("import_definitions", folder + "/definitions.json")
        except BaseException:
            self.stop()
            raise

    def control(self, *arguments):
        done = subprocess.run([RABBIT + "rabbitmqctl", *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)

    def stop(self):
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.epmd.terminate()
        self.epmd.wait()


def run(folder, broker):
    with open(source + "/data/lines/hermes-line.json") as file:
        line = json.loads("".join(l for l in file if not l.lstrip().startswith("//")))
    for number, station in enumerate(line["stations"]):
        station["cfx_handle"] = f"Peer.Machine.{number}"
    with open(folder + "/line.json", "w") as file:
        json.dump(line, file)
    settings = {"operator": {"listen": "127.0.0.1:0"}, "customer": {"listen": "127.0.0.1:0"}, "state": "state",
                "journal": "journal", "lines": ["line.json"]}
    if broker:
        settings["sources"] = [{"kind": "cfx-amqp", "name": "cfx", "address": "/amq/queue/twin",
                                "url": f"amqp://guest:guest@127.0.0.1:{broker.port}"}]
    else:
        settings["sources"] = [{"kind": "cfx-listen", "name": "cfx", "listen": "127.0.0.1:0"}]
        if way == "login":
            settings["sources"][0].update(user="peer", password="peer")
    with open(folder + "/settings.json", "w") as file:
        json.dump(settings, file)
    with open(folder + "/server.err", "w") as log:
        server = subprocess.Popen([glassline, "serve", "--settings", folder + "/settings.json"],
                                  stdout=subprocess.PIPE, stderr=log, text=True)

    def state():
        done = subprocess.run([glassline, "inspect", folder + "/journal", "--json"], capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def station():
        now = state()
        return now and next(s for s in now["stations"] if s["id"] == line["stations"][0]["id"])

    try:
        ready = json.loads(server.stdout.readline().removeprefix("ready "))
        if broker:
            publish(broker.port, "/exchange/amq.topic", "Peer.Machine.0", "guest")
            wait_for("all boards", lambda: (station() or {}).get("panels_in") == BOARDS)
        else:
            port = ready["sources"][0]["address"].rsplit(":", 1)[1]
            if way == "requests":
                check_answers(ask(port))
            if way == "login":
                check_answers(ask(port, "peer", "peer"))
                for user, password in (("peer", "wrong"), ("nobody", "peer"), (None, None)):
                    refused = ask(port, user, password)
                    assert refused.returncode != 0, (user, refused.stdout)
            publish(port, "any/address", "Peer.Machine.0", "peer" if way == "login" else None)
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()
    # What was settled as accepted is in the journal, each board once however often it was sent.
    now = state()
    assert station()["panels_in"] == BOARDS, station()
    assert sorted(p["id"] for p in now["panels"]) == [f"BOARD-{b:04d}" for b in range(BOARDS)], len(now["panels"])
    verify = subprocess.run([glassline, "inspect", folder + "/journal", "--verify", "--json"], capture_output=True,
                            text=True)
    assert verify.returncode == 0, verify.stderr
    print(f"{way}: {len(messages('x'))} messages accepted, {BOARDS} boards, {json.loads(verify.stdout)['count']} records")


def main():
    if not os.path.isdir(MODULES + "/rhea"):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=os.path.join(source, "tests"), check=True,
                       stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="glassline-cfx-") as folder:
        broker = None
        if way == "broker":
            os.mkdir(folder + "/rabbit")
            broker = Broker(folder + "/rabbit")
        try:
            run(folder, broker)
        finally:
            if broker:
                broker.stop()


main()
