//! `Package.swift`: its calls of `.package`.
//!
//! A `Podfile` has no kind here: the names of pods are not the addresses by which Swift packages are known.

use super::tokens::{Language, Token, tokens};
use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Swift;

pub(super) fn read(text: &str) -> Found {
    let mut tokens = tokens(Language::Swift, text);
    tokens.retain(|token| *token != Token::Line);
    let starts = (0..tokens.len()).filter(|at| {
        matches!(&tokens[*at..], [Token::Sign('.'), Token::Word("package"), Token::Sign('('), ..])
    });
    Ok(starts.filter_map(|at| dependency(arguments(&tokens[at + 3..]))).collect())
}

/// More tokens than any call of `.package` has.
const MAX_ARGUMENTS: usize = 200;

/// Returns the tokens up to the parenthesis that closes the call.
fn arguments<'s, 't>(tokens: &'s [Token<'t>]) -> &'s [Token<'t>] {
    let mut depth = 1_usize;
    let tokens = &tokens[..tokens.len().min(MAX_ARGUMENTS)];
    let end = tokens.iter().position(|token| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

fn dependency(arguments: &[Token]) -> Option<Dependency> {
    let named = |name: &str| {
        arguments.windows(3).find_map(|window| match window {
            [Token::Word(word), Token::Sign(':'), Token::Text(text)] => {
                (*word == name).then_some(*text)
            }
            _ => None,
        })
    };
    let name = match named("url") {
        Some(url) => address(url),
        None => named("id")?,
    };
    // `"1.0.0"..<"2.0.0"` has no name.
    let range = arguments.windows(2).find_map(|window| match window {
        [Token::Text(text), Token::Sign('.')] => Some(*text),
        _ => None,
    });
    let version = named("from").or(named("exact")).or(range);
    Some(Dependency::new(Swift, name, version.and_then(version::plain)))
}

/// Returns an address as purl has it: `github.com/apple/swift-nio`.
fn address(url: &str) -> &str {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    address.strip_suffix(".git").unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn calls_of_package() {
        let text = r#"
            // swift-tools-version:5.9
            let package = Package(name: "Shop", dependencies: [
                .package(url: "https://github.com/apple/swift-nio.git", from: "2.66.0"),
                .package(name: "Alamofire", url: "https://github.com/Alamofire/Alamofire", .upToNextMajor(from: "5.9.1")),
                .package(url: "https://github.com/a/exact", exact: "1.2.3"),
                .package(url: "https://github.com/a/range", "1.0.0"..<"2.0.0"),
                .package(url: "https://github.com/a/branch", branch: "main"),
                .package(id: "mona.LinkedList", from: "1.2.0"),
                // .package(url: "https://github.com/a/commented", from: "1.0.0"),
                .package(path: "../Own"),
            ], targets: [.target(name: "Shop", dependencies: [.product(name: "NIO", package: "swift-nio")])])
        "#;
        assert_eq!(
            read("Package.swift", text),
            [
                "swift:github.com/apple/swift-nio@2.66.0",
                "swift:github.com/Alamofire/Alamofire@5.9.1",
                "swift:github.com/a/exact@1.2.3",
                "swift:github.com/a/range@1.0.0",
                "swift:github.com/a/branch",
                "swift:mona.LinkedList@1.2.0",
            ]
        );
    }
}
