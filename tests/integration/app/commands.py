#!/usr/bin/env python3
"""Every command as a black box: help, version, exit status, one plain sentence, one JSON value, and input that is broken
in every way that a disk or a person breaks it. Nothing may crash, and nothing is left behind by what failed."""
import csv
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

glassline, source = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
COMMANDS = ["check", "demo", "doctor", "emulate", "export", "import", "inspect", "replay", "serve", "share", "token"]


def run(*arguments, stdin=None):
    ended = subprocess.run([glassline, *map(str, arguments)], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    assert ended.returncode in (0, 1, 2), f"{arguments}: ended with {ended.returncode}: {ended.stderr!r}"
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def good(*arguments):
    status, out, err = run(*arguments)
    assert status == 0, (arguments, status, err)
    return out


def fails(*arguments, status=1, word=""):
    ended, out, err = run(*arguments)
    assert ended == status, (arguments, ended, out, err)
    sentences = [line for line in err.splitlines() if line.startswith("glassline: ") and "no --line" not in line]
    assert len(sentences) == 1, (arguments, err)
    assert word in err, (arguments, word, err)
    assert out == "", (arguments, out)
    return err


def one_json(text):
    assert text.count("\n") == 1, text
    return json.loads(text)


def help_and_usage():
    assert "glassline" in good("--help") and good("--version").startswith("glassline ")
    for command in COMMANDS:
        assert "--help" in good(command, "--help"), command
        assert good(command, "--version").startswith("glassline "), command
        fails(command, "--no-such-option", status=2)
    for command in ("token", "share"):
        for sub in ("create", "list", "revoke"):
            assert "--json" in good(command, sub, "--help")
    fails(status=2)
    fails("nonsense", status=2, word="nonsense")
    for wrong in (["inspect"], ["export", "j"], ["import", "f"], ["replay"], ["check"], ["emulate"], ["token", "create"],
                  ["export", "j", "--format", "mcap", "-o", "x"], ["import", "--format", "xyz", "f", "--journal", "j"],
                  ["inspect", "j", "--at", "yesterday"], ["inspect", "j", "--at", "2026-01-01T00:00:00"], ["inspect", "j", "--sequence", "-1"],
                  ["inspect", "j", "--at", "2026-01-01T00:00:00Z", "--sequence", "1"], ["replay", "j", "--speed", "-1"],
                  ["demo", "--speed", "0"], ["token", "create", "x", "--role", "king"], ["share", "create", "o", "--expires", "soon"]):
        fails(*wrong, status=2)


def broken_files(folder, journal):
    """name: file, each broken in its own way; a missing one and a folder among them."""
    whole = journal.read_bytes()
    random.seed(20261124)
    out = {"missing": folder / "missing", "folder": folder / "folder"}
    out["folder"].mkdir()
    for name, content in {"empty": b"", "junk": random.randbytes(5_000), "cut": whole[:3_000], "half": whole[: len(whole) // 2],
                          "text": b"this is no recording\n", "nul": b"\0" * 4_096}.items():
        out[name] = folder / name
        out[name].write_bytes(content)
    other = sqlite3.connect(folder / "other")
    other.execute("CREATE TABLE t(a)")
    other.commit()
    other.close()
    out["other"] = folder / "other"
    return out


def flipped(folder, journal):
    """Bytes turned over one place at a time: an answer or an error, never a crash."""
    whole = bytearray(journal.read_bytes())
    for place in range(100, len(whole), len(whole) // 40):
        damaged = bytearray(whole)
        for i in range(place, min(place + 64, len(whole))):
            damaged[i] ^= 0x55
        path = folder / "flipped"
        path.write_bytes(damaged)
        run("inspect", path, "--json")
        run("inspect", path, "--verify", "--json")
        run("export", path, "--format", "jsonl", "-o", folder / "flipped.jsonl")
        for left in folder.glob("flipped*"):
            left.unlink()


def broken_input(folder, journal):
    for name, path in broken_files(folder, journal).items():
        fails("inspect", path, word=str(path))
        fails("inspect", path, "--verify", "--json", word=str(path))
        for form in ("journal", "jsonl", "csv"):
            out = folder / "out"
            fails("export", path, "--format", form, "-o", out)
            assert not out.exists(), (name, form)
        fails("replay", path, "--operator-listen", "127.0.0.1:0", "--customer-listen", "127.0.0.1:0", "--state", folder / "s")
        fails("serve", "--settings", path, word=str(path))
        fails("emulate", "--line", path, word=str(path))
        status, out, _ = run("check", "--json", path)
        assert status == 1 and one_json(out)[0]["faults"], (name, out)
        for form in ("cfx-jsonl", "hermes-trace", "work-order-csv"):
            fails("import", "--format", form, path, "--journal", folder / "new", word=str(path))
            assert not list(folder.glob("new*")), f"{form} of {name} left a journal behind"
        if name not in ("missing", "empty"):
            fails("import", "--format", "work-order-csv", folder / "work.csv", "--journal", path, word=str(path))
    fails("export", journal, "--format", "csv", "-o", "/proc/none/x", word="/proc/none/x")
    fails("export", journal, "--format", "csv", "-o", folder, word=str(folder))
    fails("export", journal, "--format", "jsonl", "-o", journal, word="itself")
    fails("export", journal, "--format", "journal", "-o", journal, word="already")
    fails("import", "--format", "work-order-csv", folder / "work.csv", "--journal", "/proc/none/j")
    fails("token", "create", "ada", "--state", "/proc/none")
    fails("token", "list", "--state", folder / "missing")
    flipped(folder, journal)


CSV = """Case ID;Activity;Resource;Start Timestamp;Complete Timestamp;Work Order Qty;Qty Completed;Qty Rejected
WO 1;Print;Printer;2012/01/29 23:24:00.000;2012/01/30 05:43:00.000;10;8;2
WO 1;Place;"Placer ""2"";left";2012/01/30 06:59:00.000;2012/01/30 07:21:00.000;10;8;0
WO 2;Print;Printer;2012/01/30 07:00:00.000;2012/01/30 08:00:00.000;5;5;0
WO 2;Place;"Placer ""2"";left";nonsense;2012/01/30 08:21:00.000;5;1;0
"""
SPELLINGS = ["case,activity,machine,start,complete,quantity\nA,Print,P1,2026-01-01T08:00:00Z,2026-01-01T09:00:00Z,7\n",
             "case:concept:name\tconcept:name\torg:resource\tstart_timestamp\ttime:timestamp\nA\tPrint\tP1\t2026-01-01 08:00\t2026-01-01 09:00\n",
             "\ufeffWork Order|Operation|Work Centre|Start Time|End Time|Good Qty|Scrap\r\nA|Print|P1|01.01.2026 08:00|01.01.2026 09:00:00|7|0\r\n"]


def work_orders(folder):
    table, journal = folder / "work.csv", folder / "work.journal"
    table.write_text(CSV)
    counts = one_json(good("import", "--format", "work-order-csv", table, "--journal", journal, "--zone", "+01:00", "--json"))
    assert counts["duplicates"] == 0 and counts["refused"] == 1 and counts["records"] > 10, counts
    line = one_json(good("inspect", journal, "--json"))
    assert [s["id"] for s in line["stations"]] == ["Printer", 'Placer "2";left'], line["stations"]
    assert {s["state"] for s in line["stations"]} == {"standby"}
    panels = {p["work_order"]: p for p in line["panels"]}
    assert len(panels["WO 1"]["units"]) == 10 and len(panels["WO 2"]["units"]) == 5
    assert sum(u["result"] == "scrapped" for u in panels["WO 1"]["units"]) == 2
    assert panels["WO 1"]["position"]["station"] == 'Placer "2";left' and panels["WO 2"]["position"]["station"] == "Printer"
    # 06:59 in the table's zone is 05:59 UTC.
    before, after = (one_json(good("inspect", journal, "--json", "--at", t)) for t in ("2012-01-30T05:58:59Z", "2012-01-30T06:59:00+01:00"))
    assert {p["position"]["station"] for p in before["panels"]} == {"Printer"}, before["panels"]
    assert {p["position"]["station"] for p in after["panels"]} == {'Placer "2";left'}, after["panels"]
    records = [json.loads(l) for l in exported(journal, "jsonl", folder)]
    assert sum(r["event"]["type"] == "MessageRefused" for r in records) == 1, "the row with a wrong time is told of"
    for i, text in enumerate(SPELLINGS):
        table.write_text(text)
        other = folder / f"spelling{i}"
        good("import", "--format", "work-order-csv", table, "--journal", other)
        found = one_json(good("inspect", other, "--json"))
        assert [s["id"] for s in found["stations"]] == ["P1"] and found["panels"][0]["work_order"] == "A", found
        assert found["stations"][0]["since"] == "2026-01-01T09:00:00.000Z", found["stations"]
    table.write_text("when,who\n1,2\n")
    fails("import", "--format", "work-order-csv", table, "--journal", folder / "none", word='"when","who"')
    table.write_text(CSV)
    return journal


def exported(journal, form, folder, *more):
    out = folder / f"exported.{form}"
    good("export", journal, "--format", form, "-o", out, *more)
    text = out.read_text()
    out.unlink()
    return text.splitlines()


def recordings(folder):
    journal = folder / "hermes.journal"
    good("import", "--format", "hermes-trace", source / "data/recordings/hermes-line/line.trace", "--journal", journal,
         "--line", source / "data/lines/hermes-line.json")
    line = one_json(good("inspect", journal, "--json"))
    assert len(line["panels"]) == 6 and len(line["stations"]) == 8
    again = good("import", "--format", "hermes-trace", source / "data/recordings/hermes-line/line.trace", "--journal", journal)
    assert "0 were duplicates" not in again, again
    envelopes = folder / "cfx.jsonl"
    cfx = [json.loads(p.read_text()) for p in sorted((source / "data/wire/cfx").glob("*.json"))]
    envelopes.write_text("".join(json.dumps(e) + "\n" for e in cfx) + "this line is no message\n")
    good("import", "--format", "cfx-jsonl", envelopes, "--journal", folder / "cfx.journal")
    (folder / "no.jsonl").write_text("no message\n" * 5)
    fails("import", "--format", "cfx-jsonl", folder / "no.jsonl", "--journal", folder / "no.journal", "--line", source / "data/lines/demo.json",
          word="nothing that can be read")
    assert one_json(good("inspect", folder / "cfx.journal", "--json"))["stations"], "handles become stations"
    return journal


def moments(folder, journal):
    whole = one_json(good("inspect", journal, "--verify", "--json"))
    assert whole["first"] == 1 and whole["count"] == whole["last"], whole
    assert len(whole["digest"]) == 16
    first = one_json(good("inspect", journal, "--json", "--sequence", "1"))
    assert first["sequence"] == 1 and first["panels"] == []
    newest = one_json(good("inspect", journal, "--json"))
    beyond = one_json(good("inspect", journal, "--json", "--sequence", "99999999"))
    assert beyond == newest
    fails("inspect", journal, "--json", "--sequence", "0", word="no line")
    fails("inspect", journal, "--json", "--line", "other", word="other")
    assert "sequence 0" in good("inspect", journal, "--sequence", "0")
    early = one_json(good("inspect", journal, "--json", "--at", "1999-12-31T23:59:59Z"))
    assert early["panels"] == [] and {s["state"] for s in early["stations"]} == {"unknown"}
    late = one_json(good("inspect", journal, "--json", "--at", "2199-01-01T00:00:00+14:00"))
    assert [p["id"] for p in late["panels"]] == [p["id"] for p in newest["panels"]]
    stamp = newest["panels"][2]["position"]["since"]
    hour = f"{int(stamp[11:13]) + 3:02d}" if int(stamp[11:13]) < 21 else None
    utc = one_json(good("inspect", journal, "--json", "--at", stamp))
    if hour:
        assert utc == one_json(good("inspect", journal, "--json", "--at", stamp[:11] + hour + stamp[13:-1] + "+03:00"))


def exports(folder, journal):
    whole = one_json(good("inspect", journal, "--verify", "--json"))
    copy = folder / "copy"
    good("export", journal, "--format", "journal", "-o", copy)
    assert one_json(good("inspect", copy, "--verify", "--json")) == whole
    records = [json.loads(line) for line in exported(journal, "jsonl", folder)]
    assert [r["sequence"] for r in records] == list(range(1, whole["last"] + 1))
    rows = list(csv.DictReader(exported(journal, "csv", folder)))
    assert len(rows) == len(records) and json.loads(rows[-1]["members"])["type"] == records[-1]["event"]["type"]
    middle = records[len(records) // 2]["received_at"]
    before = exported(journal, "jsonl", folder, "--to", middle)
    after = exported(journal, "jsonl", folder, "--from", middle)
    assert len(before) + len(after) == len(records) and after, (len(before), len(after))
    assert json.loads(after[0])["received_at"] == middle
    assert exported(journal, "jsonl", folder, "--from", "2199-01-01T00:00:00Z") == []


def checks(folder):
    bad = folder / "bad.json"
    bad.write_text('// a comment with { in it\n{\n  "id": "x", "id": "y", /* twice */\n  "colour": 3, "zone": "CET",\n  "stations": [\n'
                   '    {"id": "a", "kind": "ovn", "capacity": "two"},\n    {"id": "a", "cycle_time_s": true, "buffer_capacity": 5000000000}\n'
                   '  ],\n  "products": [{"id": "p/1", "units_per_panel": 0}]\n}\n')
    status, out, _ = run("check", "--json", bad)
    assert status == 1
    found = {(f["pointer"], f["line"], f["column"]) for f in one_json(out)[0]["faults"]}
    for expected in (("/id", 3, 20), ("/colour", 4, 13), ("/zone", 4, 24), ("/stations/0/kind", 6, 25), ("/stations/0/capacity", 6, 44),
                     ("/stations/1/id", 7, 12), ("/stations/1/cycle_time_s", 7, 33), ("/stations/1/buffer_capacity", 7, 58),
                     ("/products/0/units_per_panel", 9, 49)):
        assert expected in found, (expected, sorted(found))
    _, _, err = run("check", bad)
    assert f"{bad}:6:25: stations[0].kind: must be one of " in err, err
    syntax = folder / "syntax.json"
    syntax.write_text('{\n "id": "x",\n "name" "y"\n}')
    _, out, _ = run("check", "--json", syntax)
    assert one_json(out)[0]["faults"][0]["line"] == 3, out
    orders = folder / "orders.json"
    orders.write_text(json.dumps({"orders": [{"id": "1", "quantity": 1, "product": "GLACIER-R4"}, {"id": "2", "quantity": 1, "product": "NONE"}]}))
    _, out, _ = run("check", "--json", source / "data/lines/demo.json", orders)
    faults = {f["file"]: f["faults"] for f in one_json(out)}
    assert [f["place"] for f in faults[str(orders)]] == ["orders[1].product"], faults
    settings = folder / "settings.json"
    shutil.copy(source / "data/lines/demo.json", folder / "demo.json")
    settings.write_text(json.dumps({"lines": ["demo.json", "gone.json"], "orders": ["gone"], "colour": 1, "operator": {"tls": {"certificate": "c.pem"}},
                                    "sources": [{"kind": "cfx-listen", "name": "a", "line": "nowhere"}, {"kind": "telepathy", "name": "a"},
                                                {"kind": "cfx-amqp", "name": "b"}]}))
    _, out, _ = run("check", "--json", settings)
    places = [f["place"] for f in one_json(out)[0]["faults"]]
    for place in ("lines[1]", "orders[0]", "colour", "operator.tls", "operator.tls.certificate", "sources[1].kind", "sources[1].name",
                  "sources[2].url", "sources[2].address"):
        assert place in places, (place, places)
    settings.write_text(json.dumps({"lines": ["demo.json"], "sources": [{"kind": "cfx-listen", "name": "a", "line": "nowhere"}]}))
    _, out, _ = run("check", "--json", settings)
    assert [f["place"] for f in one_json(out)[0]["faults"]] == ["sources[0].line"], out
    for path in sorted((source / "data/lines").glob("*.json")):
        assert "good" in good("check", path)


def tokens(folder):
    state = folder / "state"
    made = one_json(good("token", "create", "ada", "--role", "engineer", "--state", state, "--json"))
    assert len(made["token"]) == 43 and made["role"] == "engineer"
    assert (state / "tokens.json").stat().st_mode & 0o777 == 0o600
    assert made["token"] not in (state / "tokens.json").read_text()
    fails("token", "create", "ada", "--state", state, word="ada")
    assert [t["name"] for t in one_json(good("token", "list", "--state", state, "--json"))["tokens"]] == ["ada"]
    good("token", "revoke", "ada", "--state", state)
    fails("token", "revoke", "ada", "--state", state, word="ada")
    fails("share", "list", "--state", folder / "nowhere", word="--server")
    (folder / "token").write_text("x\n")
    fails("share", "list", "--server", "http://127.0.0.1:1", "--token-file", folder / "token", word="server running")
    fails("share", "list", "--server", "nonsense", "--token-file", folder / "token", word="http://")


def main():
    os.environ.pop("XDG_STATE_HOME", None)
    with tempfile.TemporaryDirectory(prefix="glassline-app-") as name:
        folder = pathlib.Path(name)
        os.environ["HOME"] = name
        help_and_usage()
        work_orders(folder)
        journal = recordings(folder)
        moments(folder, journal)
        exports(folder, journal)
        checks(folder)
        tokens(folder)
        broken_input(folder, folder / "work.journal")
    print("every command: good and broken input answered")


main()
