//! `mix.exs`: the tuples of its function `deps`.

use super::tokens::{Language, Token, tokens};
use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Hex;

pub(super) fn read(text: &str) -> Found {
    let tokens = tokens(Language::Elixir, text);
    let start = tokens.windows(3).position(|window| {
        matches!(
            window,
            [
                Token::Word("def" | "defp"),
                Token::Word("deps"),
                Token::Word("do") | Token::Sign('(' | ',')
            ]
        )
    });
    let Some(start) = start else { return Ok(Vec::new()) };
    let body = &tokens[start + 3..];
    let ends = |at: usize| {
        matches!(&body[at..], [Token::Word("def" | "defp"), ..])
            || (matches!(&body[at..], [Token::Word("end"), ..]) && is_line_start(body, at))
    };
    let end = (0..body.len()).find(|at| ends(*at)).unwrap_or(body.len());
    let mut found = Vec::new();
    let mut tuple: Option<usize> = None;
    for (at, token) in body[..end].iter().enumerate() {
        match token {
            Token::Sign('{') => tuple = Some(at + 1),
            Token::Sign('}') => {
                found.extend(tuple.take().and_then(|start| dependency(&body[start..at])));
            }
            _ => {}
        }
    }
    Ok(found)
}

fn is_line_start(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1] == Token::Line
}

/// Reads `:phoenix, "~> 1.7", only: :dev`.
fn dependency(tuple: &[Token]) -> Option<Dependency> {
    let tuple: Vec<&Token> = tuple.iter().filter(|token| **token != Token::Line).collect();
    let [Token::Sign(':'), Token::Word(name), Token::Sign(','), rest @ ..] = &tuple[..] else {
        return None;
    };
    let range = rest.first().and_then(|token| token.text());
    let option = |name: &str| {
        let named = |pair: &[&Token]| pair[0].word() == Some(name) && *pair[1] == Token::Sign(':');
        rest.windows(2).position(named).map(|at| &rest[at + 2..])
    };
    if option("path").is_some() || option("in_umbrella").is_some() {
        return None;
    }
    // `hex: :other_name`
    let name = match option("hex") {
        Some([Token::Sign(':'), Token::Word(real), ..]) => real,
        _ => name,
    };
    Some(Dependency::new(Hex, *name, range.and_then(version::plain)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn the_function_deps_only() {
        let text = r#"
            defmodule Shop.MixProject do
              def project, do: [app: :shop, deps: deps(), aliases: [{:not, "1.0"}]]
              defp deps do
                [
                  {:phoenix, "~> 1.7.12"},
                  {:ecto_sql, ">= 3.10.0 and < 4.0.0", only: [:dev, :test]},
                  # {:commented, "1.0"},
                  {:credo,
                   "~> 1.7", runtime: false},
                  {:own, in_umbrella: true},
                  {:local, path: "../local"},
                  {:forked, git: "https://github.com/acme/forked.git", tag: "1.0"},
                  {:alias, "~> 2.0", hex: :real_name}
                ]
              end
              defp releases do
                [{:other, "1.0"}]
              end
            end
        "#;
        assert_eq!(
            read("mix.exs", text),
            [
                "hex:phoenix@1.7.12",
                "hex:ecto_sql@3.10.0",
                "hex:credo@1.7",
                "hex:forked",
                "hex:real_name@2.0",
            ]
        );
        assert_eq!(read("mix.exs", "defmodule A do\nend"), [""; 0]);
    }
}
