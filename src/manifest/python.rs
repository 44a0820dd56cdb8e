//! `pyproject.toml` (PEP 621 and 735, Poetry, uv, PDM), `Pipfile` and `setup.cfg`.

use std::collections::HashSet;

use ::toml::{Table, Value};

use super::requirements::requirement;
use super::{Dependency, Found, toml, version};
use crate::radar::detect::DetectKind::Pypi;

pub(super) fn pyproject(text: &str) -> Found {
    let project = toml::read(text)?;
    let list = |path: &[&str], key: &str| {
        let list = toml::at(&project, path).and_then(|table| table.get(key));
        requirements(list)
    };
    let mut found = list(&["project"], "dependencies");
    found.extend(groups(&project, &["project", "optional-dependencies"]));
    found.extend(groups(&project, &["dependency-groups"]));
    found.extend(list(&["build-system"], "requires"));
    found.extend(list(&["tool", "uv"], "dev-dependencies"));
    found.extend(groups(&project, &["tool", "pdm", "dev-dependencies"]));
    for table in ["dependencies", "dev-dependencies"] {
        found.extend(tables(&project, &["tool", "poetry", table]));
    }
    for (_, group) in toml::entries(&project, &["tool", "poetry", "group"]) {
        found.extend(
            group.as_table().into_iter().flat_map(|group| tables(group, &["dependencies"])),
        );
    }
    let own = own(&project);
    found.retain(|dependency| !own.contains(&normal(&dependency.name)));
    Ok(found)
}

pub(super) fn pipfile(text: &str) -> Found {
    let file = toml::read(text)?;
    // Every other table of a Pipfile is a group of packages.
    let groups = file.iter().filter(|(key, value)| {
        value.is_table() && !matches!(key.as_str(), "requires" | "scripts" | "pipenv" | "source")
    });
    Ok(groups.flat_map(|(key, _)| tables(&file, &[key])).collect())
}

/// Reads the lists of `install_requires` and its like: INI, with values that go on where lines are indented.
pub(super) fn setup_cfg(text: &str) -> Found {
    let (mut section, mut is_list) = ("", false);
    let mut found = Vec::new();
    for line in text.lines() {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            (section, is_list) = (name, false);
        } else if line.starts_with([' ', '\t']) {
            found.extend(is_list.then(|| requirement(content)).flatten());
        } else if let Some((key, value)) = content.split_once(['=', ':']) {
            is_list = match section {
                "options" => {
                    ["install_requires", "setup_requires", "tests_require"].contains(&key.trim())
                }
                "options.extras_require" => true,
                _ => false,
            };
            found.extend(
                is_list.then(|| value.split(',').filter_map(requirement)).into_iter().flatten(),
            );
        }
    }
    Ok(found)
}

/// Returns what each list of a table requires.
fn groups(project: &Table, path: &[&str]) -> Vec<Dependency> {
    toml::entries(project, path).flat_map(|(_, list)| requirements(Some(list))).collect()
}

fn requirements(list: Option<&Value>) -> Vec<Dependency> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|item| requirement(item.as_str()?)).collect()
}

/// Returns what a table of Poetry or Pipenv requires: a range, a table, or a list of tables for several platforms.
fn tables(table: &Table, path: &[&str]) -> Vec<Dependency> {
    let entries = toml::entries(table, path).filter(|(name, _)| *name != "python");
    entries.filter_map(|(name, value)| package(name, value)).collect()
}

fn package(name: &str, value: &Value) -> Option<Dependency> {
    let value = value.get(0).unwrap_or(value);
    if value.get("path").is_some() {
        return None;
    }
    let range = value.as_str().or(toml::text(value, "version"));
    Some(Dependency::new(Pypi, name, range.and_then(version::plain)))
}

/// Returns the names of the project itself and of those that it takes from its own folders.
fn own(project: &Table) -> HashSet<String> {
    let sources = toml::entries(project, &["tool", "uv", "sources"]);
    let sources = sources.filter(|(_, source)| {
        source.get("path").is_some()
            || source.get("workspace").and_then(Value::as_bool) == Some(true)
    });
    let name = toml::at(project, &["project"]).and_then(|project| project.get("name")?.as_str());
    sources.map(|(name, _)| name).chain(name).map(normal).collect()
}

/// Returns a name as PEP 503 compares it.
fn normal(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn pyproject_of_many_tools() {
        let text = r#"
            [build-system]
            requires = ["hatchling>=1.25,<2"]
            [project]
            name = "Shop_Api"
            dependencies = ["fastapi[standard]==0.111.0", "SQLAlchemy >=2.0,<3", "own", "pydantic"]
            [project.optional-dependencies]
            kafka = ["confluent-kafka~=2.4.0"]
            all = ["shop-api[kafka]"]
            [dependency-groups]
            dev = ["pytest==8.2.0", { include-group = "lint" }]
            lint = ["ruff"]
            [tool.uv]
            dev-dependencies = ["mypy==1.10"]
            [tool.uv.sources]
            own = { workspace = true }
            pydantic = { git = "https://github.com/pydantic/pydantic" }
            [tool.ruff]
            select = ["black==1"]
        "#;
        assert_eq!(
            read("pyproject.toml", text),
            [
                "pypi:fastapi@0.111.0",
                "pypi:SQLAlchemy@2.0",
                "pypi:pydantic",
                "pypi:confluent-kafka@2.4.0",
                "pypi:pytest@8.2.0",
                "pypi:ruff",
                "pypi:hatchling@1.25",
                "pypi:mypy@1.10",
            ]
        );
        let text = r#"
            [tool.poetry.dependencies]
            python = "^3.12"
            django = "^5.0"
            celery = { version = "5.4.0", extras = ["redis"] }
            numpy = [{ version = "1.26", python = "<3.12" }, { version = "2.0", python = ">=3.12" }]
            own = { path = "../own", develop = true }
            forked = { git = "https://github.com/acme/forked.git" }
            [tool.poetry.group.dev.dependencies]
            pytest = "*"
        "#;
        assert_eq!(
            read("pyproject.toml", text),
            [
                "pypi:celery@5.4.0",
                "pypi:django@5.0",
                "pypi:forked",
                "pypi:numpy@1.26",
                "pypi:pytest"
            ]
        );
    }

    #[test]
    fn pipfile_and_setup_cfg() {
        let text = "[[source]]\nurl = \"https://pypi.org/simple\"\n[packages]\nflask = \"==3.0.3\"\nown = {path = \".\"}\n\
            redis = {version = \"~=5.0\"}\n[dev-packages]\nblack = \"*\"\n[requires]\npython_version = \"3.12\"\n";
        assert_eq!(read("Pipfile", text), ["pypi:black", "pypi:flask@3.0.3", "pypi:redis@5.0"]);
        let text = "[metadata]\nname = a\nclassifiers =\n    django==1\n[options]\npackages = find:\ninstall_requires =\n\
            \x20   django>=4.2,<5  \n    # celery\n\n    celery==5.4; python_version < '4'\nzip_safe = no\n\
            [options.extras_require]\ntest =\n    pytest\n    tox==4.1\n[flake8]\nignore =\n    E501\n";
        assert_eq!(
            read("setup.cfg", text),
            ["pypi:django@4.2", "pypi:celery@5.4", "pypi:pytest", "pypi:tox@4.1"]
        );
    }
}
