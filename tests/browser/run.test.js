// @ts-check
// The scripts of the tests: they find the program wherever cargo puts it, and they do not wait for ever.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { REPOSITORY } from "./site.js";

/** Runs a program in the repository. @param {string} program @param {string[]} args @param {Record<string, string>} env */
function run(program, args, env) {
  const options = { cwd: REPOSITORY, env: { ...process.env, RADAR: undefined, ...env }, encoding: /** @type {const} */ ("utf8") };
  return spawnSync(program, args, options);
}

test("the program is where cargo puts it", () => {
  const script = 'import { RADAR } from "./tests/browser/site.js"; console.log(RADAR)';
  const found = run(process.execPath, ["--input-type=module", "-e", script], { CARGO_TARGET_DIR: "/elsewhere/target" });
  assert.equal(found.stdout.trim(), join("/elsewhere/target", "debug/radar"), found.stderr);
});

test("a step that hangs ends", { skip: run("timeout", ["1", "true"], {}).status !== 0 }, () => {
  const step = 'source <(sed -n "/^step()/,/^}/p" tests/run)';
  const hanging = run("bash", ["-c", `${step}; step 0.01 sleep 60`], {});
  assert.equal(hanging.status, 124);
  assert.match(hanging.stderr, /gave up after 0.01 minutes: sleep 60/);
  const failing = run("bash", ["-c", `${step}; step 1 false`], {});
  assert.equal(failing.status, 1);
});
