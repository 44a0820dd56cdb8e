//! Terraform and `OpenTofu`: the providers and modules of `*.tf`.
//!
//! The parsers of HCL on crates.io build whole syntax trees with expressions; four kinds of blocks need none.

use super::tokens::{Language, Token, tokens};
use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Terraform;

pub(super) fn read(text: &str) -> Found {
    let tokens = tokens(Language::Hcl, text);
    let mut found = Vec::new();
    blocks(&tokens, &mut |head, body| match head {
        [Token::Word("terraform")] => blocks(body, &mut |head, body| {
            if let [Token::Word("required_providers")] = head {
                found.extend(
                    attributes(body).iter().flat_map(|(name, value)| required(name, value)),
                );
            }
        }),
        [Token::Word("provider"), Token::Text(name)] => {
            let key = provider_key(name);
            let version = text_of(body, "version").and_then(version::plain);
            found.push(Dependency::new(Terraform, default_source(name), version).referring(key));
        }
        [Token::Word("module"), Token::Text(_)] => {
            let source = text_of(body, "source").and_then(module);
            let version = text_of(body, "version").and_then(version::plain);
            found.extend(
                source.map(|(name, of_source)| {
                    Dependency::new(Terraform, name, version.or(of_source))
                }),
            );
        }
        _ => {}
    });
    Ok(found)
}

/// Calls a function with the head and the body of each block at this level.
fn blocks<'s, 't>(
    tokens: &'s [Token<'t>],
    visit: &mut impl FnMut(&'s [Token<'t>], &'s [Token<'t>]),
) {
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        match tokens[at] {
            Token::Sign('{') => {
                let end = closing(tokens, at);
                visit(&tokens[start..at], &tokens[at + 1..end]);
                (start, at) = (end + 1, end + 1);
            }
            Token::Line => (start, at) = (at + 1, at + 1),
            _ => at += 1,
        }
    }
}

/// Returns the position of the brace that closes the one at `open`; the end, if none does.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// Returns the attributes of a body: each name with the tokens of its value.
fn attributes<'s, 't>(body: &'s [Token<'t>]) -> Vec<(&'t str, &'s [Token<'t>])> {
    let mut attributes = Vec::new();
    let mut at = 0;
    while at < body.len() {
        match &body[at..] {
            [
                Token::Word(name) | Token::Text(name),
                Token::Sign('=' | ':'),
                Token::Sign('{'),
                ..,
            ] => {
                let end = closing(body, at + 2);
                attributes.push((*name, &body[at + 3..end]));
                at = end + 1;
            }
            [
                Token::Word(name) | Token::Text(name),
                Token::Sign('=' | ':'),
                value @ Token::Text(_),
                ..,
            ] => {
                attributes.push((*name, std::slice::from_ref(value)));
                at += 3;
            }
            [Token::Sign('{'), ..] => at = closing(body, at) + 1,
            _ => at += 1,
        }
    }
    attributes
}

/// Returns the text of an attribute of a body.
fn text_of<'t>(body: &[Token<'t>], key: &str) -> Option<&'t str> {
    let attributes = attributes(body);
    let (_, value) = attributes.iter().find(|(name, _)| *name == key)?;
    if let [Token::Text(text)] = value { Some(*text) } else { None }
}

/// Reads a required provider. It also says what the block of the provider means.
fn required(name: &str, value: &[Token]) -> [Dependency; 2] {
    let (source, range) = match value {
        [Token::Text(range)] => (None, Some(*range)),
        _ => (text_of(value, "source"), text_of(value, "version")),
    };
    let source = source.map_or_else(|| default_source(name), |source| provider(source).to_owned());
    let used = Dependency::new(Terraform, source, range.and_then(version::plain));
    [used.clone(), used.declaring(provider_key(name))]
}

fn provider_key(name: &str) -> String {
    format!("provider:{name}")
}

/// Returns the source that Terraform takes for a provider without one.
fn default_source(name: &str) -> String {
    format!("hashicorp/{name}")
}

fn provider(source: &str) -> &str {
    let registries = ["registry.terraform.io/", "registry.opentofu.org/"];
    registries.iter().find_map(|registry| source.strip_prefix(registry)).unwrap_or(source)
}

/// Returns the name of a module and the version in its address; `None` for a folder of the repository.
fn module(source: &str) -> Option<(String, Option<String>)> {
    if source.starts_with(['.', '/']) {
        return None;
    }
    let (address, query) = source.split_once('?').unwrap_or((source, ""));
    let version =
        query.split('&').find_map(|part| part.strip_prefix("ref=")).and_then(version::plain);
    let address = address.strip_prefix("git::").unwrap_or(address);
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address =
        address.strip_prefix("git@").map_or(address.to_owned(), |ssh| ssh.replacen(':', "/", 1));
    // A folder within the module comes after two slashes.
    let address = address.split("//").next()?.trim_end_matches(".git");
    Some((provider(address).to_owned(), version))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn providers_and_modules() {
        let text = r#"
            # provider "commented" {}
            terraform {
              required_version = ">= 1.5"
              required_providers {
                aws = { source = "hashicorp/aws", version = "~> 5.54" }
                datadog = {
                  source  = "registry.terraform.io/DataDog/datadog"
                  version = ">= 3.39, < 4.0"
                }
                random = "3.6.2"
              }
              backend "s3" { bucket = "provider" }
            }
            provider "aws" {
              region = "eu-central-1"
              default_tags { tags = { version = "9" } }
            }
            provider "google" { version = "~> 4.0" }
            module "vpc" {
              source  = "terraform-aws-modules/vpc/aws"
              version = "5.8.1"
              providers = { aws = aws.main }
            }
            module "own" { source = "./modules/own" }
            module "git" { source = "git::https://github.com/acme/tf-network.git//subnet?ref=v1.2.0" }
            module "ssh" { source = "git@github.com:acme/tf-dns.git" }
            resource "x" "y" {
              user_data = <<-EOF
                module "text" { source = "a/b/c" }
              EOF
              module = "provider \"z\" {}"
            }
        "#;
        assert_eq!(
            read("infra/main.tf", text),
            [
                "terraform:hashicorp/aws@5.54",
                "provider:aws -> terraform:hashicorp/aws@5.54",
                "terraform:DataDog/datadog@3.39",
                "provider:datadog -> terraform:DataDog/datadog@3.39",
                "terraform:hashicorp/random@3.6.2",
                "provider:random -> terraform:hashicorp/random@3.6.2",
                "terraform:hashicorp/aws <- provider:aws",
                "terraform:hashicorp/google@4.0 <- provider:google",
                "terraform:terraform-aws-modules/vpc/aws@5.8.1",
                "terraform:github.com/acme/tf-network@1.2.0",
                "terraform:github.com/acme/tf-dns",
            ]
        );
    }
}
