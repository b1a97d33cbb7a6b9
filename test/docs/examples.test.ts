import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const docs = join(root, "docs");
const pages = readdirSync(docs).filter((name) => name.endsWith(".md"));
const examples = pages.flatMap((name) => {
  const blocks = [...readFileSync(join(docs, name), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)];
  return blocks.map(([, code], n) => ({ place: `${name}, example ${n + 1}`, code: code! }));
});

it.each(examples)("prints what its comments say: $place", ({ code }) => {
  expect(existsSync(join(root, "dist/src/index.js")), "run `npm run build` first").toBe(true);
  const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((hit) => hit[1]);
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: root,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(promised.length).toBeGreaterThan(0);
  expect(run.stdout.trim().split("\n")).toEqual(promised);
});

it("finds the examples of every page that promises them", () => {
  const promising = pages.filter((name) => readFileSync(join(docs, name), "utf8").includes("run by a test"));
  expect(promising.length).toBeGreaterThan(1);
  for (const name of promising) expect(examples.some(({ place }) => place.startsWith(name))).toBe(true);
});
