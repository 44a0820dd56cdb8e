"""What manifests say that a repository depends on, read with the standard library, as far as the fixtures need it."""

import json
import re
import tomllib
import urllib.parse
import xml.etree.ElementTree as xml
from dataclasses import dataclass, replace

import yaml_subset

VENDORED = {"node_modules", "bower_components", "vendor", "site-packages", "Pods", "Carthage"}


class Unreadable(Exception):
    """The file is not what its name says."""


@dataclass(frozen=True)
class Found:
    kind: str
    name: str
    version: str | None = None
    indirect: bool = False
    # For what only says what others mean, and for what refers to it.
    declares: str | None = None
    refers: str | None = None


def plain(text):
    """Returns the version that a range was chosen at, if it stays near it: `^1.2` and `>=1.2, <2`, not `>=1`."""
    text = (text or "").strip()
    if re.search(r"\|", text):
        return None
    near, lower, has_upper = None, None, False
    for operator, version in re.findall(r"([=<>~^!]*)\s*([^\s,=<>~^!]+)", text):
        version = re.fullmatch(r"v?(\d[\w.+-]*?)(\.[x*])*", version)
        if not version:
            return None
        if operator in (">=", ">"):
            lower = lower or version[1]
        elif operator in ("<", "<="):
            has_upper = True
        elif operator != "!=":
            near = near or version[1]
    return near or (lower if has_upper else None)


def is_manifest(path):
    *folders, name = path.split("/")
    return not VENDORED & set(folders) and reader(path, name) is not None


def read(path, content):
    try:
        return list(reader(path, path.rsplit("/", 1)[-1])(content.decode("utf-8-sig")))
    except (ValueError, xml.ParseError) as fault:
        raise Unreadable(path) from fault


def reader(path, name):
    readers = {
        "package.json": npm, "pnpm-workspace.yaml": pnpm, "Cargo.toml": cargo, "pyproject.toml": pyproject,
        "requirements.txt": requirements, "pom.xml": maven, "build.gradle.kts": gradle, "libs.versions.toml": catalog,
        "go.mod": go, "Directory.Packages.props": central, "Gemfile": gems, "composer.json": composer, "mix.exs": mix,
        "pubspec.yaml": pub, "Package.swift": swift, "Dockerfile": dockerfile, "compose.yaml": compose,
        "Chart.yaml": chart, "values.yaml": values,
    }
    if name in readers:
        return readers[name]
    if name.endswith(".csproj"):
        return csproj
    if name.endswith(".tf"):
        return terraform
    if re.fullmatch(r"\.github/workflows/[^/]+\.ya?ml", path):
        return workflow
    if name.endswith((".yaml", ".yml")):
        return kubernetes
    return None


def joined(read_files):
    """Resolves what refers to a catalog or workspace above, and leaves out what only declares."""
    found = []
    for path, entries in read_files.items():
        for entry in entries:
            if entry.refers:
                above = [declared for other, those in read_files.items() if is_above(other, path)
                         for declared in those if declared.kind == entry.kind and declared.declares == entry.refers]
                if above:
                    found.append(replace(above[-1], declares=None))
                elif entry.name:
                    found.append(replace(entry, refers=None))
            elif not entry.declares:
                found.append(entry)
    return found


def is_above(path, other):
    folder = path.rpartition("/")[0].removesuffix("gradle").rstrip("/")
    return not folder or other.startswith(folder + "/")


def npm(text):
    table = json.loads(text)
    tables = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
    for name, text in (item for key in tables if isinstance(table, dict) for item in table.get(key, {}).items()):
        if text.startswith("catalog:"):
            yield Found("npm", name, refers=name)
        elif not text.startswith(("workspace:", "file:", "link:")):
            yield Found("npm", name, plain(text))


def pnpm(text):
    for name, text in yaml_subset.load(text)[0].get("catalog", {}).items():
        yield Found("npm", name, plain(text), declares=name)


def cargo(text):
    table = tomllib.loads(text)
    for key in ("dependencies", "dev-dependencies", "build-dependencies"):
        for name, value in table.get(key, {}).items():
            value = value if isinstance(value, dict) else {"version": value}
            if value.get("workspace"):
                yield Found("cargo", "", refers=name)
            elif "path" not in value:
                yield Found("cargo", value.get("package", name), plain(value.get("version")))
    for name, value in table.get("workspace", {}).get("dependencies", {}).items():
        text = value if isinstance(value, str) else value.get("version")
        yield Found("cargo", name, plain(text), declares=name)


def python_requirement(text):
    requirement = re.match(r"\s*([A-Za-z0-9][\w.-]*)\s*(\[[^]]*\])?\s*([^;#]*)", text)
    return Found("pypi", requirement[1], plain(requirement[3])) if requirement else None


def requirements(text):
    lines = (python_requirement(line) for line in text.splitlines() if not line.startswith(("-", "#")))
    return filter(None, lines)


def pyproject(text):
    table = tomllib.loads(text)
    project = table.get("project", {})
    for listed in [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]:
        yield from map(python_requirement, listed)
    for name, value in table.get("tool", {}).get("poetry", {}).get("dependencies", {}).items():
        if name != "python":
            yield Found("pypi", name, plain(value))


def maven(text):
    root = xml.fromstring(text)
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    properties = {item.tag.removeprefix(space): item.text or "" for item in root.find(f"{space}properties") or ()}
    for item in root.findall(f"{space}dependencies/{space}dependency"):
        group, artifact, version = (item.findtext(space + key) for key in ("groupId", "artifactId", "version"))
        version = re.sub(r"\$\{([^}]+)\}", lambda key: properties.get(key[1], key[0]), version or "")
        yield Found("maven", f"{group}:{artifact}", plain(version))


def catalog(text):
    table = tomllib.loads(text)
    for alias, value in table.get("libraries", {}).items():
        version = value["version"]
        version = table["versions"][version["ref"]] if isinstance(version, dict) else version
        yield Found("maven", value["module"], plain(version), declares=re.sub("[-_]", ".", alias))


def gradle(text):
    text = re.sub(r"//.*", "", text)
    for group, artifact, version in re.findall(r"""\w+\(\s*["']([\w.-]+):([\w.-]+):([\w.+-]+)["']""", text):
        yield Found("maven", f"{group}:{artifact}", plain(version))
    for alias in re.findall(r"\w+\(\s*libs\.([\w.]+)\s*\)", text):
        yield Found("maven", "", refers=alias)


def go(text):
    in_block = False
    for line in text.splitlines():
        words = line.split("//")[0].split()
        if words[:2] == ["require", "("]:
            in_block = True
        elif words == [")"]:
            in_block = False
        elif words and (in_block or words[0] == "require"):
            module, version = words[-2:]
            yield Found("golang", module, plain(version), indirect="// indirect" in line)


def csproj(text):
    for item in xml.fromstring(text).iter("PackageReference"):
        version = item.get("Version") or item.findtext("Version")
        name = item.get("Include")
        yield Found("nuget", name, plain(version)) if version else Found("nuget", name, refers=name.lower())


def central(text):
    for item in xml.fromstring(text).iter("PackageVersion"):
        yield Found("nuget", item.get("Include"), plain(item.get("Version")), declares=item.get("Include").lower())


def gems(text):
    for name, version in re.findall(r"""^\s*gem\s+["']([^"']+)["'](?:\s*,\s*["']([^"']+)["'])?""", text, re.M):
        yield Found("gem", name, plain(version))


def composer(text):
    table = json.loads(text)
    for name, version in [*table.get("require", {}).items(), *table.get("require-dev", {}).items()]:
        if "/" in name:
            yield Found("composer", name, plain(version))


def mix(text):
    text = re.sub(r"#.*", "", text)
    for name, version in re.findall(r"""\{\s*:(\w+)\s*,\s*"([^"]+)\"""", text):
        yield Found("hex", name, plain(version))


def pub(text):
    table = yaml_subset.load(text)[0]
    for key in ("dependencies", "dev_dependencies"):
        for name, value in table.get(key, {}).items():
            yield Found("pub", name, plain(value) if isinstance(value, str) else None)


def swift(text):
    for address, version in re.findall(r'\.package\(\s*url:\s*"([^"]+)",\s*from:\s*"([^"]+)"', text):
        yield Found("swift", address.removeprefix("https://").removesuffix(".git"), plain(version))


def image(text):
    name, _, tag = text.partition("@")[0].rpartition(":")
    if not name or "/" in tag:
        name, tag = text, ""
    return Found("image", name, plain(tag))


def dockerfile(text):
    stages = set()
    for line in text.splitlines():
        words = line.split()
        if words and words[0].upper() == "FROM":
            if words[1] not in stages:
                yield image(words[1])
            if len(words) > 3:
                stages.add(words[3])


def compose(text):
    for service in yaml_subset.load(text)[0].get("services", {}).values():
        if "image" in service:
            yield image(service["image"])


def chart(text):
    for entry in yaml_subset.load(text)[0].get("dependencies", []):
        yield Found("helm", entry["name"], plain(entry.get("version")))


def values(text):
    for table in every_table(yaml_subset.load(text)):
        if "repository" in table:
            yield image(f'{table["repository"]}:{table.get("tag", "")}')


def kubernetes(text):
    for document in yaml_subset.load(text):
        if isinstance(document, dict) and "apiVersion" in document and "kind" in document:
            for table in every_table(document):
                if isinstance(table.get("image"), str):
                    yield image(table["image"])


def workflow(text):
    for table in every_table(yaml_subset.load(text)):
        if isinstance(table.get("uses"), str):
            name, _, version = table["uses"].partition("@")
            yield Found("action", name, plain(version))


def every_table(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_table(part)


def terraform(text):
    for body in re.findall(r"\w+\s*=\s*\{([^}]*)\}", text):
        keys = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', body))
        if "source" in keys:
            yield Found("terraform", keys["source"], plain(keys.get("version")))


def sbom(document):
    """Returns what a bill of materials is about, and what is in it."""
    if document.get("bomFormat") == "CycloneDX":
        subject = document["metadata"]["component"]["name"]
        purls = [component.get("purl") for component in document["components"]]
    else:
        subject = document["name"]
        purls = [reference["referenceLocator"] for item in document["packages"]
                 for reference in item.get("externalRefs", []) if reference["referenceType"] == "purl"]
    return subject, [purl(text) for text in purls if text]


def purl(text):
    kind, _, rest = re.split("[?#]", text.removeprefix("pkg:"))[0].partition("/")
    name, _, version = rest.rpartition("@")
    name = urllib.parse.unquote(name)
    return Found(kind, name.replace("/", ":") if kind == "maven" else name, version, indirect=True)
