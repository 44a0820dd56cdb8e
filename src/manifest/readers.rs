//! Which file is read how, by its path.

use super::{
    Reader, actions, cargo, compose, composer, dart, dockerfile, dotnet, elixir, gitlab, go,
    gradle, gradle_catalog, helm, kubernetes, maven, npm, python, requirements, ruby, swift,
    terraform,
};

/// Folders that hold what others wrote, checked in.
const OF_OTHERS: [&str; 6] =
    ["node_modules", "bower_components", "vendor", "site-packages", "Pods", "Carthage"];

/// Returns how to read a file; `None` if it is no manifest.
pub(super) fn reader(path: &str) -> Option<Reader> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder.split('/').any(|part| OF_OTHERS.contains(&part)) {
        return None;
    }
    if name == "pnpm-lock.yaml" {
        return None;
    }
    by_name(name).or_else(|| by_place(folder, name)).or_else(|| by_ending(name))
}

fn by_name(name: &str) -> Option<Reader> {
    Some(match name {
        "package.json" => npm::package,
        "pnpm-workspace.yaml" => npm::workspace,
        "Cargo.toml" => cargo::read,
        "pyproject.toml" => python::pyproject,
        "Pipfile" => python::pipfile,
        "setup.cfg" => python::setup_cfg,
        "pom.xml" => maven::read,
        "build.gradle" | "build.gradle.kts" | "settings.gradle" | "settings.gradle.kts" => {
            gradle::read
        }
        "libs.versions.toml" => gradle_catalog::read,
        "go.mod" => go::read,
        "Directory.Packages.props" | "Directory.Build.props" | "Directory.Build.targets" => {
            dotnet::project
        }
        "packages.config" => dotnet::packages,
        "Gemfile" => ruby::read,
        "composer.json" => composer::read,
        "mix.exs" => elixir::read,
        "pubspec.yaml" => dart::read,
        "Package.swift" => swift::read,
        "Dockerfile" | "Containerfile" => dockerfile::read,
        "Chart.yaml" => helm::chart,
        "kustomization.yaml" | "kustomization.yml" | "Kustomization" => kubernetes::kustomization,
        "action.yml" | "action.yaml" => actions::action,
        ".gitlab-ci.yml" => gitlab::read,
        _ => return None,
    })
}

fn by_place(folder: &str, name: &str) -> Option<Reader> {
    let is_in = |end: &str| {
        folder == end || folder.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'))
    };
    let is_requirements = name.contains("requirements") || is_in("requirements");
    if is_requirements && (name.ends_with(".txt") || name.ends_with(".in")) {
        return Some(requirements::read);
    }
    let stem = yaml_stem(name)?;
    let of_gitlab = folder.split('/').any(|part| part == ".gitlab") || stem.ends_with(".gitlab-ci");
    let hosts = [".github/workflows", ".forgejo/workflows", ".gitea/workflows"];
    if hosts.into_iter().any(is_in) {
        Some(actions::workflow)
    } else if of_gitlab {
        Some(gitlab::read)
    } else if stem == "compose"
        || ["docker-compose", "compose.", "compose-"].iter().any(|start| stem.starts_with(start))
    {
        Some(compose::read)
    } else if is_values(stem) {
        Some(helm::values)
    } else if stem == "requirements" {
        Some(helm::chart)
    } else {
        None
    }
}

/// Returns whether a file has the values of a chart: `values`, `values-prod`, `values.prod`, `prod-values`.
fn is_values(stem: &str) -> bool {
    ["values-", "values.", "values_"].iter().any(|start| stem.starts_with(start))
        || ["-values", ".values", "_values"].iter().any(|end| stem.ends_with(end))
        || stem == "values"
}

fn by_ending(name: &str) -> Option<Reader> {
    if name.starts_with("Dockerfile.") || name.starts_with("Containerfile.") {
        return Some(dockerfile::read);
    }
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "csproj" | "fsproj" | "vbproj" => dotnet::project,
        "gemspec" => ruby::read,
        "tf" | "tofu" => terraform::read,
        "Dockerfile" | "dockerfile" | "Containerfile" => dockerfile::read,
        "yaml" | "yml" => kubernetes::any,
        _ => return None,
    })
}

fn yaml_stem(name: &str) -> Option<&str> {
    name.strip_suffix(".yaml").or(name.strip_suffix(".yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_reading() {
        for path in [
            "package.json",
            "a/b/go.mod",
            "x.tf",
            "k8s/any.yaml",
            "Dockerfile.prod",
            "requirements/dev.txt",
        ] {
            assert!(reader(path).is_some(), "{path}");
        }
        for path in [
            "",
            "/",
            "README.md",
            "package-lock.json",
            "Cargo.lock",
            "web/node_modules/a/package.json",
            "vendor/x/go.mod",
            "requirements.md",
            "notes.txt",
            "a.json",
            "pom.xml.bak",
            "Dockerfile/x",
            "yaml",
        ] {
            assert!(reader(path).is_none(), "{path}");
        }
    }
}
