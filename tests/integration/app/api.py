#!/usr/bin/env python3
"""A running server over TLS with an emulated Hermes line: every answer is held against data/schemas, links through the
command, alarms shelved, metrics read as Prometheus reads them, the recording replayed, the sources examined."""
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from peer import Door, Program, lines_of, wait_for  # noqa: E402

glassline, source = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
cases = []  # bodies and the schema that each must keep


def keeps(schema, body, valid=True, **more):
    cases.append({"schema": schema, "body": body, "valid": valid, "why": f"{schema} #{len(cases)}", **more})
    return body


def certificate(folder, name):
    pem, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem], check=True, capture_output=True)
    return pem, key


def command(*arguments, env=None, status=0):
    ended = subprocess.run([glassline, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=env)
    assert ended.returncode == status, (arguments, ended.returncode, ended.stdout, ended.stderr)
    return ended.stdout if status == 0 else ended.stdout + ended.stderr


def write_settings(folder, tls):
    (folder / "orders.json").write_text(json.dumps({"orders": [{"id": "WO-1000", "name": "First", "quantity": 24,
                                                               "customer": {"id": "c", "name": "Customer"}, "due": "2030-01-01T12:00:00Z"}]}))
    listen = {"listen": "127.0.0.1:0", "tls": {"certificate": tls[0].name, "key": tls[1].name}}
    (folder / "settings.json").write_text(json.dumps({"operator": listen, "customer": listen, "state": "state", "lines": ["line.json"],
                                                      "orders": ["orders.json"], "sources": [{"kind": "hermes-supervisory", "name": "hermes"},
                                                                                             {"kind": "cfx-listen", "name": "cfx"}]}))
    assert json.loads(command("check", "--json", folder / "settings.json", folder / "line.json", folder / "orders.json"))
    return folder / "settings.json"


def tls_faults(folder, settings, tls):
    """A key of another certificate, no certificate at all: said plainly, and nothing listens."""
    _, other = certificate(folder, "other")
    for what, key in (("key", other.name), ("key", "none.key"), ("key", "settings.json"), ("certificate", "none.pem")):
        whole = json.loads(settings.read_text())
        whole["operator"]["tls"][what] = key
        whole["state"] = "tried"
        (folder / "wrong.json").write_text(json.dumps(whole))
        told = command("serve", "--settings", folder / "wrong.json", status=1)
        assert "the TLS certificate or its key can't be used" in told, told
    whole = json.loads(settings.read_text())
    for side in ("operator", "customer"):
        plain = {**whole, side: {"listen": "0.0.0.0:0"}, "state": "tried"}
        (folder / "wrong.json").write_text(json.dumps(plain))
        told = command("serve", "--settings", folder / "wrong.json", status=1)
        assert f"{side}.listen: plain HTTP is not served beyond loopback" in told, told


def plain_is_refused(url):
    port = urllib.parse.urlparse(url).port
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.settimeout(20)
        try:
            assert b"HTTP/1" not in connection.recv(4096), "a TLS listener answered plain HTTP"
        except ConnectionResetError:
            pass


def metrics(text):
    """The exposition format: HELP and TYPE before the samples of each name, values that are numbers."""
    types, told = {}, {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            assert re.fullmatch(r"# HELP [a-zA-Z_:][a-zA-Z0-9_:]* \S.*", line), line
            continue
        if match := re.fullmatch(r"# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)", line):
            assert match[1] not in types, f"{match[1]} is typed twice"
            types[match[1]] = match[2]
            continue
        match = re.fullmatch(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)', line)
        assert match, f"no sample: {line!r}"
        assert match[1] in types, f"{match[1]} has no TYPE before it"
        sample = (match[1], match[2])
        assert sample not in told, f"{sample} is told twice"
        told[sample] = float(match[3])
    assert text.endswith("\n") and types
    for name, kind in types.items():
        assert kind != "counter" or name.endswith("_total") or name == "glassline_sequence", f"{name}: a counter's name ends in _total"
    return {name: value for (name, _), value in told.items()}


def read_all(door, door_without):
    keeps("health", door_without.get("/healthz"))
    keeps("lines", door.get("/api/v1/lines"))
    line = keeps("line-state", door.get("/api/v1/lines/hermes-line"))
    for panel in line["panels"]:
        keeps("panel", door.get("/api/v1/panels/" + urllib.parse.quote(panel["id"], safe="")))
    keeps("orders", door.get("/api/v1/orders"))
    keeps("order", door.get("/api/v1/orders/WO-1000"))
    keeps("forecast", door.get("/api/v1/orders/WO-1000/forecast"))
    keeps("links", door.get("/api/v1/orders/WO-1000/links"))
    keeps("alarms", door.get("/api/v1/alarms"))
    page = keeps("journal", door.get("/api/v1/journal?from=1&limit=1000"))
    assert page["entries"][0]["sequence"] == 1 and any(e["raw"] for e in page["entries"])
    return line


def refusals(door, door_without):
    for method, path, body, status in (("GET", "/api/v1/lines/none", None, 404), ("GET", "/api/v1/orders/none", None, 404),
                                       ("GET", "/api/v1/panels/none", None, 404), ("DELETE", "/api/v1/links/none", None, 404),
                                       ("PUT", "/api/v1/lines", None, 405), ("POST", "/api/v1/orders", {"id": 1}, 400),
                                       ("POST", "/api/v1/orders", "{", 400), ("POST", "/api/v1/orders", {"id": "x", "quantity": 5000000000}, 400),
                                       ("POST", "/api/v1/orders/WO-1000/links", {"scopes": ["all"]}, 400),
                                       ("POST", "/api/v1/orders/WO-1000/links", {"expires": "2020-01-01T00:00:00Z"}, 400),
                                       ("GET", "/api/v1/journal?limit=0", None, 400), ("POST", "/api/v1/alarms/none/shelve", {"why": "x", "for_s": 5}, 404),
                                       ("POST", "/api/v1/replay", {"paused": True}, 404), ("POST", "/api/v1/whatif", {}, 501)):
        found, answer, _ = door.ask(method, path, body)
        assert found == status, (method, path, found, answer)
        keeps("error", answer)
    found, answer, headers = door_without.ask("GET", "/api/v1/lines")
    assert found == 401 and headers["WWW-Authenticate"] == "Bearer"
    keeps("error", answer)
    # None hidden behind the first.
    _, answer, _ = door.ask("POST", "/api/v1/orders", {"id": 1, "quantity": "many", "colour": 1})
    assert all(word in answer["error"] for word in ("id: ", "quantity: ", "colour: ")), answer
    status, order, _ = door.ask("POST", "/api/v1/orders", keeps("order-request", {"id": "WO-9", "quantity": 3}))
    assert status == 201 and keeps("work-order", order)["quantity"] == 3
    assert door.ask("POST", "/api/v1/orders", {"id": "WO-9", "name": "Ninth"})[0:2] == (200, {**order, "name": "Ninth"})


def links(door, customer_url, pem, state, env):
    made = keeps("link", json.loads(command("share", "create", "WO-1000", "--label", "for a test", "--scopes", "watch,comment", "--state", state,
                                            "--json", env=env)))
    secret = made["url"].split("#", 1)[1]
    assert made["url"].startswith(customer_url + "/#v1.") and made["scopes"] == ["comment", "watch"]
    told = command("share", "create", "WO-1000", "--state", state, status=1)
    assert "SSL_CERT_FILE" in told, "a certificate nobody knows is not trusted"
    customer = Door(customer_url, certificate=pem)
    status, nothing, headers = customer.ask("POST", "/session", keeps("session-request", {"secret": secret}))
    assert (status, nothing) == (204, "")
    cookie = headers["Set-Cookie"]
    assert "; Secure" in cookie and "HttpOnly" in cookie and headers["Strict-Transport-Security"]
    customer.headers = {"Cookie": cookie.split(";")[0]}
    view = keeps("customer-view", customer.get("/api/view"))
    assert view["order"]["id"] == "WO-1000"
    seen = customer.events("/api/stream", lambda all: sum(e["event"] == "patch" for e in all) >= 2)
    assert seen[0]["event"] == "snapshot"
    keeps("customer-snapshot", seen[0]["data"])
    keeps("customer-snapshot", {**seen[0]["data"], "foreign": 1}, valid=False)
    keeps("error", customer.ask("POST", "/session", {"secret": "nonsense"})[1])
    listed = json.loads(command("share", "list", "WO-1000", "--state", state, "--json", env=env))["links"]
    assert [l["id"] for l in listed] == [made["id"]] and listed[0]["opened"] == 1 and "url" not in listed[0]
    command("share", "revoke", made["id"], "--state", state, env=env)
    assert customer.ask("GET", "/api/view")[0] == 410
    assert secret not in json.dumps(door.get("/api/v1/journal?limit=1000"))
    # By token and server, without the state folder.
    (state.parent / "token").write_text((state / "operator.token").read_text())
    command("share", "create", "NONE", "--server", door.url, "--token-file", state.parent / "token", env=env, status=1)


def feed(door):
    seen = door.events("/api/v1/feed", lambda all: {"snapshot", "events", "heartbeat"} <= {e["event"] for e in all})
    for event in seen:
        keeps("feed-" + event["event"], event["data"])
    last = [e["id"] for e in seen if "id" in e][-1]
    again = door.events("/api/v1/feed?after=" + last, lambda all: any(e["event"] == "events" for e in all))
    assert all(e["event"] != "snapshot" for e in again), "a reader that resumes gets what it missed"
    assert again[0]["event"] == "heartbeat" or again[0]["data"][0]["sequence"] == int(last.rsplit("-", 1)[1]) + 1
    for event in again:
        keeps("feed-" + event["event"], event["data"])


def shelving(door):
    """The machines are gone: each source's alarm stands, and one is shelved."""
    alarms = wait_for(lambda: [a for a in door.get("/api/v1/alarms")["alarms"] if a["id"].endswith("/link")], "no alarm of a lost machine")
    path = "/api/v1/alarms/" + urllib.parse.quote(alarms[0]["id"], safe="")
    for wrong in ({}, {"why": "x"}, {"why": "", "for_s": 60}, {"why": "x", "for_s": 0}, {"why": "x", "for_s": 86401}, {"for_s": 60},
                  {"why": "x", "for_s": 60, "until": "2030-01-01T00:00:00Z"}, {"why": "x", "until": "2020-01-01T00:00:00Z"},
                  {"why": "x", "until": "2199-01-01T00:00:00Z"}, {"why": "x" * 501, "for_s": 60}, {"why": "x", "for_s": 60, "who": "me"}):
        status, answer, _ = door.ask("POST", path + "/shelve", wrong)
        assert status == 400, (wrong, answer)
        keeps("error", answer)
    for schema_knows in ({}, {"for_s": 60}, {"why": "x", "for_s": 0}, {"why": "x", "for_s": 60, "who": "me"}, {"why": "", "for_s": 60}):
        keeps("shelve-request", schema_knows, valid=False)
    status, alarm, _ = door.ask("POST", path + "/shelve", keeps("shelve-request", {"why": "the cable is on order", "for_s": 3600}))
    assert status == 200 and keeps("alarm", alarm)["state"] == "shelved", alarm
    now = {a["id"]: a for a in keeps("alarms", door.get("/api/v1/alarms"))["alarms"]}[alarm["id"]]
    assert (now["state"], now["shelved_by"], now["shelved_why"]) == ("shelved", "operator", "the cable is on order"), now
    assert abs_seconds(now["shelved_until"], alarm["shelved_until"]) == 0
    keeps("line-state", door.get("/api/v1/lines/hermes-line"))
    status, alarm, _ = door.ask("POST", path + "/unshelve", keeps("why-request", {"why": "it came"}))
    assert status == 200 and keeps("alarm", alarm)["state"] == "unacknowledged"
    kinds = [e["event"] for e in keeps("journal", door.get("/api/v1/journal?from=%d&limit=1000" % max(1, door.get("/healthz")["sequence"] - 900)))["entries"]]
    shelved = [e for e in kinds if e["type"] == "AlarmShelved"]
    assert shelved[-1]["by"] == "operator" and shelved[-1]["why"] == "the cable is on order", shelved
    assert [e["why"] for e in kinds if e["type"] == "AlarmUnshelved"] == ["it came"]
    status, answer, _ = door.ask("POST", path + "/acknowledge")
    assert status == 409, answer


def abs_seconds(a, b):
    return 0 if a == b else 1


def roles(door, folder, pem):
    for role, path, method, status in (("watch", "/api/v1/journal", "GET", 403), ("operate", "/api/v1/journal", "GET", 403),
                                       ("engineer", "/api/v1/journal", "GET", 200), ("watch", "/api/v1/orders", "POST", 403)):
        name = role + method + str(status)
        token = json.loads(command("token", "create", name, "--role", role, "--state", folder / "state", "--json"))["token"]
        other = Door(door.url, {"Authorization": "Bearer " + token}, pem)
        found, answer, _ = other.ask(method, path, {} if method == "POST" else None)
        assert found == status, (role, path, found, answer)
        if status == 403:
            keeps("error", answer)
        command("token", "revoke", name, "--state", folder / "state")
        assert other.ask("GET", "/api/v1/lines")[0] == 401, "a revoked token still works"


def openapi(door):
    """Everything that it names is there, and every answer above keeps the component that it names, too."""
    document = door.get("/api/v1/openapi.json")
    components = document["components"]["schemas"]
    text = json.dumps(document)
    for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
        assert name in components, f"openapi.json names {name}, which is not there"
    answers = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "servers":
                continue
            for status, answer in operation["responses"].items():
                schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
                if "$ref" in schema:
                    answers[(path, method, status)] = schema["$ref"].rsplit("/", 1)[1]
    for path, schema in (("/api/v1/lines", None), ("/api/v1/lines/{line}", "hermes-line"), ("/api/v1/orders", None), ("/api/v1/alarms", None),
                         ("/api/v1/orders/{order}", "WO-1000"), ("/api/v1/orders/{order}/links", "WO-1000"), ("/healthz", None)):
        body = door.get(re.sub(r"\{\w+\}", schema or "", path))
        cases.append({"component": answers[(path, "get", "200")], "body": body, "valid": True, "why": f"openapi {path}"})
    return document


def replayed(folder, journal):
    program = Program(glassline, "replay", journal, "--speed", "0", "--state", folder / "replay", "--operator-listen", "127.0.0.1:0",
                      "--customer-listen", "127.0.0.1:0", log=folder / "replay.log")
    try:
        token = (folder / "replay/operator.token").read_text().strip()
        door = Door(program.ready["operator"], {"Authorization": "Bearer " + token})
        start = keeps("replay", door.get("/api/v1/replay"))
        assert start["paused"] and start["at"] == start["first"] < start["last"], start
        begun = door.get("/api/v1/lines")["sequence"]
        with door.open("GET", "/api/v1/feed") as stream:
            assert b"id: " in stream.readline()
            status, wound, _ = door.ask("POST", "/api/v1/replay", keeps("replay-request", {"at": start["last"]}))
            assert status == 200 and keeps("replay", wound)["at_end"] and wound["paused"]
            end = door.get("/api/v1/lines")["sequence"]
            assert end > begun
            status, back, _ = door.ask("POST", "/api/v1/replay", {"at": start["first"]})
            assert status == 200 and not back["at_end"] and door.get("/api/v1/lines")["sequence"] == begun
            # The reader of the feed is taken along, forth and back, by a snapshot of a new epoch.
            seen = set()
            for line in stream:
                if line.startswith(b"data: {\"sequence\":"):
                    told = json.loads(line[6:])
                    if "epoch" in told:
                        seen.add((told["epoch"], told["sequence"]))
                if len(seen) == 3:
                    break
            assert sorted(sequence for _, sequence in seen) == [begun, begun, end], seen
        status, fast, _ = door.ask("POST", "/api/v1/replay", {"speed": 10000, "paused": False})
        assert status == 200 and not fast["paused"] and fast["speed"] == 10000
        wait_for(lambda: door.get("/api/v1/replay")["at_end"], "the replay does not end")
        for wrong in ({"speed": 0}, {"speed": 1e9}, {"at": "yesterday"}, {"at": None, "speed": "fast"}, {"colour": 1}):
            status, answer, _ = door.ask("POST", "/api/v1/replay", wrong)
            assert status == 400, (wrong, answer)
            keeps("error", answer)
        status, answer, _ = door.ask("POST", "/api/v1/orders", {"id": "X", "quantity": 1})
        assert status == 503 and "recording" in answer["error"], answer
        metrics(door.get("/metrics"))
    finally:
        assert program.end() == 0


def doctor(settings, folder, line):
    """All machines answer; then one is elsewhere and a broker is not there."""
    ended = subprocess.run([glassline, "doctor", "--settings", settings, "--json", "--wait", "3"], capture_output=True, text=True, timeout=120)
    report = json.loads(ended.stdout)
    hermes = [s for s in report["sources"] if s["kind"] == "hermes-supervisory"]
    assert len(hermes) == len(line["stations"]), report
    for machine in hermes:
        assert [s["result"] for s in machine["steps"][:3]] == ["good"] * 3, machine
        assert [s["step"] for s in machine["steps"]] == ["resolve", "connect", "introduce", "first message"], machine
    cfx = [s for s in report["sources"] if s["kind"] == "cfx-listen"][0]
    assert cfx["steps"][0]["result"] == "good" and cfx["steps"][1]["result"] == "failed" and cfx["steps"][1]["remedy"], cfx
    assert ended.returncode == 1 and not report["good"] and "glassline: doctor: " in ended.stderr
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        broken = json.loads(settings.read_text())
        broken["sources"] = [{"kind": "cfx-amqp", "name": "gone", "url": f"amqp://u:secret@127.0.0.1:{closed}", "address": "/amq/queue/q"},
                             {"kind": "cfx-amqp", "name": "mute", "url": f"amqp://127.0.0.1:{port}", "address": "/amq/queue/q"},
                             {"kind": "cfx-listen", "name": "taken", "listen": f"127.0.0.1:{port}"},
                             {"kind": "cfx-amqp", "name": "nameless", "url": "amqp://no-such-host.invalid:1", "address": "/amq/queue/q"}]
        (folder / "doctor.json").write_text(json.dumps(broken))
        told = command("doctor", "--settings", folder / "doctor.json", "--json", "--wait", "1", status=1)
    assert "secret" not in told
    steps = {s["source"]: {step["step"]: step for step in s["steps"]} for s in json.loads(told.splitlines()[0])["sources"]}
    assert steps["gone"]["connect"]["result"] == "failed" and "refused" in steps["gone"]["connect"]["detail"], steps["gone"]
    assert steps["gone"]["first message"]["result"] == "skipped"
    assert steps["mute"]["connect"]["result"] == "good" and steps["mute"]["log in and subscribe"]["result"] == "failed", steps["mute"]
    assert steps["taken"]["listen"]["result"] == "failed" and steps["taken"]["listen"]["remedy"], steps["taken"]
    assert steps["nameless"]["resolve"]["result"] == "failed", steps["nameless"]
    for one in steps.values():
        assert all(step["remedy"] for step in one.values() if step["result"] == "failed"), one


def main():
    with tempfile.TemporaryDirectory(prefix="glassline-api-") as name:
        folder = pathlib.Path(name)
        env = {"PATH": "/usr/bin:/bin", "HOME": name}
        line = lines_of(source / "data/lines/hermes-line.json")
        machines = Program(glassline, "emulate", "--line", source / "data/lines/hermes-line.json", "--speed", "20", "--head-start", "300", "--hermes",
                           "127.0.0.1:0", log=folder / "emulate.log")
        server = None
        try:
            addresses = {s["id"]: s["hermes"] for s in machines.ready["stations"]}
            for station in line["stations"]:
                station["hermes_address"] = addresses[station["id"]]
            (folder / "line.json").write_text(json.dumps(line))
            tls = certificate(folder, "glassline")
            env["SSL_CERT_FILE"] = str(tls[0])
            settings = write_settings(folder, tls)
            keeps("settings", json.loads(settings.read_text()))
            keeps("line", line)
            keeps("orders-file", json.loads((folder / "orders.json").read_text()))
            keeps("line", {**line, "colour": 1}, valid=False)
            keeps("settings", {"sources": [{"kind": "telepathy", "name": "x"}]}, valid=False)
            tls_faults(folder, settings, tls)
            doctor(settings, folder, line)
            server = Program(glassline, "serve", "--settings", settings, log=folder / "serve.log")
            urls = server.ready
            assert urls["operator"].startswith("https://127.0.0.1:") and urls["customer"].startswith("https://127.0.0.1:"), urls
            for url in (urls["operator"], urls["customer"]):
                plain_is_refused(url)
            token = (folder / "state/operator.token").read_text().strip()
            door = Door(urls["operator"], {"Authorization": "Bearer " + token}, tls[0])
            without = Door(urls["operator"], certificate=tls[0])
            try:
                Door(urls["operator"]).open("GET", "/healthz").close()
                raise AssertionError("a client that does not know the certificate took it")
            except (urllib.error.URLError, OSError):
                pass
            wait_for(lambda: len(door.get("/api/v1/lines/hermes-line")["panels"]) >= 3, "no panels")
            wait_for(lambda: without.get("/healthz")["status"] == "ok", "the server is not well")
            read_all(door, without)
            refusals(door, without)
            feed(door)
            links(door, urls["customer"], tls[0], folder / "state", env)
            roles(door, folder, tls[0])
            before = metrics(door.get("/metrics"))
            assert before["glassline_operator_requests_total"] > 20 and before["glassline_sequence"] > 10, before
            machines.end()
            health = wait_for(lambda: (h := without.get("/healthz"))["status"] == "degraded" and h, "health does not know of the lost machines")
            assert wait_for(lambda: metrics(door.get("/metrics"))["glassline_health_reasons"], "the gauge does not say so") >= 1
            assert before["glassline_health_reasons"] == 0, before
            assert any(reason.startswith("source hermes/") for reason in keeps("health", health)["reasons"]), health
            shelving(door)
            read_all(door, without)
            document = openapi(door)
            assert metrics(door.get("/metrics"))["glassline_operator_requests_total"] > before["glassline_operator_requests_total"]
            assert server.end() == 0, "the server did not end cleanly"
            replayed(folder, folder / "state/journal.glassline")
            (folder / "cases.json").write_text(json.dumps(cases))
            (folder / "openapi.json").write_text(json.dumps(document))
            held = subprocess.run(["node", pathlib.Path(__file__).with_name("validate.cjs"), source / "data/schemas", folder / "cases.json",
                                   folder / "openapi.json"], capture_output=True, text=True)
            assert held.returncode == 0, held.stdout + held.stderr
            print(held.stdout.strip().splitlines()[-1])
        finally:
            for program in (machines, server):
                if program:
                    program.end()


main()
