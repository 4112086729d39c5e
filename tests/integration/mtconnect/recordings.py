"""The recordings read independently of Glassline: what each line says, and what that means by the tables of
connectors/wire/mtconnect/README.md."""
import datetime
import os
import pathlib
import re
import xml.etree.ElementTree as ElementTree

STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$")


def micros(stamp):
    match = STAMP.match(stamp)
    if not match:
        return None
    whole = datetime.datetime.fromisoformat(match[1] + "+00:00")
    return int(whole.timestamp()) * 1_000_000 + int(((match[2] or "") + "000000")[:6])


def iso(at):
    whole = datetime.datetime.fromtimestamp(at // 1_000_000, datetime.timezone.utc)
    return whole.strftime("%Y-%m-%dT%H:%M:%S") + ".%06dZ" % (at % 1_000_000)


class Machine:
    def __init__(self, name, recording, devices):
        self.name, self.recording, self.devices = name, pathlib.Path(recording), pathlib.Path(devices)
        root = ElementTree.parse(devices).getroot()
        device = next(d for d in root.iter() if d.tag.endswith("}Device") and d.get("name") == name)
        self.items = {}
        for item in device.iter():
            if item.tag.endswith("}DataItem"):
                self.items[item.get("name") or item.get("id")] = item.attrib
        self.messages = self.read_messages()
        self.observations = self.read_observations()
        self.states, self.faults, self.counts, self.programs = self.read_meaning()

    def read_messages(self):
        """(time, text) in the order of time; a message without a time belongs to the one before it."""
        out, asset, newest = [], None, None
        for line in self.recording.read_text(encoding="utf-8").split("\n"):
            if asset:
                asset.append(line)
                if line.startswith("--multiline--"):
                    out.append((newest, "\n".join(asset)))
                    asset = None
                continue
            if not line:
                continue
            at = micros(line.split("|")[0]) if "|@" not in line else None
            if at is not None:
                newest = at if newest is None or at < newest - 60_000_000 else max(newest, at)
            if "|--multiline--" in line:
                asset = [line]
            else:
                out.append((newest, line))
        return sorted(out, key=lambda message: message[0])

    def read_observations(self):
        out = []
        for _, text in self.messages:
            tokens = [token.strip() for token in text.split("|")]
            at = micros(tokens[0])
            if at is None or len(tokens) < 2 or tokens[1].startswith("@"):
                continue
            rest = tokens[1:]
            while rest:
                item = self.items.get(rest[0])
                width = 5 if item is not None and item["category"] == "CONDITION" else 1
                if item is not None:
                    out.append((at, item, rest[1 : 1 + width]))
                rest = rest[1 + width :]
        return out

    def read_meaning(self):
        words, active, states, faults, counts, programs = {}, {}, [], [], [], []
        for at, item, values in self.observations:
            kind, value = item["type"], values[0].upper()
            if kind == "PART_COUNT":
                counts.append((at, None if value == "UNAVAILABLE" else int(value)))
            elif kind == "PROGRAM" and item.get("subType") in (None, "MAIN"):
                programs.append((at, "" if value == "UNAVAILABLE" else values[0]))
            elif item["category"] == "CONDITION":
                code = values[1] if len(values) > 1 else ""
                if value in ("WARNING", "FAULT"):
                    if (item["id"], code) not in active:
                        faults.append((at, code, values[4], "warning" if value == "WARNING" else "error"))
                    active[item["id"], code] = value
                for key in [k for k in active if k[0] == item["id"]]:
                    if value == "UNAVAILABLE" or (value == "NORMAL" and code in ("", key[1])):
                        faults.append((at, key[1]))
                        del active[key]
            elif kind in ("EXECUTION", "FUNCTIONAL_MODE", "EMERGENCY_STOP"):
                words[kind] = None if value == "UNAVAILABLE" else value
            else:
                continue
            states.append((at, self.state(words, "FAULT" in active.values())))
        return changes(states), faults, changes(counts), changes(programs)

    @staticmethod
    def state(words, fault):
        execution, purpose = words.get("EXECUTION"), words.get("FUNCTIONAL_MODE")
        if words.get("EMERGENCY_STOP") == "TRIGGERED":
            return "unscheduled_down"
        if purpose in ("SETUP", "TEARDOWN", "MAINTENANCE"):
            return "scheduled_down"
        if execution is None:
            return "unknown"
        if execution == "ACTIVE":
            return "engineering" if purpose == "PROCESS_DEVELOPMENT" else "productive"
        return "unscheduled_down" if fault else "standby"


def changes(told):
    """(time, value) where the value changed; of several at one moment the last counts."""
    out = []
    for at, value in told:
        if out and out[-1][0] == at:
            out[-1] = (at, value)
        else:
            out.append((at, value))
    return [pair for i, pair in enumerate(out) if i == 0 or out[i - 1][1] != pair[1]]


def machines(source):
    out = [Machine("GFAgie01", source / "data/recordings/nist-shdr/GFAgie01-excerpt.txt", source / "data/recordings/nist-shdr/Devices.xml")]
    reference = pathlib.Path(os.environ.get("GLASSLINE_REFERENCE_DATA", "/nowhere")) / "recordings"
    if not (reference / "nist-shdr").is_dir() or not (reference / "okuma-shdr").is_dir():
        print("SKIPPED: no nist-shdr and okuma-shdr recordings under GLASSLINE_REFERENCE_DATA; only the excerpt is tested")
        return out
    nist = reference / "nist-shdr"
    out.append(Machine("GFAgie01", nist / "GFAgie01-20160609-20160610.txt", nist / "Devices.xml"))
    out.append(Machine("Mazak03", nist / "Mazak03-20160506-20160507.txt", nist / "Devices.xml"))
    out.append(Machine("OKUMA", reference / "okuma-shdr/okuma.txt", reference / "okuma-shdr/Devices.xml"))
    return out
