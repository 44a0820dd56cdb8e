// @ts-check
// A radar with everything that texts can hold, and with names that need escapes.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporary } from "./site.js";

const TEXT = `# One

## One

Two *three* **four** ~~five~~ \`six <i>\` [[a]] [[b|the <b> one]] <https://example.org/?a=b&c=d>

[a title](https://example.org/%7Bx%7D 'a "title" & more') [here](#one) ![a "dot"](dot.svg "dot") <i>raw</i>

| left | right | centre |
|:--|--:|:-:|
| 1 | 2 | [[a]] |

- [ ] open
- [x] done
  1. nested

> quoted[^n]

\`\`\`rust
fn main() { /* <!-- --> */ }
\`\`\`

    indented

---

[^n]: A note with \`code\`.
`;

/** The files of the radar, by path. */
export const ODD = {
  "people.toml": `
[team.t]
name = 'T & <T>'
[person.p]
name = 'P "Q" <R>'
team = "t"
practising = [{ from = 2020-01-01 }]
`,
  "about.md": TEXT,
  "images/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>\n',
  "blips/a.toml": blip("A & <b>", TEXT),
  "blips/b.toml": blip('日本語 "x"', "Short."),
};

/** @param {string} name @param {string} text */
function blip(name, text) {
  return `
name = '${name}'
quadrant = "q"
ring = "trial"
owners = ["t", "p"]
tags = ["a & b", "<c>"]
summary = 'S & <s> "q"'
links = [{ title = 'L & <l>', url = "https://example.org/?a=1&b=2" }]
description = '''
${text}'''
[[review]]
date = 2026-01-10
by = ["p"]
ring = "trial"
note = '''
${text}'''
evidence = "https://example.org/?a=1&b=2"
[[question]]
date = 2026-01-11
by = "p"
text = '''
${text}'''
`;
}

/**
 * Makes a radar of one quadrant and these files, and returns its folder.
 * @param {Record<string, string>} files
 */
export function radar(files) {
  const root = temporary();
  const settings = `title = 'A <b> & "c" radar'\n[[quadrant]]\nid = "q"\nname = "Q & <A>"\n`;
  for (const [path, text] of Object.entries({ "radar.toml": settings, ...files })) {
    const file = join(root, "radar", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return root;
}
