// @ts-check
// Radars of Thoughtworks' volumes 1 to 34, from the facts in tests/content/volumes.csv.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ name: string, quadrant: string, rings: Map<number, string> }} Trail The rings by volume. */

/** The last volume. */
export const LAST = 34;
/** The day of a volume: two appeared in most years. @param {number} volume */
const day = (volume) => `${2009 + Math.ceil(volume / 2)}-${volume % 2 ? "02" : "08"}-01`;
/** The day after the last volume, on which pages speak of it. */
export const TODAY = `${day(LAST).slice(0, 8)}15`;

/** Every blip of every volume by its id, in the quadrant where it was last. */
export function trails() {
  const file = fileURLToPath(new URL("../content/volumes.csv", import.meta.url));
  const rows = readFileSync(file, "utf8").trim().split("\n").slice(1);
  /** @type {Map<string, Trail>} */
  const trails = new Map();
  for (const row of rows) {
    const [, quoted, plain, quadrant, ring, volumes] = /^(?:"(.*)"|([^,]*)),(.*),(.*),(.*)$/.exec(row) ?? [];
    const name = quoted ?? plain;
    const trail = trails.get(id(name)) ?? { name, quadrant, rings: new Map() };
    trails.set(id(name), trail);
    if (Math.max(...numbers(volumes)) > Math.max(0, ...trail.rings.keys())) Object.assign(trail, { name, quadrant });
    for (const volume of numbers(volumes)) trail.rings.set(volume, ring);
  }
  return trails;
}

/** What `1-3 7` stands for. @param {string} volumes */
function numbers(volumes) {
  return volumes.split(" ").flatMap((run) => {
    const [first, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** An id as an author would choose it. @param {string} name */
function id(name) {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const plain = words.join("-").normalize("NFKD").replace(/[^a-z0-9-]/g, "");
  return plain || "blip";
}

/**
 * Writes a radar with an edition for each volume from `from` to `to`. A blip that a volume lacks is retired,
 * unless `keep` leaves it where it was. Every mark occurs: verdicts grow old, and some people do not practise.
 * With `texts` each has a summary and tags, invented, as long as such are.
 * @param {string} root
 * @param {{ from?: number, to?: number, keep?: boolean, texts?: boolean, most?: number }} [how] `most` is how many blips it has at most
 */
export function write(root, { from = 1, to = LAST, keep = false, texts = false, most = Infinity } = {}) {
  mkdirSync(join(root, "radar/blips"), { recursive: true });
  const volumes = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const editions = volumes.map((n) => `[[edition]]\nid = "v${n}"\nname = "Volume ${n}"\ndate = ${day(n)}\n`);
  writeFileSync(join(root, "radar/radar.toml"), SETTINGS + editions.join(""));
  writeFileSync(join(root, "radar/people.toml"), PEOPLE);
  let written = 0;
  for (const [number, [id, trail]] of [...trails()].entries()) {
    const reviews = verdicts(trail, volumes, keep).map(([volume, ring], at) => {
      const by = (number + at) % 7 ? "ada" : "mia";
      return `[[review]]\ndate = ${day(volume)}\nby = ["${by}"]\nring = "${ring}"\nnote = "Volume ${volume}."\n`;
    });
    if (!reviews.length || written === most) continue;
    written += 1;
    const ring = /ring = "(.*)"/.exec(reviews[reviews.length - 1])?.[1];
    const head = `name = ${JSON.stringify(trail.name)}\nquadrant = "${trail.quadrant}"\nring = "${ring}"\n`;
    const more = texts ? invented(number) : "";
    writeFileSync(join(root, `radar/blips/${id}.toml`), `${head}owners = ["ada"]\n${more}${reviews.join("")}`);
  }
}

const WORDS = `our default for services that need a queue cheap to run hard to leave proven where data is large worth a
  spike when teams own their deploys nothing new on it what runs keeps running measured against the old one twice`.split(/\s+/);

/** A summary and tags. @param {number} number */
function invented(number) {
  const word = (/** @type {number} */ at) => WORDS[(number * 31 + at * at * 17 + at * 7) % WORDS.length];
  const summary = Array.from({ length: 9 + (number % 7) }, (_, at) => word(at)).join(" ");
  return `summary = "${summary[0].toUpperCase()}${summary.slice(1)}."\ntags = ["${word(3)}", "${word(5)}"]\n`;
}

/**
 * When the blip came to which ring.
 * @param {Trail} trail
 * @param {number[]} volumes
 * @param {boolean} keep
 */
function verdicts({ rings }, volumes, keep) {
  /** @type {[number, string][]} */
  const verdicts = [];
  for (const volume of volumes) {
    const before = verdicts[verdicts.length - 1]?.[1];
    const now = rings.get(volume) ?? (keep ? before : before && "retired");
    if (now && now !== before) verdicts.push([volume, now]);
  }
  return verdicts;
}

/** A ring or quadrant whose id is its name in small letters. @param {"ring" | "quadrant"} kind @param {string} name */
const place = (kind, name) => `[[${kind}]]\nid = "${id(name)}"\nname = "${name}"\n`;

// What the lints would say is on purpose.
const SETTINGS = [
  'title = "Volumes"\n',
  ...["Adopt", "Trial", "Assess", "Caution"].map((name) => place("ring", name)),
  ...["Platforms", "Languages and frameworks", "Techniques", "Tools"].map((name) => place("quadrant", name)),
  "[lints]\n",
  ...["review-expired", "unreviewed", "imposed-ring", "bulk-review", "review-without-note", "orphaned"].map(
    (code) => `${code} = "allow"\n`,
  ),
].join("");

const PEOPLE = `[person.ada]
name = "Ada"
practising = [{ from = 2000-01-01 }]
[person.mia]
name = "Mia"
`;
