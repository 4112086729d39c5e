#!/usr/bin/env python3
"""Prepares the customer page for the server: build.py SOURCE OUT

Writes OUT/index.html and OUT/a/<hash>/... where the hash is that of all files behind it, so that they may be cached for
ever and an import between modules needs no rewriting. Inter is subset to what the texts can need; without the font or
fonttools the page uses the system's sans serif, and that is said on stderr.
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys

FONTS = pathlib.Path("/usr/share/fonts/opentype/inter")
UNICODES = "U+0020-007E,U+00A0-017F,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2032,U+20AC,U+2192,U+2212,U+00B7,U+00D7"


def subset(font, out):
    tool = shutil.which("pyftsubset")
    if tool is None or not font.exists():
        sys.stderr.write(f"viewer/web: no {font.name} or no pyftsubset (packages fonts-inter, fonttools): system font used\n")
        return
    done = subprocess.run([tool, str(font), f"--unicodes={UNICODES}", "--layout-features=kern,tnum,calt,ccmp,locl,mark",
                           "--flavor=woff2", f"--output-file={out}", "--no-hinting", "--desubroutinize"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.stderr.write("viewer/web: pyftsubset failed, system font used: " + done.stderr.strip().splitlines()[-1] + "\n")


def main(source, out):
    files = sorted(source.glob("page/*.js")) + sorted(source.glob("page/*.css")) + sorted(source.glob("page/*.svg")) + sorted(source.glob("texts/*.js"))
    staged = out.with_name(out.name + ".new")
    shutil.rmtree(staged, ignore_errors=True)
    plain = staged / "plain"
    plain.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, plain / file.name)
    subset(FONTS / "Inter-Regular.otf", plain / "inter-regular.woff2")
    subset(FONTS / "Inter-SemiBold.otf", plain / "inter-semibold.woff2")
    digest = hashlib.sha256()
    for file in sorted(plain.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    name = digest.hexdigest()[:16]
    (staged / "a").mkdir()
    plain.rename(staged / "a" / name)
    page = (source / "page/index.html").read_text(encoding="utf-8").replace("{{assets}}", f"/a/{name}")
    (staged / "index.html").write_text(page, encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    staged.rename(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
