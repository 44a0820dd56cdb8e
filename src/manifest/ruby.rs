//! `Gemfile` and `*.gemspec`: lines that call `gem` or `add_dependency`, outside comments and here-documents.

use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Gem;

const CALLS: [&str; 4] =
    ["gem", "add_dependency", "add_runtime_dependency", "add_development_dependency"];

pub(super) fn read(text: &str) -> Found {
    let mut found = Vec::new();
    let (mut is_comment, mut here_document) = (false, None);
    let mut statement = String::new();
    for line in text.lines() {
        if line.starts_with("__END__") {
            break;
        }
        if is_comment || line.starts_with("=begin") {
            is_comment = !line.starts_with("=end");
            continue;
        }
        if let Some(mark) = &here_document {
            if line.trim() == mark {
                here_document = None;
            }
            continue;
        }
        let code = uncommented(line).trim();
        here_document = here_document_of(code);
        statement += code;
        // Arguments go on in the next line.
        if code.ends_with(',') && statement.len() < 10_000 {
            continue;
        }
        found.extend(call(&statement));
        statement.clear();
    }
    found.extend(call(&statement));
    Ok(found)
}

/// Returns a line without its comment: `#` outside quotes.
fn uncommented(line: &str) -> &str {
    let mut quote = None;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return &line[..at],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c && previous != '\\' => quote = None,
            _ => {}
        }
        previous = c;
    }
    line
}

/// Returns the mark at which the here-document of a line ends: `<<~TEXT`.
fn here_document_of(code: &str) -> Option<String> {
    let rest = code.split_once("<<~").or(code.split_once("<<-"))?.1.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    (end > 0).then(|| rest[..end].to_owned())
}

/// Returns the gem that a statement names: `gem "rails", "~> 7.1", require: false`.
fn call(statement: &str) -> Option<Dependency> {
    let end = statement.find([' ', '(', '\t']).unwrap_or(statement.len());
    let name = statement[..end].rsplit('.').next()?;
    if !CALLS.contains(&name) {
        return None;
    }
    let arguments = statement[end..].trim_start_matches([' ', '(', '\t']);
    let (gem, mut rest) = quoted(arguments)?;
    let mut range = Vec::new();
    // Texts that follow are versions; then come named arguments.
    while let Some((version, after)) =
        quoted(rest.trim_start_matches([',', ' ', '[', '\t'])).filter(|_| rest.contains(','))
    {
        range.push(version);
        rest = after;
    }
    let is_own = ["path:", ":path", "\"path\""].iter().any(|key| rest.contains(key));
    (!is_own).then(|| Dependency::new(Gem, gem, version::plain(&range.join(", "))))
}

/// Returns the text in quotes that a text starts with, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (content, rest) = text[1..].split_once(quote)?;
    let is_symbol = rest.starts_with(':') || content.contains("#{");
    (!is_symbol).then_some((content, rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn gemfile_and_gemspec() {
        let text = "source \"https://rubygems.org\"\nruby '3.3.1'\ngem \"rails\", \"~> 7.1.3\"\ngem 'pg', '>= 0.18', '< 2.0'\n\
            # gem 'commented'\ngem \"puma\" # gem 'also'\ngroup :development do\n  gem 'rubocop', require: false\nend\n\
            gem 'own', path: '../own'\ngem 'forked', git: 'https://github.com/acme/forked.git', branch: 'main'\n\
            gem 'long',\n    '~> 1.2',\n    require: false\ngem(\"paren\", \"1.0\")\n=begin\ngem 'block'\n=end\n\
            text = <<~TEXT\n  gem 'here'\nTEXT\nputs \"gem 'inside'\"\ngem \"a#{b}\"\ngem\n__END__\ngem 'end'\n";
        assert_eq!(
            read("Gemfile", text),
            [
                "gem:rails@7.1.3",
                "gem:pg@0.18",
                "gem:puma",
                "gem:rubocop",
                "gem:forked",
                "gem:long@1.2",
                "gem:paren@1.0",
            ]
        );
        let text = "Gem::Specification.new do |spec|\n  spec.name = \"own\"\n  spec.add_dependency \"faraday\", \"~> 2.9\"\n\
            \x20 s.add_development_dependency('rspec', ['~> 3.0'])\n  # spec.add_dependency 'x'\nend\n";
        assert_eq!(read("own.gemspec", text), ["gem:faraday@2.9", "gem:rspec@3.0"]);
    }
}
