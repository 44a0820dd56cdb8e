"""Runs the demonstration radar with two programs, one in an empty root, and compares all that they print and write.

Usage: demo.py ORDINARY STATIC [--emulator PROGRAM]

STATIC has a root with the radar and nothing else: no libraries, no time zones, no /tmp, no git. With an emulator, which
may need libraries itself, it runs in this root.
"""

import argparse
import filecmp
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
DAY = ["--today", "2026-11-26"]
FORMATS = ["byor-csv", "byor-json", "zalando", "backstage", "csv", "json", "markdown", "codeowners"]
SIGNED = ["--by", "ines-barrada", *DAY]

# In the folder of the radar, in this order: what one command writes is there for the next.
COMMANDS: list[list[str]] = [
    ["--version"],
    ["--help"],
    *(["check", "--message-format", form, *DAY] for form in ("human", "short", "json", "github")),
    ["build", *DAY],
    ["build", *DAY],  # again, where nothing changes
    ["due", *DAY],
    ["due", "--exit-code", *DAY],
    ["list", *DAY],
    ["show", "kafka", *DAY],
    ["show", "no-such-blip", *DAY],
    ["diff", "2025-11", *DAY],
    ["diff", "2025-11", "--format", "markdown", *DAY],
    *(["export", form, *DAY] for form in FORMATS),
    *(["schema", file, "-C", "."] for file in ("radar", "people", "blip")),
    *(["completions", shell] for shell in ("bash", "elvish", "fish", "powershell", "zsh")),
    ["man"],
    ["man", "--all", "man"],
    ["new", "Static binaries", "--ring", "trial", "--quadrant", "tools", "--owner", "platform", "--summary", "Small.", *SIGNED],
    ["review", "spring-boot", "--note", "Looked again: `mvn verify`.", *SIGNED],
    ["ask", "kafka", "--text", "Who upgrades it?", *SIGNED],
    ["retire", "hadoop", "--note", "Nobody runs it.", *SIGNED],
    ["exit", "kafka", "--effort", "4 months", "--note", "Every team publishes to it.", *SIGNED],
    ["check", "--deny", "review-expired", *DAY],
    ["build", *DAY],
    ["init", "ours", *DAY],
    ["init", "ours", *DAY],  # it is there
    ["build", "-C", "ours", *DAY],
    ["import", "output/radar.json", "--into", "theirs", *DAY],
    # What needs git says so.
    ["audit", *DAY],
    ["diff", "--base", "main", *DAY],
    ["no-such-command"],
    ["check", "-C", "/no/such/folder"],
]

# Days by the database in the program. The second and the third place never have the same day.
ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "CET-1CEST", "No/Such_Zone", ""]


class Side:
    """A program with a radar of its own."""

    def __init__(self, program: Path, root: Path, enter: list[str]) -> None:
        self.root, self.enter = root, enter
        self.folder = root / "demo"
        self.folder.mkdir(parents=True)
        shutil.copytree(SOURCES / "radar", self.folder / "radar")
        shutil.copy(program, root / "radar")

    def command(self, arguments: list[str]) -> list[str]:
        program = "/radar" if "--root" in self.enter else str(self.root / "radar")
        return [*self.enter, program, *arguments]

    def run(self, arguments: list[str], **variables: str) -> tuple[int, bytes, bytes]:
        ran = subprocess.run(
            self.command(arguments),
            cwd=None if "--root" in self.enter else self.folder,
            env={"PATH": "/nowhere", "COLUMNS": "100", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
            check=False,
        )
        return ran.returncode, ran.stdout, re.sub(rb" in [0-9.]+ m?s\n", b" in TIME\n", ran.stderr)

    def served(self, page: str) -> bytes:
        """Returns a page of the preview."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = self.command(["serve", "--port", str(port), *DAY])
        cwd = None if "--root" in self.enter else self.folder
        with subprocess.Popen(command, cwd=cwd, env={}, stderr=subprocess.DEVNULL) as server:
            try:
                for _ in range(300):
                    try:
                        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=30) as answer:
                            return answer.read()
                    except OSError:
                        time.sleep(0.1)
                sys.exit(f"demo.py: {' '.join(command)} does not answer")
            finally:
                end(server)


def end(server: subprocess.Popen) -> None:
    try:
        server.terminate()
    except PermissionError:  # sudo's; it passes the signal on
        subprocess.run(["sudo", "kill", str(server.pid)], check=True)


def empty_root(root: Path) -> list[str]:
    """Returns the words that run a program in this root."""
    unshare = shutil.which("unshare") or sys.exit("demo.py: needs unshare, from util-linux")
    enter = [unshare, "--root", str(root), "--wd", "/demo"]
    if os.geteuid() == 0:
        return enter
    spaces = [unshare, "--map-root-user"]
    if subprocess.run([*spaces, "true"], capture_output=True, check=False).returncode == 0:
        return [*spaces, *enter[1:]]
    # Ubuntu allows programs that it knows only.
    user = ["--setgid", str(os.getegid()), "--setuid", str(os.geteuid())]
    sudo = shutil.which("sudo") or sys.exit("demo.py: needs user namespaces, or sudo")
    return [sudo, "--preserve-env=PATH,COLUMNS,TZ", *enter, *user]


def emulated(emulator: str) -> list[str]:
    return [shutil.which(emulator) or sys.exit(f"demo.py: there is no {emulator}")]


def differences(left: Path, right: Path) -> list[str]:
    """Returns the paths that only one folder has, or whose bytes differ."""
    found = {path.relative_to(side) for side in (left, right) for path in side.rglob("*") if not path.is_dir()}

    def is_same(path: Path) -> bool:
        pair = left / path, right / path
        return all(file.is_file() for file in pair) and filecmp.cmp(*pair, shallow=False)

    return sorted(str(path) for path in found if not is_same(path))


def compare(ordinary: Side, static: Side) -> list[str]:
    problems = []
    for arguments in COMMANDS:
        expected, actual = ordinary.run(arguments), static.run(arguments)
        if expected != actual:
            problems.append(f"radar {' '.join(arguments)}:\n  ordinary {expected}\n  static   {actual}")
        if b"panicked" in actual[2]:
            problems.append(f"radar {' '.join(arguments)} panicked")
    codes = {ordinary.run(arguments)[0] for arguments in (["check", *DAY], ["show", "no-such-blip", *DAY])}
    if codes != {0, 2}:
        problems.append(f"the demonstration does not show what it should: {codes}")
    # The record of a build has the times of files.
    changed = [path for path in differences(ordinary.folder, static.folder) if Path(path).name != ".radar-manifest"]
    problems += [f"differs: {path}" for path in changed]
    if not (static.folder / "output/index.html").is_file() or not (static.folder / "man/radar.1").is_file():
        problems.append("nothing was written")
    return problems


def days(ordinary: Side, static: Side) -> list[str]:
    """Compares what day it is in different places."""
    problems, found = [], {}
    for zone in ZONES:
        pair = []
        for side in (ordinary, static):
            code, page, errors = side.run(["export", "json"], TZ=zone)
            today = page.split(b'"today": "')[1][:10] if b'"today": "' in page else page[:80]
            pair.append((code, today, errors))
        found[zone] = pair[1][1]
        if pair[0] != pair[1]:
            problems.append(f"TZ={zone}: {pair}")
    if found["Pacific/Kiritimati"] <= found["Pacific/Pago_Pago"]:
        problems.append(f"time zones are not known: {found}")
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("ordinary", type=Path)
    parser.add_argument("static", type=Path)
    parser.add_argument("--emulator")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "root"
        enter = emulated(arguments.emulator) if arguments.emulator else empty_root(root)
        ordinary = Side(arguments.ordinary, Path(temporary) / "ordinary", [])
        static = Side(arguments.static, root, enter)
        problems = compare(ordinary, static) + days(ordinary, static)
        for page in ("radar.json", "index.html"):
            if ordinary.served(page) != static.served(page):
                problems.append(f"radar serve: {page} differs")
        files = sum(1 for path in static.folder.rglob("*") if path.is_file())
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"{len(COMMANDS)} commands, {len(ZONES)} time zones, {files} files and the preview are the same")


if __name__ == "__main__":
    main()
