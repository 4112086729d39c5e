"""What the tests of the program share: starting it, waiting for it, asking it."""
import json
import re
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request


def lines_of(path):
    """A file of JSON with // comments."""
    return json.loads(re.sub(r"^\s*//.*$", "", open(path).read(), flags=re.M))


class Program:
    """A command that says `ready {...}` and runs until it is told to end."""

    def __init__(self, *command, log):
        self.log = open(log, "w")
        self.process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("ready "), f"{command}: said {line!r}; {open(log).read()}"
        self.ready = json.loads(line[6:])

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        return status


class Door:
    """A listener: requests with a token or a cookie."""

    def __init__(self, url, headers=None, certificate=None):
        self.url, self.headers = url, headers or {}
        self.tls = ssl.create_default_context(cafile=str(certificate)) if certificate else None

    def open(self, method, path, body=None, headers=None):
        data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {**self.headers, **(headers or {})}, method=method)
        return urllib.request.urlopen(request, timeout=20, context=self.tls)

    def ask(self, method, path, body=None, headers=None):
        """(status, body, headers); the body as JSON where it is some."""
        try:
            answer = self.open(method, path, body, headers)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            text = answer.read().decode()
            told = answer.headers.get("Content-Type", "").startswith("application/json")
            return answer.status, json.loads(text) if told and text else text, answer.headers

    def get(self, path):
        status, body, _ = self.ask("GET", path)
        assert status == 200, (path, status, body)
        return body

    def events(self, path, enough, headers=None):
        """Server-sent events until `enough(all so far)`."""
        seen, event = [], {}
        with self.open("GET", path, headers=headers) as stream:
            for line in stream:
                line = line.decode().rstrip("\n")
                if line.startswith(":"):
                    continue
                if line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                    continue
                if event:
                    event["data"] = json.loads(event["data"])
                    seen.append(event)
                    event = {}
                    if enough(seen):
                        return seen
        raise AssertionError(f"{path} ended after {[e['event'] for e in seen]}")


def wait_for(what, why, seconds=60):
    """A limit only for tests that hang."""
    deadline = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < deadline, why
        time.sleep(0.1)
