//! Which programming language a file is in, by its ending, and which share of a repository that is.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// A repository is in a language if one in so many of its files in any language is. Less is a script or two, which
/// `file:` finds.
const ONE_IN: usize = 10;

/// Languages: the name to write after `lang:`, other names for it, and the endings of its files. Endings that several
/// languages share (`.h` of C and C++, `.m` of Objective-C and MATLAB) are left out or go to the more frequent one.
/// Data and prose, such as JSON, YAML, XML and Markdown, are not languages that anybody decides for.
const LANGUAGES: &[(&str, &[&str], &[&str])] = &[
    ("ada", &[], &["adb", "ads"]),
    ("apex", &[], &["apex"]),
    ("assembly", &["asm"], &["asm", "s"]),
    ("c", &[], &["c", "h"]),
    ("c#", &["csharp"], &["cs", "csx"]),
    ("c++", &["cpp", "cplusplus"], &["cc", "cpp", "cxx", "hh", "hpp", "hxx"]),
    ("clojure", &[], &["clj", "cljc", "cljs"]),
    ("cobol", &[], &["cbl", "cob", "cobol"]),
    ("crystal", &[], &["cr"]),
    ("css", &[], &["css"]),
    ("cuda", &[], &["cu", "cuh"]),
    ("d", &[], &["d"]),
    ("dart", &[], &["dart"]),
    ("elixir", &[], &["ex", "exs"]),
    ("elm", &[], &["elm"]),
    ("erlang", &[], &["erl", "hrl"]),
    ("f#", &["fsharp"], &["fs", "fsi", "fsx"]),
    ("fortran", &[], &["f", "f03", "f08", "f90", "f95", "for"]),
    ("gleam", &[], &["gleam"]),
    ("go", &["golang"], &["go"]),
    ("groovy", &[], &["gradle", "groovy"]),
    ("haskell", &[], &["hs", "lhs"]),
    ("hcl", &["terraform", "opentofu"], &["hcl", "tf", "tofu"]),
    ("html", &[], &["htm", "html"]),
    ("java", &[], &["java"]),
    ("javascript", &["js", "ecmascript"], &["cjs", "js", "jsx", "mjs"]),
    ("julia", &[], &["jl"]),
    ("kotlin", &[], &["kt", "kts"]),
    ("less", &[], &["less"]),
    ("lisp", &["common-lisp"], &["cl", "lisp", "lsp"]),
    ("lua", &[], &["lua"]),
    ("nim", &[], &["nim"]),
    ("nix", &[], &["nix"]),
    ("objective-c", &["objc", "objectivec"], &["m", "mm"]),
    ("ocaml", &[], &["ml", "mli"]),
    ("pascal", &["delphi"], &["dpr", "lpr", "pas"]),
    ("perl", &[], &["pl", "pm"]),
    ("php", &[], &["php", "phtml"]),
    ("pl/sql", &["plsql"], &["pkb", "pks", "pls"]),
    ("powershell", &[], &["ps1", "psd1", "psm1"]),
    ("prolog", &[], &["pro", "prolog"]),
    ("protobuf", &["protocol-buffers"], &["proto"]),
    ("python", &["py"], &["py", "pyi", "pyx"]),
    ("r", &[], &["r", "rmd"]),
    ("racket", &[], &["rkt"]),
    ("rego", &[], &["rego"]),
    ("ruby", &["rb"], &["erb", "rake", "rb"]),
    ("rust", &["rs"], &["rs"]),
    ("sass", &["scss"], &["sass", "scss"]),
    ("scala", &[], &["sbt", "scala"]),
    ("scheme", &[], &["scm", "ss"]),
    ("shell", &["sh", "bash", "zsh"], &["bash", "fish", "ksh", "sh", "zsh"]),
    ("solidity", &[], &["sol"]),
    ("sql", &[], &["sql"]),
    ("starlark", &["bazel"], &["bzl", "star"]),
    ("svelte", &[], &["svelte"]),
    ("swift", &[], &["swift"]),
    ("systemverilog", &["verilog"], &["sv", "svh", "v"]),
    ("tcl", &[], &["tcl"]),
    ("typescript", &["ts"], &["cts", "mts", "ts", "tsx"]),
    ("vhdl", &[], &["vhd", "vhdl"]),
    ("visual-basic", &["vb", "vb.net"], &["bas", "vb", "vbs"]),
    ("vue", &[], &["vue"]),
    ("webassembly", &["wasm"], &["wat"]),
    ("zig", &[], &["zig"]),
];

/// Folders with code that others wrote, checked in.
const OF_OTHERS: [&str; 8] = [
    "node_modules",
    "bower_components",
    "vendor",
    "third_party",
    "third-party",
    "site-packages",
    "Pods",
    "Carthage",
];

/// A programming language: its position in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Language(u8);

impl Language {
    /// Returns the language with this name, in any case of its letters.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(' ', "-");
        let has = |(known, others, _): &(&str, &[&str], &[&str])| {
            *known == name || others.contains(&name.as_str())
        };
        LANGUAGES.iter().position(has).map(|at| Self(at as u8))
    }

    /// Returns the language of a file of the repository's own.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (_, ending) = name.rsplit_once('.')?;
        let known = ENDINGS.get(ending).or_else(|| ENDINGS.get(ending.to_lowercase().as_str()));
        let is_own = !folder.split('/').any(|part| OF_OTHERS.contains(&part));
        known.copied().filter(|_| is_own)
    }

    /// Returns its name.
    #[cfg(test)]
    pub(crate) fn name(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].0
    }
}

static ENDINGS: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| {
    let languages = LANGUAGES.iter().zip(0u8..);
    languages
        .flat_map(|((_, _, endings), at)| endings.iter().map(move |e| (*e, Language(at))))
        .collect()
});

/// How many files are in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shares {
    files: BTreeMap<Language, usize>,
    all: usize,
}

impl Shares {
    /// Counts the files of a repository.
    pub(crate) fn of<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut shares = Self::default();
        paths.filter_map(Language::of).for_each(|language| shares.add(language));
        shares
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, language: Language) {
        *self.files.entry(language).or_default() += 1;
        self.all += 1;
    }

    /// Takes a file away.
    pub(crate) fn take(&mut self, language: Language) {
        if let Some(files) = self.files.get_mut(&language).filter(|files| **files > 0) {
            *files -= 1;
            self.all -= 1;
        }
    }

    /// Returns whether enough of the files are in a language.
    pub(crate) fn has(&self, language: Language) -> bool {
        let files = self.files.get(&language).copied().unwrap_or(0);
        files > 0 && files * ONE_IN >= self.all
    }

    /// Returns the languages that enough of the files are in, with their numbers of files.
    pub(crate) fn main(&self) -> impl Iterator<Item = (Language, usize)> {
        let main = self.files.iter().filter(|(language, _)| self.has(**language));
        main.map(|(language, files)| (*language, *files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_an_ending_mean_one_language() {
        let mut known: Vec<&str> = Vec::new();
        let mut endings: Vec<&str> = Vec::new();
        for (name, others, of) in LANGUAGES {
            known.push(name);
            known.extend(*others);
            endings.extend(*of);
        }
        for list in [&mut known, &mut endings] {
            let count = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count);
        }
        for (name, expected) in [
            ("C++", Some("c++")),
            ("cpp", Some("c++")),
            ("Golang", Some("go")),
            ("Visual Basic", Some("visual-basic")),
            ("klingon", None),
        ] {
            assert_eq!(Language::from_name(name).map(Language::name), expected, "{name}");
        }
        for (path, expected) in [
            ("src/main.rs", Some("rust")),
            ("A.RS", Some("rust")),
            ("x.R", Some("r")),
            ("README.md", None),
            ("rs", None),
            ("vendor/x.go", None),
            ("node_modules/a/index.js", None),
            ("vendored.go", Some("go")),
            ("a.b/c", None),
        ] {
            assert_eq!(Language::of(path).map(Language::name), expected, "{path}");
        }
    }

    #[test]
    fn one_file_in_ten_is_enough() {
        let mut paths = vec!["a.rs"; 9];
        paths.push("x.py");
        paths.push("notes.md");
        let mut shares = Shares::of(paths.into_iter());
        let names = |shares: &Shares| {
            shares.main().map(|(language, files)| (language.name(), files)).collect::<Vec<_>>()
        };
        assert_eq!(names(&shares), [("python", 1), ("rust", 9)]);
        let rust = Language::from_name("rust").expect("known");
        shares.add(rust);
        assert_eq!(names(&shares), [("rust", 10)]);
        (0..20).for_each(|_| shares.take(rust));
        assert_eq!(names(&shares), [("python", 1)]);
    }
}
