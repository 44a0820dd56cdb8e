//! Every parser, on bytes that nobody promised: truncated, random and made to hurt.
#![allow(clippy::disallowed_methods, reason = "measures how long hostile files take")]

use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::*;

/// A line a dependency: `npm:react@18.2.0`, and `KEY -> …` for entries of catalogs, `… <- KEY` for what refers.
pub(super) fn read(path: &str, text: &str) -> Vec<String> {
    let found = dependencies(path, text.as_bytes());
    found.unwrap_or_else(|fault| panic!("{path}: {fault}")).iter().map(line).collect()
}

pub(super) fn line(dependency: &Dependency) -> String {
    let Dependency { kind, name, version, indirect, link } = dependency;
    let version = version.as_ref().map(|version| format!("@{version}")).unwrap_or_default();
    let indirect = if *indirect { " (indirect)" } else { "" };
    let line = format!("{}:{name}{version}{indirect}", format!("{kind:?}").to_lowercase());
    match link {
        Some(Link::Declares(key)) => format!("{key} -> {line}"),
        Some(Link::Refers(key)) => format!("{line} <- {key}"),
        None => line,
    }
}

pub(super) fn fault(path: &str, text: &str) -> String {
    dependencies(path, text.as_bytes()).expect_err("a fault").to_string()
}

/// A path for each way to read a manifest, with the beginning of a real one.
const SAMPLES: &[(&str, &str)] = &[
    (
        "package.json",
        r#"{"dependencies": {"react": "^18.2.0", "x": "npm:y@1"}, "workspaces": {"catalog": {"a": "1"}}}"#,
    ),
    ("pnpm-workspace.yaml", "catalog:\n  react: ^19.0.0\ncatalogs:\n  old: {react: 18}\n"),
    (
        "Cargo.toml",
        "[dependencies]\nserde = { version = \"1\", package = \"x\" }\n[target.'cfg(a)'.dependencies]\nb = \"2\"",
    ),
    (
        "pyproject.toml",
        "[project]\nname = \"a\"\ndependencies = [\"b[c]>=1,<2; d\"]\n[tool.poetry.group.x.dependencies]\ny = \"^1\"",
    ),
    ("Pipfile", "[packages]\nflask = {version = \"==1\"}"),
    ("setup.cfg", "[options]\ninstall_requires =\n    a>=1,<2\n    b"),
    (
        "requirements.txt",
        "# pip-compile\na[b]==1 \\\n  --hash=sha256:0\n    # via -r x\n-e git+https://x/y#egg=z\n",
    ),
    (
        "pom.xml",
        "<project><properties><a>1</a></properties><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${a}</version></dependency></dependencies></project>",
    ),
    (
        "build.gradle.kts",
        "val v = \"1\"\nplugins { id(\"a.b\") version \"1\" }\ndependencies { api(\"g:a:$v\"); api(libs.x.y); /* c */ }",
    ),
    (
        "gradle/libs.versions.toml",
        "[versions]\nv = \"1\"\n[libraries]\na = { module = \"g:a\", version.ref = \"v\" }\n[bundles]\nb = [\"a\"]",
    ),
    ("go.mod", "module a\nrequire (\n\tb v1.0.0 // indirect\n)\nreplace c => ./d\n"),
    (
        "a.csproj",
        "<Project><ItemGroup><PackageReference Include=\"a\" Version=\"$(B)\"/></ItemGroup></Project>",
    ),
    ("packages.config", "<packages><package id=\"a\" version=\"1\"/></packages>"),
    ("Gemfile", "gem \"rails\", \"~> 7.1\" # c\nx = <<~A\nA\n"),
    ("composer.json", r#"{"require": {"a/b": "^1"}}"#),
    ("mix.exs", "defp deps do\n [{:a, \"~> 1.0\", hex: :b}]\nend\n"),
    ("pubspec.yaml", "dependencies:\n  a: ^1.0.0\n"),
    ("Package.swift", ".package(url: \"https://x/y.git\", .upToNextMajor(from: \"1.0.0\")),"),
    (
        "Dockerfile",
        "ARG A=1\nFROM --platform=x a:${A:-2} AS b\nRUN --mount=type=bind,from=c <<E\nE\nCOPY --from=d:1 x y\n",
    ),
    ("compose.yaml", "services:\n  a: &x {image: 'b:${C:-1}'}\n  d: *x\n"),
    (
        "any.yaml",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a:1}]}\n---\nb: &c d\ne: *c\n",
    ),
    ("kustomization.yaml", "images: [{name: a, newTag: '1'}]\n"),
    ("Chart.yaml", "dependencies: [{name: a, version: 1.0.0, repository: https://x}]\n"),
    ("values.yaml", "image: {registry: x, repository: a, tag: 1}\n"),
    (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    steps:\n      - uses: a/b@692973e3d937129bcbf40652eb9f2f61becf3332 # v1.2.3\n",
    ),
    ("action.yml", "runs:\n  steps:\n    - uses: a/b@v1\n"),
    (".gitlab-ci.yml", "variables: {A: '1'}\nimage: a:$A\nb: {services: [c:1]}\n"),
    (
        "main.tf",
        "terraform {\n required_providers {\n a = { source = \"b/c\", version = \"~> 1\" }\n }\n}\nmodule \"m\" {\n source = \"git::https://x/y?ref=v1\"\n}\nx = <<E\nE\n",
    ),
];

/// Whatever comes of a file, something has to, and the names in it are names.
fn survive(path: &str, bytes: &[u8]) {
    let start = Instant::now();
    if let Ok(found) = dependencies(path, bytes) {
        assert!(found.iter().all(|found| is_name(&found.name)), "{path}");
        settle(&mut [Manifest { path: path.to_owned(), dependencies: found }]);
    }
    let _ = sbom(bytes);
    let taken = start.elapsed();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
    assert!(taken < Duration::from_secs(10), "{path}: {taken:?} for {head:?}");
}

#[test]
fn samples_are_read_and_may_end_anywhere() {
    for (path, text) in SAMPLES {
        assert!(!dependencies(path, text.as_bytes()).expect(path).is_empty(), "{path}");
        for end in 0..text.len() {
            survive(path, &text.as_bytes()[..end]);
            survive(path, &text.as_bytes()[end..]);
        }
    }
}

#[test]
fn line_ends_of_windows_change_nothing() {
    for (path, text) in SAMPLES {
        let windows = text.replace('\n', "\r\n");
        let read = |text: &str| dependencies(path, text.as_bytes()).expect(path);
        assert_eq!(read(&windows), read(text), "{path}");
    }
}

/// What the formats give a meaning to.
const SIGNS: &[u8] = b"{}[]()<>\"'`\\\n\t :;,.#$%&*@!?-+=~^|/0aZ\xff\xc3\x00\xf0";

#[test]
fn bytes_are_changed_at_random() {
    // A generator of Marsaglia's: the same bytes in each run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    for (path, text) in SAMPLES {
        for _ in 0..300 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=random(6) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes[at] = SIGNS[random(SIGNS.len())],
                    1 => bytes.insert(at, SIGNS[random(SIGNS.len())]),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            survive(path, &bytes);
        }
        let noise: Vec<u8> = (0..500).map(|_| SIGNS[random(SIGNS.len())]).collect();
        survive(path, &noise);
    }
}

#[test]
fn files_that_are_made_to_hurt_are_read_in_time() {
    const LENGTH: usize = 60_000;
    let units = [
        "[",
        "{",
        "(",
        "<",
        "<a>",
        "\"",
        "'",
        "`",
        "- ",
        "a: ",
        "? ",
        "&a ",
        "*a ",
        "&a *a\n",
        "${",
        "${a}",
        "$a",
        "#",
        "/*",
        "//",
        "\\\n",
        ",\n",
        "\n",
        "a{",
        "a = {",
        "[a.",
        "a.",
        "[[a]]\n",
        "<<",
        "<<A ",
        "<<A\n",
        "{{",
        "a: &x [*x]\n",
        "gem \"a\",\n",
        "gem 'a'\n",
        ".package(",
        "FROM a\n",
        "ARG A=$A$A\n",
        "apiVersion: v1\nkind: ",
        "apiVersion: v1\n",
        "---\n",
        "  ",
        "\t",
        "require a v1 =>\n",
        "a=1\n",
        "libs.",
        "dependencies { ",
        "{:a, ",
        "defp deps do ",
        "<a b='",
        "<!DOCTYPE ",
        "&amp;",
        "<?",
        "<![CDATA[",
        "é",
        "|\n ",
        "- uses: a/b@v1 #\n",
        "{\"a\":",
        "{\"components\":[",
        "\"a\":1,",
        "0",
        "9.",
        "image: a:1\n",
        "services: [",
        "!!a ",
        "%A\n",
        "a: |\n",
        ": ",
    ];
    SAMPLES.par_iter().for_each(|(path, text)| {
        for unit in units {
            for before in ["", *text] {
                survive(path, (before.to_owned() + &unit.repeat(LENGTH / unit.len())).as_bytes());
            }
        }
        survive(path, &vec![0; LENGTH]);
        survive(path, "a".repeat(MAX_BYTES).as_bytes());
    });
}

#[test]
fn files_that_are_too_large_are_not_read() {
    let fault = dependencies("package.json", &vec![b' '; MAX_BYTES + 1]).expect_err("too large");
    assert_eq!(fault.to_string(), "line 1: it is larger than 4 MiB");
    let many: Vec<String> = (0..=MAX_DEPENDENCIES).map(|at| format!("p{at}")).collect();
    let fault = dependencies("requirements.txt", many.join("\n").as_bytes()).expect_err("too many");
    assert_eq!(fault.to_string(), "line 1: it has more than 20000 entries");
    assert_eq!(dependencies("README.md", b"react"), Ok(Vec::new()));
}

#[test]
fn files_of_windows() {
    let text = "a==1.0\r\nb\r\n";
    let little: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    for bytes in [little, big, marked, text.as_bytes().to_vec()] {
        let found = dependencies("requirements.txt", &bytes).expect("text");
        assert_eq!(found.iter().map(line).collect::<Vec<_>>(), ["pypi:a@1.0", "pypi:b"]);
    }
    let fault = dependencies("requirements.txt", b"a\nb\xff").expect_err("no text");
    assert_eq!(fault.to_string(), "line 2: it is not UTF-8");
}
