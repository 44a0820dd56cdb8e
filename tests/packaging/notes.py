"""Checks that a tag, Cargo.toml, Cargo.lock and the changelog agree, and prints the changelog of that version.

Usage: notes.py TAG [--repository URL] [--root FOLDER]. With URL, `repository` in Cargo.toml has to be it: a release
from anywhere else would name addresses that have no such release. All problems are printed, with exit code 1.
"""

import argparse
import datetime
import re
import sys
import tomllib
from pathlib import Path

# <https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string>, without build metadata:
# a `+` cannot be in the tag of an image.
NUMBER = r"(?:0|[1-9]\d*)"
IDENTIFIER = rf"(?:{NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}(?:-{IDENTIFIER}(?:\.{IDENTIFIER})*)?")
HEADING = re.compile(r"^## \[(?P<version>[^\]]*)\](?P<rest>.*)$", re.MULTILINE)
# Addresses of links, which a changelog has at its end.
ADDRESS = re.compile(r"^ {0,3}\[(?P<name>[^\]]+)\]: *\S.*$", re.MULTILINE)
FENCE = re.compile(r" *(```|~~~)")
# What begins a line of its own: an item, a heading, a quotation, a row of a table, code.
BEGINS = re.compile(r"[-*+] |#+ |[>|]|\d+[.)] |```|~~~")


def read(path: Path, problems: list[str]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"cannot read {path}: {error}")
        return ""


def table(path: Path, problems: list[str]) -> dict:
    try:
        return tomllib.loads(read(path, problems))
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: {error}")
        return {}


def check_versions(root: Path, tag: str, repository: str | None, problems: list[str]) -> str:
    """Returns the version of the tag, which Cargo.toml and Cargo.lock should have."""
    version = tag.removeprefix("v")
    if not tag.startswith("v") or not VERSION.fullmatch(version):
        problems.append(f"the tag {tag} is no version as in v1.2.3 or v1.2.3-rc.1")
    package = table(root / "Cargo.toml", problems).get("package", {})
    if package.get("version") != version:
        problems.append(f"the tag is {tag}, and Cargo.toml has version {package.get('version')}")
    name = package.get("name")
    locked = table(root / "Cargo.lock", problems).get("package", [])
    found = [entry.get("version") for entry in locked if entry.get("name") == name]
    if found != [package.get("version")]:
        problems.append(f"Cargo.lock has {name} in version {', '.join(found) or 'none'}; `cargo check` updates it")
    if repository is not None:
        check_address(package.get("repository", ""), repository, problems)
    return version


def check_address(known: str, repository: str, problems: list[str]) -> None:
    if not known:
        problems.append(f"Cargo.toml has no repository; run: tests/address {repository}")
    elif known.removesuffix("/").lower() != repository.removesuffix("/").lower():
        problems.append(f"Cargo.toml has the repository {known}, and this is {repository}")


def notes(changelog: str, version: str, problems: list[str]) -> str:
    """Returns the section of the version, which has to be the newest one, with a date and a text."""
    headings = list(HEADING.finditer(changelog))
    released = [heading for heading in headings if heading["version"].lower() != "unreleased"]
    found = [heading for heading in headings if heading["version"] == version]
    if len(found) != 1:
        count = "no section" if not found else f"{len(found)} sections"
        problems.append(f"CHANGELOG.md has {count} `## [{version}] - YYYY-MM-DD`")
        return ""
    heading = found[0]
    if released[0] is not heading:
        problems.append(f"CHANGELOG.md lists {released[0]['version']} above {version}")
    date = heading["rest"].removeprefix(" - ")
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            raise ValueError
        datetime.date.fromisoformat(date)
    except ValueError:
        problems.append(f"CHANGELOG.md: `{heading[0]}` has no date as in `## [{version}] - 2026-11-26`")
    after = [other.start() for other in headings if other.start() > heading.start()]
    text = changelog[heading.end() : after[0] if after else len(changelog)]
    text = ADDRESS.sub("", text).strip()
    if not text:
        problems.append(f"CHANGELOG.md says nothing of {version}")
    used = [address[0] for address in ADDRESS.finditer(changelog) if f"[{address['name']}]".lower() in text.lower()]
    return "\n\n".join([unwrapped(text), *(["\n".join(used)] if used else [])])


def unwrapped(text: str) -> str:
    """Joins the lines of each paragraph and item: GitHub shows the line ends of a release's text, a changelog wraps."""
    made: list[str] = []
    in_code = is_open = False  # whether another line may join the last one
    for line in text.split("\n"):
        words = line.strip()
        is_fence = FENCE.match(line) is not None
        if is_open and words and not in_code and not BEGINS.match(words):
            made[-1] += f" {words}"
            continue
        made.append(line)
        in_code ^= is_fence
        is_open = bool(words) and not in_code and not is_fence and not words.startswith("#")
    return "\n".join(made)


def unreleased(changelog: str, problems: list[str]) -> None:
    """Reports changes that nobody has moved to the version."""
    for heading in HEADING.finditer(changelog):
        if heading["version"].lower() == "unreleased":
            rest = changelog[heading.end() :]
            following = HEADING.search(rest)
            if re.search(r"^[-*] ", rest[: following.start() if following else len(rest)], re.MULTILINE):
                problems.append("CHANGELOG.md still has changes below [Unreleased]")


def main() -> int:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("tag")
    parser.add_argument("--repository")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    problems: list[str] = []
    version = check_versions(arguments.root, arguments.tag, arguments.repository, problems)
    changelog = read(arguments.root / "CHANGELOG.md", problems)
    text = notes(changelog, version, problems)
    unreleased(changelog, problems)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if problems:
        return 1
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
