"""Runs every benchmark of a build folder and prints one Markdown table of figures beside their marks.

    table.py BENCH_FOLDER [--write README]    --write puts the table between the marks in that file
"""
import json
import os
import pathlib
import subprocess
import sys

NAMES = ("decode", "twin", "journal", "replay", "simulation", "way")
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def row(figure):
    mark = ""
    if "mark" in figure:
        mark = f"{figure['limit']} {figure['mark']:g}" + ("" if figure["met"] else ", **missed**")
    return f"| {figure['what']} | {number(figure['value'])} {figure['unit']} | {mark} |"


def instructions(folder):
    script = pathlib.Path(__file__).with_name("decode_instructions.sh")
    lines = subprocess.run([script, folder / "bench_decode"], check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in lines.splitlines():
        what, value, unit, mark = line.split("\t")
        yield {"what": what, "value": float(value), "unit": unit, "limit": "<=", "mark": float(mark),
               "met": float(value) <= float(mark)}


def main():
    folder = pathlib.Path(sys.argv[1])
    figures = list(instructions(folder))
    for name in NAMES:
        print(f"bench_{name} ...", file=sys.stderr)
        done = subprocess.run([folder / f"bench_{name}", "--json"], check=True, stdout=subprocess.PIPE, text=True)
        figures += json.loads(done.stdout)
    missed = [f["what"] for f in figures if not f.get("met", True)]
    marks = sum("mark" in f for f in figures)
    table = "\n".join(["| what | figure | mark |", "|---|---|---|"] + [row(f) for f in figures])
    table += f"\n\n{marks - len(missed)} of {marks} marks met, on {os.cpu_count()} cores."
    if missed:
        table += " Missed: " + "; ".join(missed) + "."
    print(table)
    if "--write" in sys.argv:
        readme = pathlib.Path(sys.argv[sys.argv.index("--write") + 1])
        text = readme.read_text()
        before, rest = text.split(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}")


main()
