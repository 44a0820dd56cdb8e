//! What a blip looks like in a repository: `npm:kafkajs`, `image:apache/kafka`, `file:**/kafka-topics.yaml`.

use std::fmt;
use std::str::FromStr;

use globset::{Glob, GlobBuilder, GlobMatcher};
use thiserror::Error;

/// Defines [`DetectKind`] with the names of its kinds.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// Where a repository shows that it uses something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DetectKind {
            $($(#[$doc])* $variant,)*
        }

        impl DetectKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[DetectKind] = &[$(DetectKind::$variant),*];

            /// Returns the name in TOML. That of a package is its type in a package URL (purl).
            pub fn name(self) -> &'static str {
                match self { $(DetectKind::$variant => $name),* }
            }
        }
    };
}

kinds! {
    /// A package of npm.
    Npm "npm"
    /// A crate.
    Cargo "cargo"
    /// A package of the Python Package Index.
    Pypi "pypi"
    /// `group:artifact`, whichever program of the JVM builds it.
    Maven "maven"
    /// A Go module.
    Golang "golang"
    /// A package of .NET.
    Nuget "nuget"
    /// A Ruby gem.
    Gem "gem"
    /// `vendor/package` of PHP.
    Composer "composer"
    /// A package of Elixir or Erlang.
    Hex "hex"
    /// A package of Dart.
    Pub "pub"
    /// The address of a Swift package.
    Swift "swift"
    /// A container image.
    Image "image"
    /// A GitHub Action.
    Action "action"
    /// A provider or a module of Terraform or its fork.
    Terraform "terraform"
    /// A Helm chart.
    Helm "helm"
    /// The path of a file, as a glob.
    File "file"
    /// A programming language.
    Lang "lang"
}

impl DetectKind {
    /// Returns the kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// One way in which a repository shows that it uses a blip: a kind and a name, which may end in `*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Detector {
    /// Where to look.
    pub kind: DetectKind,
    /// The name, as the author wrote it.
    pub pattern: String,
}

/// Why a text is not a detector.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DetectorError {
    #[error("it has no kind in front, as in npm:kafkajs")]
    NoKind,
    #[error("there is no kind `{0}`")]
    UnknownKind(String),
    #[error("it names nothing after the colon")]
    NoName,
    #[error("`*` may only be at the end of a name")]
    InnerStar,
    #[error("a name has no blanks")]
    Blank,
    #[error("a name has no version")]
    Version,
    #[error("the name of an image has no tag")]
    Tag,
    #[error("a name of Maven has a group, as in org.apache.kafka:kafka-clients")]
    NoGroup,
    #[error("an action is OWNER/REPOSITORY")]
    NoOwner,
    #[error("a path begins at the root of a repository, without `.` or `..`")]
    Relative,
    #[error("it names a folder; its files are FOLDER/**")]
    Folder,
    #[error("it matches everything")]
    Everything,
    #[error("it has more than {MAX_LENGTH} bytes")]
    TooLong,
    #[error("the glob is not valid: {0}")]
    Glob(String),
}

impl Detector {
    /// Returns whether this is what a repository names so. Always false for files and languages, which are not named
    /// in manifests: see [`Detector::glob`].
    pub fn matches(&self, kind: DetectKind, name: &str) -> bool {
        if kind != self.kind || matches!(kind, DetectKind::File | DetectKind::Lang) {
            return false;
        }
        let name = normal(kind, name);
        if let Some(start) = self.pattern.strip_suffix('*') {
            return name.starts_with(&normal(kind, start));
        }
        let pattern = normal(kind, &self.pattern);
        match kind {
            // An action in a folder of its repository: github/codeql-action/init.
            DetectKind::Action => name
                .strip_prefix(&*pattern)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            DetectKind::Golang => name == pattern || without_major_version(&name) == pattern,
            _ => name == pattern,
        }
    }

    /// Returns what matches the paths of a `file:` detector: `*` stays within a folder, `**` does not.
    pub fn glob(&self) -> Option<GlobMatcher> {
        (self.kind == DetectKind::File)
            .then(|| glob(&self.pattern).ok())
            .flatten()
            .map(|glob| glob.compile_matcher())
    }
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern.trim_start_matches('/')).literal_separator(true).build()
}

/// No name or path that somebody looks for is longer, and a glob of any length could not be compiled.
const MAX_LENGTH: usize = 500;

impl FromStr for Detector {
    type Err = DetectorError;

    fn from_str(text: &str) -> Result<Self, DetectorError> {
        let (kind, pattern) = text.split_once(':').ok_or(DetectorError::NoKind)?;
        let kind = DetectKind::from_name(kind)
            .ok_or_else(|| DetectorError::UnknownKind(kind.to_owned()))?;
        let name = pattern.strip_suffix('*').unwrap_or(pattern);
        if pattern.is_empty() {
            return Err(DetectorError::NoName);
        }
        if pattern.len() > MAX_LENGTH {
            return Err(DetectorError::TooLong);
        }
        if kind == DetectKind::File {
            if pattern.chars().all(|c| matches!(c, '*' | '/' | '?')) {
                return Err(DetectorError::Everything);
            }
            check_path(pattern)?;
            glob(pattern).map_err(|error| DetectorError::Glob(error.kind().to_string()))?;
        } else if name.is_empty() {
            return Err(DetectorError::Everything);
        } else if name.contains('*') {
            return Err(DetectorError::InnerStar);
        } else if kind != DetectKind::Lang && name.contains(char::is_whitespace) {
            return Err(DetectorError::Blank);
        }
        check_name(kind, pattern)?;
        Ok(Self { kind, pattern: pattern.to_owned() })
    }
}

/// Fails if a glob matches no path of git.
fn check_path(glob: &str) -> Result<(), DetectorError> {
    if glob.ends_with('/') {
        return Err(DetectorError::Folder);
    }
    if glob.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(DetectorError::Relative);
    }
    Ok(())
}

/// Fails if no manifest names anything so: then the blip would seem to be used nowhere.
fn check_name(kind: DetectKind, pattern: &str) -> Result<(), DetectorError> {
    use DetectKind::{
        Action, Cargo, Composer, Gem, Golang, Hex, Image, Maven, Npm, Nuget, Pub, Pypi,
    };
    let (name, is_start) = match pattern.strip_suffix('*') {
        Some(start) => (start, true),
        None => (pattern, false),
    };
    let has_tag = || name.rsplit('/').next().is_some_and(|last| last.contains(':'));
    match kind {
        // The name of an npm scope begins with the sign.
        Npm if name.rfind('@').is_some_and(|at| at > 0) => Err(DetectorError::Version),
        Cargo | Pypi | Maven | Golang | Nuget | Gem | Composer | Hex | Pub | Action | Image
            if name.contains('@') =>
        {
            Err(DetectorError::Version)
        }
        // What begins so may be a registry with its port: localhost:5000/shop.
        Image if has_tag() && !is_start => Err(DetectorError::Tag),
        Maven if !is_start && !name.contains([':', '/']) => Err(DetectorError::NoGroup),
        Action if !is_start && !name.contains('/') => Err(DetectorError::NoOwner),
        _ => Ok(()),
    }
}

impl fmt::Display for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.pattern)
    }
}

/// Returns a name as its registry compares it: two spellings of one package are equal.
fn normal(kind: DetectKind, name: &str) -> String {
    match kind {
        // https://packaging.python.org/en/latest/specifications/name-normalization/
        DetectKind::Pypi => with_single_hyphens(name),
        // crates.io takes both for one: https://doc.rust-lang.org/cargo/reference/registry-index.html
        DetectKind::Cargo => name.to_lowercase().replace('_', "-"),
        // purl separates with a slash what Maven separates with a colon.
        DetectKind::Maven => name.replace('/', ":"),
        DetectKind::Image => image(&name.to_lowercase()).to_owned(),
        DetectKind::Swift => address(&name.to_lowercase()).to_owned(),
        DetectKind::Terraform => provider(&name.to_lowercase()),
        DetectKind::File | DetectKind::Lang => name.to_owned(),
        _ => name.to_lowercase(),
    }
}

fn with_single_hyphens(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            c => normal.extend(c.to_lowercase()),
        }
    }
    normal
}

/// Returns the name of an image without the registry that Docker presumes.
fn image(name: &str) -> &str {
    let registries = ["docker.io/", "index.docker.io/", "registry-1.docker.io/"];
    let name = registries.iter().find_map(|registry| name.strip_prefix(registry)).unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}

/// Returns the address of a repository without scheme and ending.
fn address(name: &str) -> &str {
    let name = name.split_once("://").map_or(name, |(_, rest)| rest);
    let name = name.trim_end_matches('/');
    name.strip_suffix(".git").unwrap_or(name)
}

/// Returns the name of a provider or module without the registry that Terraform presumes; the namespace that it
/// presumes is added.
fn provider(name: &str) -> String {
    let registries = ["registry.terraform.io/", "registry.opentofu.org/"];
    let name = registries.iter().find_map(|registry| name.strip_prefix(registry)).unwrap_or(name);
    if name.contains('/') { name.to_owned() } else { format!("hashicorp/{name}") }
}

/// Returns a Go module without the suffix of its major version: `github.com/jackc/pgx/v5`.
fn without_major_version(name: &str) -> &str {
    match name.rsplit_once("/v") {
        Some((module, version))
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            module
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detector_is_read_as_it_is_written() {
        for text in [
            "npm:@scope/name",
            "npm:@scope/*",
            "maven:org.apache.kafka:*",
            "maven:org.apache.*",
            "image:localhost:5000/shop",
            "image:localhost:5000/*",
            "action:actions/*",
            "swift:git@github.com:a/b.git",
            "file:**/k.yaml",
            "file:.github/*.yml",
            "lang:C++",
        ] {
            let detector: Detector = text.parse().expect("valid");
            assert_eq!(detector.to_string(), text);
        }
        for (text, error) in [
            ("kafkajs", "it has no kind in front, as in npm:kafkajs"),
            ("nmp:kafkajs", "there is no kind `nmp`"),
            ("npm:", "it names nothing after the colon"),
            ("npm:*", "it matches everything"),
            ("file:**/*", "it matches everything"),
            ("npm:a*b", "`*` may only be at the end of a name"),
            ("npm:a b", "a name has no blanks"),
            ("npm:react@18", "a name has no version"),
            ("npm:@nestjs/core@10", "a name has no version"),
            ("action:actions/checkout@v4", "a name has no version"),
            ("image:postgres@sha256:00", "a name has no version"),
            ("image:postgres:16", "the name of an image has no tag"),
            (
                "maven:kafka-clients",
                "a name of Maven has a group, as in org.apache.kafka:kafka-clients",
            ),
            ("action:checkout", "an action is OWNER/REPOSITORY"),
            ("file:./a.yml", "a path begins at the root of a repository, without `.` or `..`"),
            ("file:terraform/", "it names a folder; its files are FOLDER/**"),
            ("file:a[", "the glob is not valid: unclosed character class; missing ']'"),
        ] {
            let found = text.parse::<Detector>().expect_err("invalid");
            assert_eq!(found.to_string(), error, "{text}");
        }
    }

    #[test]
    fn names_are_compared_as_their_registries_compare_them() {
        for (pattern, kind, name, expected) in [
            ("npm:kafkajs", "npm", "kafkajs", true),
            ("npm:kafkajs", "npm", "kafkajs-extra", false),
            ("npm:kafkajs", "cargo", "kafkajs", false),
            ("npm:@nestjs/*", "npm", "@nestjs/core", true),
            ("pypi:Zope.Interface", "pypi", "zope__interface", true),
            ("cargo:serde_json", "cargo", "serde-json", true),
            ("maven:org.apache.kafka:*", "maven", "org.apache.kafka/kafka-clients", true),
            ("maven:org.apache.kafka:*", "maven", "org.apache.kafka.other:x", false),
            ("golang:github.com/jackc/pgx", "golang", "github.com/jackc/pgx/v5", true),
            ("golang:github.com/jackc/pgx/v4", "golang", "github.com/jackc/pgx/v5", false),
            ("golang:github.com/jackc/pgx", "golang", "github.com/jackc/pgxpool", false),
            ("nuget:newtonsoft.json", "nuget", "Newtonsoft.Json", true),
            ("image:postgres", "image", "docker.io/library/postgres", true),
            ("image:apache/kafka", "image", "quay.io/apache/kafka", false),
            ("action:github/codeql-action", "action", "github/codeql-action/init", true),
            ("action:github/codeql-action", "action", "github/codeql-actions", false),
            ("terraform:aws", "terraform", "registry.terraform.io/hashicorp/aws", true),
            ("swift:https://github.com/A/B.git", "swift", "github.com/a/b", true),
            ("file:**/*.tf", "file", "a.tf", false),
        ] {
            let detector: Detector = pattern.parse().expect("valid");
            let kind = DetectKind::from_name(kind).expect("a kind");
            assert_eq!(detector.matches(kind, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_glob_stays_in_its_folder_unless_it_says_otherwise() {
        for (pattern, path, expected) in [
            ("file:**/topics.yaml", "topics.yaml", true),
            ("file:**/topics.yaml", "a/b/topics.yaml", true),
            ("file:*.tf", "a.tf", true),
            ("file:*.tf", "a/b.tf", false),
            ("file:/Jenkinsfile", "Jenkinsfile", true),
            ("file:{Jenkins,Docker}file", "Dockerfile", true),
        ] {
            let detector: Detector = pattern.parse().expect("valid");
            let glob = detector.glob().expect("a file");
            assert_eq!(glob.is_match(path), expected, "{pattern} {path}");
        }
    }
}
