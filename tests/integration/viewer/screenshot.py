#!/usr/bin/env python3
"""The real viewer under Xvfb shows the real line's recording: a picture of the asked size in which the order's hue is
seen where boards are, in both themes; a running server's line is shown live and, by its journal, as a replay with the
striped border that nobody takes for live; without a display, or without a journal, one plain sentence and exit 1."""
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import zlib

bin_dir, source = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
viewer = bin_dir / "glassline-viewer"


def pixels(path):
    """Width, height and RGB rows of an 8-bit RGB PNG."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG"
    at, packed = 8, b""
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 2), "not 8-bit RGB"
        if kind == b"IDAT":
            packed += body
        at += 12 + size
    raw, stride, rows, before = zlib.decompress(packed), width * 3, [], bytearray(width * 3)
    for y in range(height):
        mode, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - 3] if i >= 3 else 0
            up, corner = before[i], before[i - 3] if i >= 3 else 0
            if mode == 1:
                row[i] = (row[i] + left) & 255
            elif mode == 2:
                row[i] = (row[i] + up) & 255
            elif mode == 3:
                row[i] = (row[i] + (left + up) // 2) & 255
            elif mode == 4:
                p = left + up - corner
                nearest = min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))[2]
                row[i] = (row[i] + nearest) & 255
        rows.append(row)
        before = row
    return width, height, rows


def near(row, x, colour):
    return all(abs(row[3 * x + c] - colour[c]) <= 2 for c in range(3))


with tempfile.TemporaryDirectory() as folder:
    journal = pathlib.Path(folder) / "line.journal"
    subprocess.run([bin_dir / "glassline", "import", "--format", "hermes-trace", source / "data/recordings/hermes-line/line.trace",
                    "--journal", journal, "--line", source / "data/lines/hermes-line.json"], check=True, stdout=subprocess.DEVNULL)
    for theme, ground, hue in (("charcoal", (0x2B, 0x2F, 0x33), (0x56, 0xB4, 0xE9)), ("light", (0xD3, 0xD3, 0xD3), (0x00, 0x72, 0xB2))):
        picture = pathlib.Path(folder) / f"{theme}.png"
        subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 960x540x24", viewer, journal, "--at", "2026-11-23T13:10:12Z", "--theme", theme,
                        "--size", "960x540", "--frames", "2", "--screenshot", picture], check=True, timeout=120)
        width, height, rows = pixels(picture)
        assert (width, height) == (960, 540), (width, height)
        grounds = sum(near(row, x, ground) for row in rows[::4] for x in range(0, width, 4))
        pins = sum(near(row, x, hue) for row in rows[40:330:2] for x in range(0, width, 2))
        assert grounds > 1000, f"{theme}: the ground is seen at {grounds} places only"
        assert pins > 40, f"{theme}: the order's hue is seen at {pins} places only"
        print(f"{theme}: {grounds} samples of ground, {pins} of the order's hue")
    for arguments, environment in (([str(journal)], {}), ([str(journal) + ".none"], {"DISPLAY": ":0"})):
        clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")} | environment
        ended = subprocess.run([viewer, *arguments, "--screenshot", "x.png"], env=clean, capture_output=True, text=True, cwd=folder)
        assert ended.returncode == 1 and ended.stderr.count("\n") == 1, (ended.returncode, ended.stderr)
        print("exit 1:", ended.stderr.strip().replace(folder, "..."))
    state = pathlib.Path(folder) / "state"
    demo = subprocess.Popen([bin_dir / "glassline", "demo", "--headless", "--operator-listen", "127.0.0.1:0", "--customer-listen", "127.0.0.1:0",
                             "--state", state], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = json.loads(demo.stdout.readline().removeprefix("ready "))["operator"]
        for name, arguments in (("live", []), ("wall", ["--wall", "--distance", "4", "--diagonal", "65"]),
                                ("station", ["--page", "station", "--station", "oven"]), ("replay", ["--replay"])):
            picture = pathlib.Path(folder) / f"{name}.png"
            subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 960x540x24", viewer, address, "--token-file", state / "operator.token",
                            "--size", "960x540", "--frames", "4", "--screenshot", picture, "--reduced-motion", *arguments], check=True, timeout=120)
            width, height, rows = pixels(picture)
            # The border: its outermost row is of the two greys of the stripes and of nothing else.
            stripes = [sum(near(rows[height - 2], x, grey) for x in range(width)) for grey in ((0xE8, 0xEA, 0xEC), (0x5A, 0x60, 0x67))]
            assert (min(stripes) > 150) == (name == "replay"), (name, stripes)
            grounds = sum(near(row, x, (0x2B, 0x2F, 0x33)) for row in rows[::4] for x in range(0, width, 4))
            assert grounds > 1000, f"{name}: the ground is seen at {grounds} places only"
            print(f"{name}: {grounds} samples of ground, {sum(stripes)} of the border's stripes")
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=30)
