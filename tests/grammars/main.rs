//! The grammars of the program, `src/markdown/grammars.bin`, are those of two-face with cheaper patterns, and find the
//! same tokens. `GRAMMARS=overwrite cargo test --test grammars the_files` makes it again, for a new version of two-face.
#![allow(
    clippy::disallowed_methods,
    reason = "the file is written, and code is read from the repository"
)]

mod cheaper;
mod code;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syntect::parsing::syntax_definition::{Pattern, SyntaxDefinition};
use syntect::parsing::{ParseState, Regex, Scope, ScopeStack, SyntaxSet, SyntaxSetBuilder};

/// Returns two-face's grammars with cheaper patterns.
fn made() -> SyntaxSet {
    let mut made = SyntaxSetBuilder::new();
    // In the same order, because grammars refer to each other by their numbers.
    for syntax in two_face::syntax::extra_newlines().into_builder().syntaxes() {
        made.add(with_cheaper_patterns(syntax.clone()));
    }
    made.build()
}

fn with_cheaper_patterns(mut syntax: SyntaxDefinition) -> SyntaxDefinition {
    // They are in the patterns already.
    syntax.variables.clear();
    for context in syntax.contexts.values_mut() {
        for pattern in &mut context.patterns {
            if let Pattern::Match(pattern) = pattern {
                let cheaper = cheaper::pattern(pattern.regex.regex_str());
                pattern.regex = Regex::new(cheaper);
            }
        }
    }
    syntax
}

/// Returns the licences of the grammars, which have to come along.
fn licences() -> String {
    let mut text = "# Licences of the grammars\n\n\
        `grammars.bin` has the grammars that [bat](https://github.com/sharkdp/bat) collects (MIT or Apache-2.0), through \
        [two-face](https://codeberg.org/CosmicHarper/two-face) (MIT or Apache-2.0). Their patterns are changed: classes of \
        letters are simpler. These are the licences of those that want to be named.\n\n"
        .to_owned();
    for licence in two_face::acknowledgement::listing().for_syntaxes() {
        licence.write_md(&mut text);
    }
    text
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/markdown").join(name)
}

/// Returns the grammars of the program.
fn shipped() -> SyntaxSet {
    syntect::dumps::from_uncompressed_dump_file(path("grammars.bin")).expect("a set of grammars")
}

#[test]
fn the_files_are_what_two_face_gives() {
    if std::env::var("GRAMMARS").is_ok_and(|what| what == "overwrite") {
        let dump = syntect::dumps::dump_to_uncompressed_file(&made(), path("grammars.bin"));
        dump.expect("the file can be written");
        std::fs::write(path("grammars.md"), licences()).expect("the file can be written");
    }
    let written = std::fs::read_to_string(path("grammars.md")).expect("a text");
    assert!(written == licences(), "make the files again");
    let (shipped, made) = (shipped().into_builder(), made().into_builder());
    assert_eq!(shipped.syntaxes().len(), made.syntaxes().len());
    for (shipped, made) in shipped.syntaxes().iter().zip(made.syntaxes()) {
        assert!(shipped == made, "make the files again: {} differs", made.name);
    }
}

#[test]
fn every_cheaper_pattern_is_one() {
    let original = two_face::syntax::extra_newlines().into_builder();
    let contexts = original.syntaxes().iter().flat_map(|syntax| syntax.contexts.values());
    let (mut cheaper, mut all) = (0, 0);
    for pattern in contexts.flat_map(|context| &context.patterns) {
        let Pattern::Match(pattern) = pattern else { continue };
        let original = pattern.regex.regex_str();
        let changed = cheaper::pattern(original);
        all += 1;
        if changed != original {
            cheaper += 1;
            // A pattern with references to what another has found is none yet.
            let is_pattern = |pattern: &str| Regex::try_compile(pattern).is_none();
            assert!(is_pattern(&changed) || !is_pattern(original), "{original}\n{changed}");
        }
    }
    assert!(cheaper > 1_000, "{cheaper} of {all}");
}

#[test]
fn tokens_are_those_of_two_face() {
    let (ours, theirs) = (shipped(), two_face::syntax::extra_newlines());
    let mut tokens = 0;
    let mut languages = BTreeSet::new();
    for code::Block { language, code, place } in code::blocks() {
        let (Some(mut our), Some(mut their)) =
            (Reader::new(&ours, &language), Reader::new(&theirs, &language))
        else {
            continue;
        };
        languages.insert(our.language.clone());
        for line in code.split_inclusive('\n').filter(|line| line.len() < 1_000) {
            let found = our.read(line);
            assert_eq!(found, their.read(line), "{place}: {line}");
            tokens += found.len();
        }
    }
    assert!(tokens > 50_000 && languages.len() > 40, "{tokens} tokens of {languages:?}");
}

/// In scripts with marks for vowels, such as Devanagari, two-face has pieces of names. Ours are whole.
#[test]
fn names_with_marks_are_whole() {
    let line = "pub struct Shop { दुकान: u32 }\n";
    let name = |set: &SyntaxSet| {
        let read = Reader::new(set, "rust").expect("a language").read(line);
        let is_name = |token: &&Token| {
            token
                .scopes
                .last()
                .is_some_and(|scope| scope.to_string() == "variable.other.member.rust")
        };
        read.iter().find(is_name).map(|token| line[token.from..token.to].to_owned())
    };
    assert_eq!(name(&shipped()).as_deref(), Some("दुकान"));
    assert_eq!(name(&two_face::syntax::extra_newlines()).as_deref(), Some("न"));
}

/// A piece of a line, and what it is.
#[derive(Debug, PartialEq)]
struct Token {
    from: usize,
    to: usize,
    scopes: Vec<Scope>,
}

/// Reads code line by line.
struct Reader<'s> {
    set: &'s SyntaxSet,
    language: String,
    state: ParseState,
    scopes: ScopeStack,
}

impl<'s> Reader<'s> {
    fn new(set: &'s SyntaxSet, language: &str) -> Option<Self> {
        let syntax = set.find_syntax_by_token(language)?;
        let (language, state) = (syntax.name.clone(), ParseState::new(syntax));
        Some(Self { set, language, state, scopes: ScopeStack::new() })
    }

    /// Returns the tokens of the next line. Neighbours that are the same are one.
    fn read(&mut self, line: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut add = |from: usize, to: usize, scopes: &ScopeStack| match tokens.last_mut() {
            _ if from == to => {}
            Some(last) if last.scopes == scopes.scopes => last.to = to,
            _ => tokens.push(Token { from, to, scopes: scopes.scopes.clone() }),
        };
        let mut from = 0;
        for (at, change) in self.state.parse_line(line, self.set).expect("a sound grammar") {
            add(from, at, &self.scopes);
            self.scopes.apply(&change).expect("a sound grammar");
            from = at;
        }
        add(from, line.len(), &self.scopes);
        tokens
    }
}
