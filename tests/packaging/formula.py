"""Prints the Homebrew formula of a release, from the list of its sums.

Usage: formula.py VERSION REPOSITORY SHA256SUMS
"""

import re
import sys
from pathlib import Path

PLACE = re.compile(r"@(REPOSITORY|VERSION|URL|SHA256)(?::([a-z0-9_-]+))?@")


def sums(path: Path) -> dict[str, str]:
    """Reads what sha256sum wrote: a sum and the name of a file in each line."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = re.fullmatch(r"([0-9a-f]{64}) [ *]([^/\s]+)", line)
        if not parts:
            sys.exit(f"{path}:{number}: not a line of sha256sum with a name without folders")
        if parts[2] in found:
            sys.exit(f"{path}:{number}: {parts[2]} is there twice")
        found[parts[2]] = parts[1]
    return found


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: formula.py VERSION REPOSITORY SHA256SUMS")
    version, repository, path = sys.argv[1], sys.argv[2].removesuffix("/"), Path(sys.argv[3])
    if not re.fullmatch(r"https://[^\s\"#\\]+", repository) or not re.fullmatch(r"[0-9A-Za-z.-]+", version):
        sys.exit(f"formula.py: {repository} is no https address, or {version} no version")
    known = sums(path)

    def value(place: re.Match) -> str:
        kind, target = place[1], place[2]
        if kind in ("REPOSITORY", "VERSION"):
            return repository if kind == "REPOSITORY" else version
        archive = f"radar-{version}-{target}.tar.gz"
        if archive not in known:
            sys.exit(f"{path}: {archive} is missing")
        return f"{repository}/releases/download/v{version}/{archive}" if kind == "URL" else known[archive]

    template = (Path(__file__).parent / "formula.rb").read_text(encoding="utf-8")
    print(PLACE.sub(value, template), end="")


if __name__ == "__main__":
    main()
