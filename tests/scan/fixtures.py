"""Builds twelve small repositories, two bills of materials and a radar that has a blip for each thing in them.

    python3 fixtures.py FOLDER      ->  FOLDER/repos/NAME, FOLDER/sboms/NAME.json, FOLDER/radar/…

Everything is fixed: names, addresses, dates, time zones. So the ids of commits are the same on every machine. Standard
library only; git's own fast-import writes the histories, with modes and parents that `git commit` would not make.
"""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import contents

PEOPLE = {
    "ada": ("Ada", "ada@example.org"),
    "bea": ("Bea", "bea@example.org"),
    "cid": ("Cid", "cid@example.org"),
    "dee": ("Dee", "dee@example.org"),
    "laptop": ("ada", "ada@laptop.local"),
    "shared-bea": ("Bea", "build@example.org"),
    "shared-cid": ("Cid", "build@example.org"),
    "stranger": ("A Stranger", "who@elsewhere.example"),
    "old-dee": ("Dee", "DEE@Old.Example.org"),
}

# Nothing of the machine's settings, and no hooks or templates of its own.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
}


def git(folder, *arguments, given=None):
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, input=given, check=True)


class Repository:
    """A history as fast-import reads it."""

    def __init__(self):
        self.stream = b""
        self.marks = 0

    def commit(self, when, who, files, by=None, at=None, merges=None, starts=None, message="x", branch="main"):
        """Adds a commit, and returns its mark.

        `when` is the author's date, `2024-03-01` or with time and zone, `at` the committer's, if that is another. A file
        is its text, `None` for one that goes, `("link", target)`, or `("module", commit)`.
        """
        self.marks += 1
        author, committer = stamp(who, when), stamp(by or who, at or when)
        parts = [f"commit refs/heads/{branch}", f"mark :{self.marks}", f"author {author}", f"committer {committer}"]
        self.stream += ("\n".join(parts) + "\n").encode() + data(message)
        if starts:
            self.stream += f"from :{starts}\n".encode()
        if merges:
            self.stream += f"merge :{merges}\n".encode()
        for path, content in files.items():
            if content is None:
                self.stream += f"D {path}\n".encode()
            elif isinstance(content, tuple) and content[0] == "module":
                self.stream += f"M 160000 {content[1]} {path}\n".encode()
            else:
                mode, content = ("120000", content[1]) if isinstance(content, tuple) else ("100644", content)
                self.stream += f"M {mode} inline {path}\n".encode() + data(content)
        return self.marks

    def write(self, folder, bare=False):
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet", "--initial-branch=main", *(["--bare"] if bare else []))
        git(folder, "fast-import", "--quiet", given=self.stream)


def data(content):
    content = content if isinstance(content, bytes) else content.encode()
    return f"data {len(content)}\n".encode() + content + b"\n"


def stamp(who, when):
    """Returns a person and a date as git writes them."""
    name, address = PEOPLE[who]
    if len(when) == 10:
        when += "T12:00:00+02:00"
    date = datetime.datetime.fromisoformat(when)
    return f"{name} <{address}> {int(date.timestamp())} {date.strftime('%z')}"


def main(target):
    target = Path(target)
    for name, build in REPOSITORIES.items():
        repository = Repository()
        build(repository)
        repository.write(target / "repos" / name, bare=name.endswith(".git"))
    # Work trees lie, and nobody may look: neither at files nor at their .mailmap.
    (target / "repos/shop/package.json").write_text('{"dependencies": {"liar": "9.9.9"}}')
    (target / "repos/shop/.mailmap").write_text("Cid <cid@example.org> <ada@example.org>\n")
    (target / "repos/empty").mkdir()
    git(target / "repos/empty", "init", "--quiet", "--initial-branch=main")
    for name, text in contents.SBOMS.items():
        path = target / "sboms" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for path, text in radar().items():
        path = target / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def radar():
    files = {
        "radar/radar.toml": 'title = "Fixtures"\n[[quadrant]]\nid = "all"\nname = "All"\n[practice]\nevidence = "git"\n',
        "radar/people.toml": contents.PEOPLE_TOML,
    }
    for name, detect in contents.BLIPS.items():
        listed = ", ".join(f'"{detector}"' for detector in detect)
        files[f"radar/blips/{name}.toml"] = (
            f'name = "{name}"\nquadrant = "all"\nring = "adopt"\nadded = 2024-01-01\ndetect = [{listed}]\n'
        )
    return files


def shop(r):
    """JavaScript; versions that change; months across zones; a .mailmap that comes later."""
    c = contents
    r.commit("2023-01-10", "ada", {"package.json": c.package(react="^17.0.2"), "src/a.js": "", "src/b.js": ""})
    r.commit("2023-02-03", "bea", {"package.json": c.package(react="^17.0.2", kafkajs="1.16.0")})
    r.commit("2023-06-01", "laptop", {"package.json": c.package(react="^18.2.0", kafkajs="~2.2.4"), "src/c.ts": ""})
    # The author's own clock: December there, January in UTC.
    r.commit("2023-12-31T23:30:00-05:00", "cid", {"Dockerfile": c.DOCKERFILE}, at="2024-01-02T00:10:00+00:00")
    r.commit("2024-02-01", "ada", {"compose.yaml": c.COMPOSE, "src/d.ts": ""})
    r.commit("2024-03-05", "stranger", {".mailmap": c.MAILMAP})
    r.commit("2024-05-06", "shared-cid", {"package.json": c.package(react="^18.2.0", kafkajs="~2.2.4", lodash="*")})


def ledger(r):
    """Java; Kafka goes and comes back; another thing changes its path only."""
    c = contents
    r.commit("2022-03-01", "bea", {"pom.xml": c.pom("3.4.0"), "src/main/java/A.java": ""})
    r.commit("2022-07-01", "bea", {"pom.xml": c.pom(None)})
    r.commit("2023-04-01", "dee", {"core/pom.xml": c.pom("3.6.0"), "pom.xml": c.pom(None)})
    r.commit("2024-08-01", "old-dee", {"ledger/core/pom.xml": c.pom("3.9.0"), "core/pom.xml": None})
    r.commit("2024-09-01", "bea", {"src/main/java/B.java": "", "scripts/run.py": ""})


def gate(r):
    """A Cargo workspace: versions are the root's, uses the members'. A breaking edit in between changes nothing."""
    c = contents
    r.commit("2023-05-01", "cid", {"Cargo.toml": c.WORKSPACE, "a/Cargo.toml": c.MEMBER, "a/src/lib.rs": ""})
    r.commit("2023-06-01", "cid", {"a/Cargo.toml": c.MEMBER + "axum = \n"})
    r.commit("2023-07-01", "cid", {"a/Cargo.toml": c.MEMBER + 'axum = { version = "0.7.5", features = ["ws"] }\n'})
    r.commit("2023-08-01", "ada", {"b/Cargo.toml": c.MEMBER_B, "b/src/main.rs": ""})


def forecast(r):
    """Python, in three kinds of manifest, and a notebook."""
    c = contents
    r.commit("2024-01-15", "dee", {"requirements.txt": c.REQUIREMENTS, "model.py": ""})
    r.commit("2024-02-15", "dee", {"pyproject.toml": c.PYPROJECT, "requirements.txt": None})
    r.commit("2024-03-15", "dee", {"notes/trend.ipynb": "{}", "jobs/pyproject.toml": c.POETRY})


def fleet(r):
    """Go with indirect requirements, Terraform, a chart."""
    c = contents
    r.commit("2023-09-01", "bea", {"go.mod": c.GO_MOD, "main.go": "package main\n"})
    r.commit("2023-10-01", "bea", {"infra/main.tf": c.TERRAFORM})
    r.commit("2023-11-01", "cid", {"chart/Chart.yaml": c.CHART, "chart/values.yaml": c.VALUES})


def portal(r):
    """.NET with central versions."""
    c = contents
    r.commit("2024-04-01", "ada", {"src/Web/Web.csproj": c.CSPROJ, "src/Web/Program.cs": "", "old.csproj": c.OLD_CSPROJ})
    r.commit("2024-05-01", "ada", {"Directory.Packages.props": c.PACKAGES_PROPS})


def blog(r):
    """Ruby and PHP beside each other."""
    c = contents
    r.commit("2021-11-01", "bea", {"Gemfile": c.GEMFILE, "app.rb": ""})
    r.commit("2022-01-01", "bea", {"legacy/composer.json": c.COMPOSER, "legacy/index.php": ""})


def app(r):
    """Dart, Swift, and Kotlin with a version catalog."""
    c = contents
    r.commit("2024-06-01", "cid", {"pubspec.yaml": c.PUBSPEC, "lib/main.dart": ""})
    r.commit("2024-07-01", "cid", {"ios/Package.swift": c.PACKAGE_SWIFT, "ios/A.swift": ""})
    r.commit("2024-08-01", "cid", {"android/gradle/libs.versions.toml": c.CATALOG, "android/app/build.gradle.kts": c.GRADLE,
                                   "android/app/src/Main.kt": ""})


def pipeline(r):
    """Elixir, workflows, Kubernetes."""
    c = contents
    r.commit("2023-03-01", "dee", {"mix.exs": c.MIX, "lib/a.ex": ""})
    r.commit("2023-04-01", "dee", {".github/workflows/ci.yml": c.WORKFLOW})
    r.commit("2023-05-01", "dee", {"deploy/app.yaml": c.DEPLOYMENT, "docs/workflows/ci.yml": c.WORKFLOW})


def mono(r):
    """Many packages: catalogs of pnpm, several versions of one thing, more than three of another."""
    c = contents
    packages = {f"packages/p{n}/package.json": c.package(zod=f"^3.{n}.0", vite="catalog:") for n in (2, 10, 9, 20)}
    two = {"web/package.json": c.package(react="18.2.0", vue="3"), "docs/package.json": c.package(react="^19.0.0")}
    r.commit("2024-02-01", "ada", {"pnpm-workspace.yaml": c.PNPM, **packages, "web/x.ts": ""})
    r.commit("2024-03-01", "ada", two)
    r.commit("2024-04-01", "bea", {"web/node_modules/vendored/package.json": c.package(vendored="1.0.0")})


def mirror(r):
    """Bare; merges; people who work together; a branch whose commits are older than what is on the main line."""
    c = contents
    first = r.commit("2024-01-01", "ada", {"package.json": c.package(express="4.18.2")})
    side = r.commit("2023-12-01", "bea", {"worker/package.json": c.package(kafkajs="2.0.0")}, starts=first, branch="side",
                    message="x\n\nCo-authored-by: Dee <dee@old.example.org>\nco-authored-by: Cid <cid@example.org>\n")
    r.commit("2024-05-20", "cid", {"worker/package.json": c.package(kafkajs="2.0.0")}, merges=side, starts=first)
    r.commit("2027-01-01", "dee", {"LATER": ""})


def vendor(r):
    """A submodule, links in place of manifests, broken and huge files, and a name that is no text."""
    c = contents
    r.commit("2024-01-20", "bea", {"real.json": c.package(linked="1.0.0"), "package.json": ("link", "real.json"),
                                   "lib": ("module", "1234567890123456789012345678901234567890")})
    r.commit("2024-02-20", "bea", {"a/Cargo.toml": "not = [valid", "b/package.json": "[]", "tools/Jenkinsfile": "x"})
    r.commit("2024-03-20", "bea", {'"umlaut-\\303\\244/package.json"': c.package(umlaut="1.2.3"), "x/Jenkinsfile": "x",
                                   "tools/Jenkinsfile": None})


REPOSITORIES = {"shop": shop, "ledger": ledger, "gate": gate, "forecast": forecast, "fleet": fleet, "portal": portal,
                "blog": blog, "app": app, "pipeline": pipeline, "mono": mono, "mirror.git": mirror, "vendor-mix": vendor}

if __name__ == "__main__":
    main(sys.argv[1])
