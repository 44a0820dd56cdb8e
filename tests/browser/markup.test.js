// @ts-check
// Every page is valid HTML by the recommended rules of html-validate.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { build } from "./site.js";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  // Off: Markdown's images are written as `<img />`, which HTML reads as `<img>`.
  // Boxes of one group share their name, as HTML has it.
  rules: { "void-style": "off", "form-dup-name": ["error", { shared: ["radio", "checkbox"] }] },
});

for (const language of [undefined, "de"]) {
  test(`every page in ${language ?? "en"}`, async () => {
    const site = build({ language });
    for (const path of pagesOf(site)) {
      const report = await validator.validateString(readFileSync(join(site, path), "utf8"), path);
      const found = report.results.flatMap(({ messages }) =>
        messages.map(({ line, column, ruleId, message }) => `${path}:${line}:${column}: ${ruleId}: ${message}`),
      );
      assert.deepEqual(found, []);
    }
  });
}

/** @param {string} site */
function pagesOf(site) {
  const folders = ["", "blips", "editions", "people", "quadrants", "teams"];
  return folders.flatMap((folder) =>
    readdirSync(join(site, folder))
      .filter((name) => name.endsWith(".html"))
      .map((name) => join(folder, name)),
  );
}
