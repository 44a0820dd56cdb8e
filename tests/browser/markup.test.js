// @ts-check
// Every kind of page is valid HTML by the recommended rules of html-validate, which cover those of the Nu checker but for
// addresses.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { ODD, radar } from "./odd.js";
import { build } from "./site.js";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  // Off: Markdown's images are written as `<img />`, which HTML reads as `<img>`.
  // Boxes of one group share their name, as HTML has it.
  // Ids of texts have a dot, which keeps them apart from those of the page: HTML only forbids white space.
  rules: {
    "void-style": "off",
    "form-dup-name": ["error", { shared: ["radio", "checkbox"] }],
    "valid-id": ["error", { relaxed: true }],
    // The list below the search is a combobox's: a `<select>` can be neither typed into nor have options with marks.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
  },
});

/** Every kind of site: the repository's in each language, one with an address, an empty one, and one of odd texts. */
const SITES = {
  en: () => build(),
  de: () => build({ language: "de" }),
  "with an address": () => build({ baseUrl: "https://example.org/tech/radar/" }),
  empty: () => build({ from: radar({}) }),
  "odd texts": () => build({ from: radar(ODD), baseUrl: "https://example.org/" }),
};

for (const [name, make] of Object.entries(SITES)) {
  test(`every page of the site: ${name}`, async () => {
    const site = make();
    const paths = pagesOf(site);
    assert.ok(paths.length >= 5, "it has pages");
    for (const path of paths) {
      const html = readFileSync(join(site, path), "utf8");
      const report = await validator.validateString(html, path);
      const found = report.results.flatMap(({ messages }) =>
        messages.map(({ line, column, ruleId, message }) => `${path}:${line}:${column}: ${ruleId}: ${message}`),
      );
      assert.deepEqual([...found, ...badAddresses(html).map((address) => `${path}: ${address}`)], []);
    }
  });
}

// The Nu checker needs Java, so it only runs where somebody has it: npm install vnu-jar, and VNU_JAR with its path.
test("the Nu checker finds no error", { skip: !process.env.VNU_JAR }, () => {
  for (const make of Object.values(SITES)) {
    const options = ["-jar", process.env.VNU_JAR ?? "", "--skip-non-html", "--errors-only", make()];
    const { status, stderr } = spawnSync("java", options, { encoding: "utf8" });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  }
});

/**
 * Returns the addresses with characters that no address may have (https://url.spec.whatwg.org/#url-code-points), which
 * html-validate does not look for.
 * @param {string} html
 */
function badAddresses(html) {
  const addresses = [...html.matchAll(/\s(?:href|src|srcset|action|data-history)="([^"]*)"/g)].map(([, address = ""]) =>
    address.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
  );
  assert.ok(addresses.length > 0 || html.includes("noindex"));
  return addresses.filter(
    (address) => !/^(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2}|[^\0-\x9F])*(?:#[^\s#"<>`{}|\\^[\]]*)?$/u.test(address),
  );
}

/** @param {string} site */
function pagesOf(site) {
  const folders = ["", "blips", "editions", "people", "quadrants", "teams"];
  return folders.filter((folder) => existsSync(join(site, folder))).flatMap((folder) =>
    readdirSync(join(site, folder))
      .filter((name) => name.endsWith(".html"))
      .map((name) => join(folder, name)),
  );
}
