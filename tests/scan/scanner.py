"""Finds out which repositories use which blips, independently of the program: the same question, answered another way.

    python3 scanner.py --today 2026-11-25 [--history] [--sbom FILE]… RADAR REPO…    ->  JSON

Written from docs/evidence.md and the contract of `evidence.toml`, not from the program's code. It takes no short cuts: for
`--history` it scans every commit of the main line anew and looks when each use began. Standard library only.
"""

import argparse
import fnmatch
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import manifests

ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": os.devnull,
               "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}

ENDINGS = {
    "js": "javascript", "jsx": "javascript", "mjs": "javascript", "cjs": "javascript", "ts": "typescript",
    "tsx": "typescript", "java": "java", "rs": "rust", "py": "python", "go": "go", "cs": "c#", "rb": "ruby",
    "php": "php", "dart": "dart", "swift": "swift", "kt": "kotlin", "kts": "kotlin", "ex": "elixir", "exs": "elixir",
    "tf": "hcl",
}
OTHER_NAMES = {"golang": "go", "csharp": "c#"}
OF_OTHERS = {"node_modules", "bower_components", "vendor", "third_party", "site-packages", "Pods", "Carthage"}


class Repository:
    def __init__(self, folder):
        self.folder = folder
        self.git_dir = folder / ".git" if (folder / ".git").exists() else folder
        self.name = folder.name.removesuffix(".git")

    def git(self, *arguments, given=None):
        # From a folder with nothing in it: git looks for a .mailmap in the folder that it runs in.
        command = ["git", "--git-dir", str(self.git_dir.resolve()), *arguments]
        run = subprocess.run(command, cwd="/", env=ENVIRONMENT, input=given,
                             capture_output=True, check=True)
        return run.stdout

    def is_empty(self):
        try:
            self.git("rev-parse", "--verify", "--quiet", "HEAD")
        except subprocess.CalledProcessError:
            return True
        return False

    def files(self, commit):
        """Returns the id of each regular file of a commit, by its path."""
        files = {}
        for record in self.git("ls-tree", "-r", "-z", commit).split(b"\0"):
            if record:
                about, path = record.split(b"\t", 1)
                mode, _, blob = about.split()
                if mode.startswith(b"100"):
                    files[path.decode("utf-8", "replace")] = blob.decode()
        return files

    def read(self, blob):
        return self.git("cat-file", "blob", blob)


def detectors(radar):
    """Returns the list of each blip, each entry as (kind, pattern)."""
    blips = {}
    for path in sorted(Path(radar, "radar/blips").rglob("*.toml")):
        entries = tomllib.loads(path.read_text()).get("detect", [])
        blips[path.stem] = [tuple(entry.split(":", 1)) for entry in entries]
    return blips


def normal(kind, name):
    if kind == "maven":
        return name.replace("/", ":")
    name = name.lower()
    if kind == "pypi":
        return re.sub(r"[-_.]+", "-", name)
    if kind == "cargo":
        return name.replace("_", "-")
    if kind == "image":
        return re.sub(r"^(docker\.io/)?(library/)?", "", name)
    if kind == "swift":
        return name.split("://")[-1].removesuffix(".git")
    return name


def matches(entry, kind, name):
    wanted, pattern = entry
    if wanted != kind:
        return False
    name, pattern = normal(kind, name), normal(kind, pattern)
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    if kind == "action":
        return name == pattern or name.startswith(pattern + "/")
    if kind == "golang" and name != pattern:
        return re.sub(r"/v\d+$", "", name) == pattern
    return name == pattern


def is_path(pattern, path):
    """Matches `**/name` and `name`; the fixtures have no others."""
    if pattern.startswith("**/"):
        return fnmatch.fnmatchcase(path.rsplit("/", 1)[-1], pattern[3:])
    return fnmatch.fnmatchcase(path, pattern) and path.count("/") == pattern.count("/")


def languages(files):
    """Returns the languages of at least a tenth of the files that are in one."""
    counts = {}
    for path in files:
        *folders, name = path.split("/")
        language = ENDINGS.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
        if language and not OF_OTHERS & set(folders):
            counts[language] = counts.get(language, 0) + 1
    total = sum(counts.values())
    return {language for language, count in counts.items() if count * 10 >= total}


class Scan:
    """What one repository was made of at one commit."""

    def __init__(self, repository, commit, before=None):
        files = repository.files(commit)
        self.paths, self.languages = list(files), languages(files)
        # What cannot be read counts as unchanged.
        self.read = {}
        for path, blob in files.items():
            if manifests.is_manifest(path):
                try:
                    self.read[path] = manifests.read(path, repository.read(blob))
                except manifests.Unreadable:
                    if before and path in before.read:
                        self.read[path] = before.read[path]
        self.found = manifests.joined(self.read)

    def uses(self, blips):
        """Returns each use: whether it is indirect, and the version."""
        uses = {}
        for blip, entries in blips.items():
            direct, indirect = [], []
            for entry in entries:
                kind, pattern = entry
                hits = [found for found in self.found if matches(entry, found.kind, found.name)]
                direct.append([found.version for found in hits if not found.indirect])
                indirect.append([found.version for found in hits if found.indirect])
                shown = kind == "file" and any(is_path(pattern, path) for path in self.paths)
                spoken = kind == "lang" and OTHER_NAMES.get(pattern.lower(), pattern.lower()) in self.languages
                if shown or spoken:
                    direct[-1].append(None)
            use = chosen(direct, indirect)
            if use:
                uses[blip] = use
        return uses


def chosen(direct, indirect):
    for of, is_indirect in ((direct, False), (indirect, True)):
        if any(of):
            versions = next((listed for listed in map(joined_versions, of) if listed), None)
            return {"indirect": is_indirect, "version": versions}
    return None


def joined_versions(versions):
    versions = sorted({version for version in versions if version}, key=order)
    if len(versions) > 3:
        return f"{versions[0]} … {versions[-1]}"
    return ", ".join(versions)


def order(version):
    """Sorts digits as numbers; letters come before the end of a version, digits after it."""
    parts = re.findall(r"\d+|[^\W\d_]+", version)
    return [(2, int(part), "") if part.isdigit() else (0, 0, part) for part in parts] + [(1, 0, "")]


def since(repository, blips, today):
    """Returns the month in which each use began that has lasted since."""
    began, before = {}, None
    log = repository.git("log", "--first-parent", "--reverse", "--date=format:%Y-%m", "--format=%H %cd", "HEAD")
    for line in log.decode().splitlines():
        commit, month = line.split()
        before = Scan(repository, commit, before)
        used = {blip for blip, use in before.uses(blips).items() if not use["indirect"]}
        began = {blip: began.get(blip, month) for blip in used}
    return {blip: month for blip, month in began.items() if month <= today[:7]}


def months(repository, people, today):
    """Returns the months in which each person committed."""
    found = {}
    mailmap = ["-c", "mailmap.file=", "-c", "mailmap.blob=HEAD:.mailmap"]
    trailer = "%(trailers:key=Co-authored-by,valueonly,separator=%x1f)"
    log = repository.git(*mailmap, "log", "--no-merges", "-z", "--date=format:%Y-%m", f"--format=%aN <%aE>%x1f%ad%x1f{trailer}",
                         "HEAD")
    for record in log.decode().split("\0"):
        if not record.strip():
            continue
        author, month, *others = record.strip("\n").split("\x1f")
        others = [other for other in others if "<" in other]
        if others:
            given = "\n".join(others).encode()
            others = repository.git(*mailmap, "check-mailmap", "--stdin", given=given).decode().splitlines()
        for address in (re.search("<(.*)>", who)[1].lower() for who in [author, *others]):
            if address in people and month <= today[:7]:
                found.setdefault(people[address], set()).add(month)
    return {person: sorted(of) for person, of in found.items()}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--today", required=True)
    arguments.add_argument("--history", action="store_true")
    arguments.add_argument("--sbom", action="append", default=[], type=Path)
    arguments.add_argument("radar")
    arguments.add_argument("repositories", nargs="+", type=Path)
    given = arguments.parse_args()

    blips = detectors(given.radar)
    people = tomllib.loads(Path(given.radar, "radar/people.toml").read_text())["person"]
    people = {address.lower(): who for who, person in people.items() for address in person.get("emails", [])}
    evidence = {}
    for folder in given.repositories:
        repository = Repository(folder)
        entry = evidence[repository.name] = {"uses": {}, "months": {}}
        if repository.is_empty():
            continue
        entry["uses"] = Scan(repository, "HEAD").uses(blips)
        entry["months"] = months(repository, people, given.today)
        if given.history:
            for blip, month in since(repository, blips, given.today).items():
                entry["uses"][blip]["since"] = month
    for file in given.sbom:
        subject, found = manifests.sbom(json.loads(file.read_text()))
        entry = evidence.setdefault(subject, {"uses": {}, "months": {}})
        for blip, entries in blips.items():
            versions = [[d.version for d in found if matches(entry, d.kind, d.name)] for entry in entries]
            use = chosen([], versions)
            if use:
                known = entry["uses"].setdefault(blip, use)
                known["version"] = known["version"] or use["version"]
    print(json.dumps(evidence, ensure_ascii=False, sort_keys=True, indent=1))


if __name__ == "__main__":
    main()
