"""Runs the steps of action.yml as GitHub's runner does: its expressions, files, and commands in the log."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from ruamel.yaml import YAML

from expressions import condition, filled

ROOT = Path(__file__).resolve().parents[2]
# All that the scripts need. A machine's own gh is not among it.
TOOLS = """awk bash basename cat chmod cksum curl cut date dirname env find git grep gzip head jq mkdir mktemp mv python3
    rm sed sh sha256sum sleep sort tail tar tr uname wc""".split()
LIMITS = """TRIES=4
PAUSE_SECONDS=0
CONNECT_SECONDS=2
STALL_SECONDS=1
FILE_SECONDS=3
MOST_BYTES=104857600
"""


def read_yaml(path):
    return YAML(typ="safe", pure=True).load(Path(path).read_text(encoding="utf-8"))


def copy_action(folder, repository, version="0.1.0", limits=LIMITS):
    """Copies the action, as if its releases were somewhere else."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "action.yml", folder)
    shutil.copytree(ROOT / "action", folder / "action")
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    manifest = re.sub(r"(?m)^repository = .*\n", "", manifest)
    named = f'[package]\nversion = "{version}"\n' + (f'repository = "{repository}"\n' if repository else "")
    manifest = re.sub(r"(?m)^version = .*\n", "", manifest, count=1).replace("[package]\n", named)
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    if limits:
        (folder / "action" / "limits.sh").write_text(limits, encoding="utf-8")
    return folder


def tools(folder, without=(), also=()):
    """Makes a folder with the programs of a runner."""
    folder.mkdir(parents=True)
    for name in [*TOOLS, *also]:
        # Python's own path may be a script that needs more than itself.
        found = os.path.realpath(sys.executable) if name == "python3" else shutil.which(name)
        assert found, f"this machine has no {name}"
        if name not in without:
            (folder / name).symlink_to(found)
    return folder


class Step:
    def __init__(self, name):
        self.name, self.outcome, self.outputs, self.log, self.seconds = name, "skipped", {}, "", 0.0
        self.uses, self.given, self.code = None, {}, 0


class Run:
    def __init__(self):
        self.steps, self.outputs, self.summary, self.failed, self.path = [], {}, "", False, []

    def step(self, name):
        return next(step for step in self.steps if step.name == name)

    @property
    def log(self):
        return "".join(step.log for step in self.steps)

    def said(self, level):
        """Returns the messages of the annotations of a level."""
        return [message for found, message in commands(self.log) if found == level]


def commands(log):
    """Returns the annotations that the runner would make of a log: what stands between two marks is text."""
    found, mark = [], None
    for line in log.split("\n"):
        if mark:
            mark = None if line == f"::{mark}::" else mark
        elif line.startswith("::stop-commands::"):
            mark = line.removeprefix("::stop-commands::")
        elif command := re.match(r"::([a-z-]+)(?: [^:]*)?::(.*)", line):
            message = command.group(2)
            for escape, letter in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
                message = message.replace(escape, letter)
            found.append((command.group(1), message))
    return found


def assignments(text):
    """Reads a file of outputs, whose values may have lines."""
    values, lines = {}, iter(text.split("\n"))
    for line in lines:
        if match := re.match(r"([\w-]+)<<(.+)$", line):
            value = []
            while (part := next(lines)) != match.group(2):
                value.append(part)
            values[match.group(1)] = "\n".join(value)
        elif line:
            name, value = line.split("=", 1)
            values[name] = value
    return values


class Runner:
    """A machine on which the action runs."""

    def __init__(self, folder, action, workspace, bin):
        self.action, self.workspace, self.bin = action, workspace, bin
        self.temp, self.cache, self.home = folder / "temp", folder / "cache", folder / "home"
        for made in (self.temp, self.cache, self.home):
            made.mkdir(parents=True, exist_ok=True)
        self.github = {
            "event_name": "push",
            "event": {},
            "repository": "acme/radar",
            "server_url": "https://github.com",
            "sha": "0" * 40,
            "base_ref": "",
            "token": "token-of-the-run",
            "action_repository": "",
        }
        self.env = {"RUNNER_OS": "Linux", "RUNNER_ARCH": "X64"}
        self.fails = set()

    def run(self, **inputs):
        described = read_yaml(self.action / "action.yml")
        known = {name: one.get("default", "") for name, one in described["inputs"].items()}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(known), given
        run = Run()
        contexts = {"inputs": {**known, **given}, "github": self.github, "steps": {}, "env": {}}
        contexts["runner"] = {"temp": str(self.temp), "os": self.env["RUNNER_OS"]}
        functions = {
            "success": lambda: not run.failed,
            "failure": lambda: run.failed,
            "always": lambda: True,
            "cancelled": lambda: False,
            "endsWith": lambda text, end: text.lower().endswith(end.lower()),
        }
        for number, written in enumerate(described["runs"]["steps"]):
            step = Step(written["name"])
            run.steps.append(step)
            if condition(written.get("if", "success()"), contexts, functions):
                value = lambda text: filled(text, contexts, functions)  # noqa: E731
                begun = time.monotonic()
                if "uses" in written:
                    self.use(step, written, value)
                else:
                    self.script(run, step, written, value, number)
                step.seconds = time.monotonic() - begun
                step.outcome = "failure" if step.code else "success"
                run.failed |= step.code != 0 and not written.get("continue-on-error", False)
            if "id" in written:
                contexts["steps"][written["id"]] = {"outputs": step.outputs, "outcome": step.outcome}
        for name, output in described["outputs"].items():
            run.outputs[name] = filled(output["value"], contexts, functions)
        return run

    def use(self, step, written, value):
        """Notes what an action of GitHub would be given."""
        step.uses = written["uses"].split("@")[0]
        step.given = {name: value(given) for name, given in written["with"].items()}
        if step.uses in self.fails:
            step.code = 1
        elif step.uses == "actions/upload-artifact":
            step.outputs = {"artifact-url": "https://github.com/acme/radar/actions/runs/7/artifacts/42"}

    def script(self, run, step, written, value, number):
        assert written["shell"] == "bash"
        files = {name: self.temp / f"{name.lower()}-{number}" for name in ("OUTPUT", "PATH", "STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        script = self.temp / f"step-{number}.sh"
        script.write_text(written["run"], encoding="utf-8")
        env = {
            "PATH": os.pathsep.join([*reversed(run.path), str(self.bin)]),
            "HOME": str(self.home),
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_TOOL_CACHE": str(self.cache),
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_RUN_ID": "7",
            **{f"GITHUB_{key.upper()}": self.github[key] for key in GIVEN},
            **{f"GITHUB_{name}": str(file) for name, file in files.items()},
            **self.env,
            **{name: value(given) for name, given in written.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        step.code, step.log = done.returncode, done.stdout.decode(errors="replace")
        step.outputs = assignments(files["OUTPUT"].read_text(encoding="utf-8"))
        run.path += files["PATH"].read_text(encoding="utf-8").splitlines()
        run.summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")


GIVEN = ("event_name", "repository", "server_url", "sha", "base_ref")
