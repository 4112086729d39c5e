"""What the MQTT tests share: free ports, a Mosquitto or a RabbitMQ of the test's own, a glassline of the test's own."""
import getpass
import json
import os
import signal
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RABBIT = "/usr/lib/rabbitmq/bin/"


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


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Mosquitto:
    """Keeps sessions and unacknowledged messages over a restart, as a plant's broker does."""

    def __init__(self, folder, extra="", before=""):
        self.port = free_port()
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/mosquitto.conf", "w") as file:
            file.write(f"{before}persistence true\npersistence_location {folder}/\nmax_queued_messages 100000\n"
                       f"user {getpass.getuser()}\nlistener {self.port} 127.0.0.1\nallow_anonymous true\n{extra}")
        self.process = None
        self.start()

    def start(self):
        with open(self.folder + "/log", "a") as log:
            self.process = subprocess.Popen(["/usr/sbin/mosquitto", "-c", self.folder + "/mosquitto.conf"], stdout=log, stderr=log)
        wait_for("Mosquitto", lambda: listening(self.port))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Rabbit:
    """RabbitMQ with its MQTT plugin on free loopback ports; its epmd is a child of ours and ends with it."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.port, self.epmd_port, dist, amqp = free_port(), free_port(), free_port(), free_port()
        with open(folder + "/enabled_plugins", "w") as file:
            file.write("[rabbitmq_mqtt].\n")
        with open(folder + "/rabbit.conf", "w") as file:
            file.write(f"listeners.tcp.default = 127.0.0.1:{amqp}\nloopback_users = none\n"
                       f"mqtt.listeners.tcp.default = 127.0.0.1:{self.port}\nmqtt.allow_anonymous = true\n"
                       "mqtt.default_user = guest\nmqtt.default_pass = guest\nmqtt.exchange = amq.topic\n")
        self.environment = dict(
            os.environ, HOME=folder, RABBITMQ_NODENAME="twin@localhost", RABBITMQ_NODE_IP_ADDRESS="127.0.0.1",
            RABBITMQ_NODE_PORT=str(amqp), RABBITMQ_DIST_PORT=str(dist), RABBITMQ_MNESIA_BASE=folder + "/mnesia",
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
            wait_for("RabbitMQ's MQTT port", lambda: listening(self.port), 90)
        except BaseException:
            self.stop()
            raise

    def stop(self):
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.epmd.terminate()
        self.epmd.wait()


class Server:
    """`glassline serve` with a journal in the folder."""

    def __init__(self, glassline, folder, lines, sources):
        self.glassline, self.folder = glassline, folder
        self.journal = folder + "/journal"
        with open(folder + "/settings.json", "w") as file:
            json.dump({"operator": {"listen": "127.0.0.1:0"}, "customer": {"listen": "127.0.0.1:0"}, "state": "state",
                       "journal": "journal", "lines": lines, "sources": sources}, file)
        self.process = None
        self.start()

    def start(self):
        with open(self.folder + "/server.err", "a") as log:
            self.process = subprocess.Popen([self.glassline, "serve", "--settings", self.folder + "/settings.json"],
                                            stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("ready "), open(self.folder + "/server.err").read()
        self.ready = json.loads(line.removeprefix("ready "))

    def get(self, path):
        """A GET of the operator API."""
        import urllib.request
        with open(getattr(self, "token", self.folder + "/state/operator.token")) as file:
            token = file.read().strip()
        request = urllib.request.Request(self.ready["operator"] + path, headers={"Authorization": "Bearer " + token})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def line(self):
        done = subprocess.run([self.glassline, "inspect", self.journal, "--json"], capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        self.process.stdout.close()

    def verify(self):
        done = subprocess.run([self.glassline, "inspect", self.journal, "--verify", "--json"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def need_modules(source):
    if not os.path.isdir(source + "/tests/node_modules/mqtt"):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=source + "/tests", check=True,
                       stdout=subprocess.DEVNULL)


def publisher(source, port):
    """npm's mqtt as a client that is not ours; write JSON lines to its stdin, it prints one line a PUBACK."""
    environment = dict(os.environ, GLASSLINE_NODE_MODULES=source + "/tests/node_modules")
    return subprocess.Popen(["node", HERE + "/publish.cjs", str(port)], env=environment, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)


def publish(source, port, messages):
    """All of them, each acknowledged by the broker when this returns."""
    process = publisher(source, port)
    out, _ = process.communicate("\n".join(json.dumps(m) for m in messages) + "\n", timeout=200)
    assert process.returncode == 0, "the publisher failed"
    assert out.count("\n") == len(messages), (out.count("\n"), len(messages))


def without_comments(path):
    with open(path) as file:
        return json.loads("".join(l for l in file if not l.lstrip().startswith("//")))


def connected(server):
    """The server has said in its journal that its source is connected, in this run."""
    last = max(1, server.get("/api/v1/lines")["sequence"] - 900)
    records = server.get(f"/api/v1/journal?from={last}&limit=1000")["entries"]
    said = [r["event"]["status"] for r in records if r["event"].get("type") == "SourceStatusChanged"]
    return bool(said) and said[-1] == "connected"
