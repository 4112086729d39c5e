"""A Hermes peer in a few lines, for tests: it reads documents, remembers them and says what it is told to."""
import re
import socket
import time
import xml.etree.ElementTree as ET

PATIENCE = 60  # seconds until a test gives up on a message; nothing is measured by it


class Peer:
    def __init__(self, connection):
        self.socket = connection
        self.socket.settimeout(PATIENCE)
        self.rest = b""
        self.heard = []  # message elements not yet looked for

    @classmethod
    def connect(cls, address):
        host, port = address.rsplit(":", 1)
        return cls(socket.create_connection((host, int(port)), timeout=PATIENCE))

    def say(self, *bodies):
        self.socket.sendall(b"".join(b'<Hermes Timestamp="2026-11-23T13:10:00.000">' + body.encode() + b"</Hermes>" for body in bodies))

    def introduce(self, machine="Script", features=""):
        self.say(f'<ServiceDescription LaneId="1" MachineId="{machine}" Version="1.6"><SupportedFeatures>{features}</SupportedFeatures></ServiceDescription>')

    def supervise(self, *features):
        listed = "".join(f"<{feature}/>" for feature in features)
        self.say(f'<SupervisoryServiceDescription SystemId="Script" Version="1.6"><SupportedFeatures>{listed}</SupportedFeatures></SupervisoryServiceDescription>')
        return self.expect("SupervisoryServiceDescription")

    def next(self):
        """The next message, or None at the end of the connection."""
        while b"</Hermes>" not in self.rest:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                data = b""
            if not data:
                return None
            self.rest += data
        document, self.rest = self.rest.split(b"</Hermes>", 1)
        return ET.fromstring(document + b"</Hermes>")[0]

    def expect(self, name, **attributes):
        """The next message of that name (with these attributes); others before it are passed over."""
        passed = []
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            message = self.next()
            assert message is not None, f"the connection ended before {name}; heard {passed}"
            if message.tag == name and all(message.get(k) == v for k, v in attributes.items()):
                return message
            passed.append(message.tag)
        raise AssertionError(f"no {name} {attributes}; heard {passed}")

    def expect_end(self):
        while (message := self.next()) is not None:
            assert message.tag == "CheckAlive", f"after the last word came {message.tag}"

    def close(self):
        self.socket.close()


def names(text):
    return re.findall(r"<Hermes [^>]*>\s*<(\w+)", text)
