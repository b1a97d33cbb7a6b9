import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

interface Example {
  readonly notebook: string;
  /** What the reader brings. */
  readonly given: string;
  /** An expression of what the code made of it, and its value. */
  readonly found: string;
  readonly expected: unknown;
}

const EXAMPLES: readonly Example[] = [
  {
    notebook: "02-linearising",
    given: "const clouds = [1, 2, 3, 4].map((k) => [[0, 0], [k, 0], [0, k * k], [3, 1]]);",
    found: "[embedding.status, distances.rows, distances.cols, pairs.length, map.rows, map.cols]",
    expected: ["converged", 4, 4, 6, 4, 2], // four items have six pairs, fewer than the hundred asked for
  },
  {
    notebook: "05-growing-mass",
    given:
      "const images = [1, 2, 3, 4].map((k) => ({ points: [[0, 0], [1, 0], [9, k]], weights: [k, 1, 2] }));",
    found: "[metric.name, singular.length, twoDeviationsOn.dim, twoDeviationsOn.count > 0]",
    expected: ["hk", 4, 2, true],
  },
];

test.each(EXAMPLES)("the code for own data in $notebook runs", ({ notebook, given, found, expected }) => {
  const page = readFileSync(join(ROOT, `notebooks/${notebook}.html`), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1]?.replaceAll('"npm:', '"');
  const script = `${given}\n${code}\nconsole.log(JSON.stringify(${found}));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual(expected);
});
