import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ROOT } from "./pages.js";

it.each([
  ["scripts/draw-front.mjs", "docs/front", "digits.svg"],
  ["scripts/draw-road.mjs", "docs/how-it-works", "road.svg"],
])("%s draws what is shown", (script, folder, name) => {
  expect(existsSync(join(ROOT, "dist/src/index.js")), "run `npm run build` first").toBe(true);
  const out = mkdtempSync(join(tmpdir(), "pushforward-picture-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const run = spawnSync(process.execPath, [join(ROOT, script), "--out", out], { encoding: "utf8" });
  expect(run.stderr).toBe("");
  const same = readFileSync(join(out, name), "utf8") === readFileSync(join(ROOT, folder, name), "utf8");
  expect(same, `${folder}/${name} is not what the code draws; run npm run draw and look at it`).toBe(true);
});
