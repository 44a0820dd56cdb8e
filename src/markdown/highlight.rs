//! Code -> HTML with a class for each kind of token, through syntect's grammars.
//!
//! A page needs a dozen classes, not the whole scope of every token, so the scopes of the grammar
//! are mapped to [`Token`]s here. Colours are the theme's, for light and dark.

mod memo;

use std::cell::RefCell;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::parsing::{Scope, SyntaxReference, SyntaxSet};

use memo::Memo;

/// A kind of token, as the style sheet knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Token {
    #[default]
    Plain,
    Comment,
    String,
    Constant,
    Number,
    Keyword,
    Function,
    Type,
    Tag,
    Attribute,
    Inserted,
    Deleted,
    Heading,
}

impl Token {
    fn class(self) -> &'static str {
        match self {
            Token::Plain => "",
            Token::Comment => "hl-comment",
            Token::String => "hl-string",
            Token::Constant => "hl-constant",
            Token::Number => "hl-number",
            Token::Keyword => "hl-keyword",
            Token::Function => "hl-function",
            Token::Type => "hl-type",
            Token::Tag => "hl-tag",
            Token::Attribute => "hl-attribute",
            Token::Inserted => "hl-inserted",
            Token::Deleted => "hl-deleted",
            Token::Heading => "hl-heading",
        }
    }
}

/// Scopes by prefix, the more special ones first. The names are those that Sublime Text's grammars
/// agree on: <https://www.sublimetext.com/docs/scope_naming.html>.
const SCOPES: &[(&str, Token)] = &[
    ("comment", Token::Comment),
    ("constant.numeric", Token::Number),
    ("constant", Token::Constant),
    ("variable.language", Token::Constant),
    ("support.constant", Token::Constant),
    // Code within a string is no string.
    ("meta.interpolation", Token::Plain),
    ("meta.template.expression", Token::Plain),
    ("source.shell.embedded", Token::Plain),
    ("string", Token::String),
    ("entity.name.function", Token::Function),
    ("support.function", Token::Function),
    ("variable.function", Token::Function),
    ("entity.name.tag", Token::Tag),
    ("entity.other.attribute-name", Token::Attribute),
    ("support.type.property-name", Token::Attribute),
    ("variable.annotation", Token::Attribute),
    ("meta.annotation", Token::Attribute),
    ("entity.name", Token::Type),
    ("entity.other.inherited-class", Token::Type),
    ("support.type", Token::Type),
    ("support.class", Token::Type),
    ("keyword.operator.word", Token::Keyword),
    ("keyword.operator", Token::Plain),
    ("keyword", Token::Keyword),
    ("storage", Token::Keyword),
    ("markup.inserted", Token::Inserted),
    ("markup.deleted", Token::Deleted),
    ("markup.heading", Token::Heading),
];

static TABLE: LazyLock<Vec<(Scope, Token)>> = LazyLock::new(|| {
    SCOPES
        .iter()
        .map(|(name, token)| (Scope::new(name).expect("the table holds valid scopes"), *token))
        .collect()
});

fn token(scope: Scope) -> Option<Token> {
    TABLE.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, token)| *token)
}

thread_local! {
    /// One for each thread: what the grammars' engine keeps between lines cannot leave it.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// Loaded when the first block asks for them.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Highlights code.
pub struct Highlighter {
    syntaxes: &'static LazyLock<SyntaxSet>,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self { syntaxes: &SYNTAXES }
    }
}

impl Highlighter {
    /// Writes the code as HTML into `out`; escaped only, where the language is not known.
    pub fn highlight(&self, code: &str, language: &str, out: &mut String) {
        let known = (!language.is_empty()).then(|| self.syntax(language)).flatten();
        match known {
            Some(syntax) => MEMO.with_borrow_mut(|memo| self.tokens(code, syntax, memo, out)),
            None => escape(out, code),
        }
    }

    fn tokens(&self, code: &str, syntax: &SyntaxReference, memo: &mut Memo, out: &mut String) {
        let mut writer = Writer { out, open: Token::Plain };
        let mut at = memo.start(syntax);
        for line in code.split_inclusive('\n') {
            at = memo.line(&at, line, self.syntaxes, |text, token| writer.write(text, token));
        }
        writer.switch(Token::Plain);
    }

    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        /// What people write and the grammars do not know.
        const ALIASES: &[(&str, &str)] = &[
            ("console", "sh"),
            ("shell", "sh"),
            ("csharp", "cs"),
            ("jsonc", "json"),
            ("proto3", "proto"),
            ("tf", "hcl"),
        ];
        let lower = language.to_ascii_lowercase();
        let alias = ALIASES.iter().find(|(name, _)| *name == lower).map(|(_, known)| *known);
        self.syntaxes.find_syntax_by_token(alias.unwrap_or(&lower))
    }
}

/// Writes runs of one token as one `<span>`.
struct Writer<'o> {
    out: &'o mut String,
    open: Token,
}

impl Writer<'_> {
    fn write(&mut self, text: &str, token: Token) {
        // White space looks the same in every colour, and keeps runs together.
        if !text.trim_ascii().is_empty() {
            self.switch(token);
        }
        escape(self.out, text);
    }

    fn switch(&mut self, token: Token) {
        if token == self.open {
            return;
        }
        if self.open != Token::Plain {
            *self.out += "</span>";
        }
        if token != Token::Plain {
            *self.out += "<span class=\"";
            *self.out += token.class();
            *self.out += "\">";
        }
        self.open = token;
    }
}

fn escape(out: &mut String, text: &str) {
    escape_html_body_text(out, text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(code: &str, language: &str) -> String {
        let mut out = String::new();
        Highlighter::default().highlight(code, language, &mut out);
        out
    }

    #[test]
    fn tokens_get_classes() {
        assert_eq!(
            html("let x = 1; // <one>\n", "rust"),
            "<span class=\"hl-keyword\">let</span> x = <span class=\"hl-number\">1</span>; \
             <span class=\"hl-comment\">// &lt;one&gt;\n</span>"
        );
    }

    #[test]
    fn unknown_languages_are_escaped_only() {
        assert_eq!(html("a < b", "no-such-language"), "a &lt; b");
        assert_eq!(html("a < b", ""), "a &lt; b");
    }

    #[test]
    fn the_languages_of_the_demonstration_are_known() {
        let highlighter = Highlighter::default();
        for language in [
            "rust",
            "kotlin",
            "java",
            "typescript",
            "tsx",
            "python",
            "go",
            "sql",
            "toml",
            "yaml",
            "dockerfile",
            "bash",
            "console",
            "hcl",
            "terraform",
            "json",
            "css",
            "html",
            "proto",
            "graphql",
            "swift",
            "elixir",
            "diff",
            "ruby",
            "csharp",
            "cpp",
            "js",
            "nix",
            "lua",
        ] {
            assert!(highlighter.syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn what_was_highlighted_before_makes_no_difference() {
        let blocks = [
            ("let s = r#\"a\n// b\n\"#;\n// c\n", "rust"),
            ("// b\n", "rust"),
            ("x = \"\"\"\n# no\n\"\"\"\n# yes\n", "python"),
            ("# no\n", "python"),
            ("cat <<END\n# a\nEND\n# a\n", "bash"),
        ];
        let highlighter = Highlighter::default();
        let html = |code: &str, language: &str, memo: &mut Memo| {
            let syntax = highlighter.syntax(language).expect("known");
            let mut out = String::new();
            highlighter.tokens(code, syntax, memo, &mut out);
            out
        };
        let mut used = Memo::default();
        for (code, language) in blocks.iter().chain(&blocks) {
            let fresh = html(code, language, &mut Memo::default());
            assert_eq!(html(code, language, &mut used), fresh, "{language}");
        }
    }

    #[test]
    fn no_code_is_lost() {
        let code = "fn main() {\n    println!(\"{}\", '\\n');\n}\n\n\n/* open";
        let html = html(code, "rust");
        let text = html.replace("</span>", "");
        let text: String = text
            .split("<span class=\"")
            .enumerate()
            .map(|(i, part)| if i == 0 { part } else { part.split_once("\">").expect("a class").1 })
            .collect();
        assert_eq!(text, code.replace('<', "&lt;"));
    }
}
