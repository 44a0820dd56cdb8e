"""Builds many repositories of ten manifests each, with some history and a hundred other files, and a radar for them.

    python3 many.py FOLDER COUNT
"""

import sys
from pathlib import Path

import contents
import fixtures

MANIFESTS = {
    "package.json": lambda n: contents.package(react=f"^18.{n % 10}.0", kafkajs="~2.2.4", lodash="*"),
    "web/package.json": lambda n: contents.package(vue="3", vite=f"^5.{n % 7}.0"),
    "Dockerfile": lambda n: contents.DOCKERFILE,
    "compose.yaml": lambda n: contents.COMPOSE,
    "server/Cargo.toml": lambda n: contents.WORKSPACE + "[dependencies]\nserde.workspace = true\n",
    "jobs/pyproject.toml": lambda n: contents.PYPROJECT,
    "core/pom.xml": lambda n: contents.pom(f"3.{n % 9}.0"),
    "fleet/go.mod": lambda n: contents.GO_MOD,
    "chart/Chart.yaml": lambda n: contents.CHART,
    ".github/workflows/ci.yml": lambda n: contents.WORKFLOW,
}


def build(n):
    repository = fixtures.Repository()
    files = {path: text(n) for path, text in MANIFESTS.items()}
    sources = {f"src/m{at % 10}/f{at}.{ending}": f"// {at}\n" for at in range(25) for ending in ("ts", "java", "rs", "md")}
    repository.commit("2023-01-15", "ada", {**files, **sources})
    for month in range(1, 25):
        date = f"{2023 + month // 12}-{month % 12 + 1:02}-20"
        path = list(MANIFESTS)[month % len(MANIFESTS)]
        changed = {path: MANIFESTS[path](n + month), f"src/m0/f{month}.ts": f"// {month}\n"}
        repository.commit(date, ("ada", "bea", "cid", "dee")[month % 4], changed)
    return repository


def main(target, count):
    target = Path(target)
    for n in range(int(count)):
        build(n).write(target / "repos" / f"r{n:04}")
    for path, text in fixtures.radar().items():
        path = target / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
