//! Blocks of code for the descriptions, each in its own words: no line but the closing ones comes twice, as in what
//! people write. A highlighter that remembers lines gains nothing.

use std::fmt::Write as _;

use super::{Random, capital};

/// A language: how a block begins, what its lines are chosen from, how it ends. `{w}` stands for a word, `{W}` for one
/// with a capital letter, `{n}` for a number; each place gets another.
struct Language {
    name: &'static str,
    head: &'static str,
    lines: [&'static str; 6],
    foot: &'static str,
}

const LANGUAGES: [Language; 6] = [
    Language {
        name: "rust",
        head: "/// Keeps what {w} has seen of {w}.\npub fn {w}({w}: &{W}, {w}: u64) -> Option<{W}> {\n",
        lines: [
            "    let {w} = {w}.{w}(|{w}| {w} + {n})?;\n",
            "    if {w}.len() >= {w}.{w} {\n        return None; // {w} {n} is enough\n    }\n",
            "    for ({w}, {w}) in {w}.iter().enumerate() {\n        {w}.push({w} * {n});\n    }\n",
            "    let mut {w}: Vec<{W}> = Vec::with_capacity({w}.{w});\n",
            "    match {w} {\n        {W}::{W}({w}) => {w}.{w}(),\n        _ => println!(\"no {w}: {{}}\", {w}),\n    }\n",
            "    assert_eq!({w}.{w}(), \"{w} {w}\");\n",
        ],
        foot: "    None\n}\n",
    },
    Language {
        name: "python",
        head: "def {w}({w}: str, {w}: int = {n}) -> {W}:\n    \"\"\"Keep {w} and {w}.\"\"\"\n",
        lines: [
            "    {w} = [{w} * {n} for {w} in {w} if {w} > self.{w}]\n",
            "    if not {w}.{w}:\n        raise ValueError(f\"no {w} in {{w}}\")\n",
            "    with open({w} / \"{w}.{w}\") as {w}:\n        {w} = {w}.read()\n",
            "    # once per {w}, as {w} does\n",
            "    {w}[\"{w}\"] = {W}({w}={n}, {w}=None)\n",
            "    assert {w}({w}) != '{w}', {w}\n",
        ],
        foot: "    return None\n",
    },
    Language {
        name: "typescript",
        head: "export async function {w}({w}: {W}, {w} = {n}): Promise<{W}> {\n",
        lines: [
            "  const { {w}, {w} = {n} } = {w};\n",
            "  const {w} = await fetch(`/{w}/${{w}}`);\n",
            "  if (!{w}.{w}) throw new {W}('{w} failed: {w}');\n",
            "  {w}.map(({w}) => ({ {w}: {w}.{w} ?? {n} }));\n",
            "  // {w} before {w}\n",
            "  let {w}: Record<string, {W}> = {};\n",
        ],
        foot: "  return undefined;\n}\n",
    },
    Language {
        name: "go",
        head: "// {W} counts {w}.\nfunc ({w} *{W}) {W}({w} string) (int, error) {\n",
        lines: [
            "\t{w}, {w} := {w}.{w}[\"{w}\"]\n",
            "\tif {w} == nil {\n\t\treturn {n}, fmt.Errorf(\"no {w}: %q\", {w})\n\t}\n",
            "\tfor {w}, {w} := range {w} {\n\t\t{w} += {w} * {n}\n\t}\n",
            "\tdefer {w}.{W}()\n",
            "\tvar {w} = make(map[string]{W}, {n})\n",
            "\tgo func({w} int) { {w} <- {w} }({n})\n",
        ],
        foot: "\treturn 0, nil\n}\n",
    },
    Language {
        name: "sql",
        head: "-- what {w} costs in {w}\nSELECT {w}.{w}, count(*) AS {w}, sum({w}.{w}) AS {w}\nFROM {w} AS {w}\n",
        lines: [
            "LEFT JOIN {w} ON {w}.{w} = {w}.{w}\n",
            "JOIN {w} USING ({w}_id)\n",
            "CROSS JOIN LATERAL (SELECT {w} FROM {w} WHERE {w} > {n}) AS {w}\n",
            "INNER JOIN {w} {w} ON {w}.{w} BETWEEN {n} AND {n}\n",
            "LEFT JOIN {w} ON {w}.{w} IN ('{w}', '{w}')\n",
            "JOIN {w} ON coalesce({w}.{w}, {n}) <> {n}\n",
        ],
        foot: "GROUP BY 1\nORDER BY 2 DESC;\n",
    },
    Language {
        name: "yaml",
        head: "# {w} of {w}\n{w}:\n  name: {w}-{w}\n",
        lines: [
            "  {w}: { {w}: {w}, {w}: \"{w}\" }\n",
            "  {w}_{w}: {n}\n",
            "  {w}:\n    - {w}: {w}\n      {w}: [\"--{w}\", \"{n}\"]\n",
            "  # {w} {w}\n",
            "  {w}: registry.example.org/{w}/{w}:{n}\n",
            "  {w}-{w}: true\n",
        ],
        foot: "  kind: Deployment\n",
    },
];

/// Returns a block of eight statements, with its fences.
pub(super) fn block(random: &mut Random) -> String {
    let language = &LANGUAGES[random.below(LANGUAGES.len())];
    let mut code = filled(language.head, random);
    for _ in 0..8 {
        let line = language.lines[random.below(language.lines.len())];
        code += &filled(line, random);
    }
    format!("```{}\n{code}{}```\n", language.name, language.foot)
}

/// Fills each place of a shape.
fn filled(shape: &str, random: &mut Random) -> String {
    let mut text = String::new();
    let mut rest = shape;
    while let Some((before, after)) = rest.split_once('{') {
        text += before;
        match after.as_bytes() {
            [b'w', b'}', ..] => text += &random.word(),
            [b'W', b'}', ..] => text += &capital(&random.word()),
            [b'n', b'}', ..] => {
                let _ = write!(text, "{}", 2 + random.below(900));
            }
            _ => {
                text.push('{');
                rest = after;
                continue;
            }
        }
        rest = &after[2..];
    }
    text + rest
}
