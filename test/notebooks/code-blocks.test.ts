import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { matBytes } from "../loaders/mat-bytes.js";
import { parsed } from "../pipelines/parse-program.js";

const ROOT = join(import.meta.dirname, "../..");

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
  {
    notebook: "03-shapes-in-space",
    given: `const files = [1, 2, 3].map((k) => new TextEncoder().encode(
      \`ply\\nformat ascii 1.0\\nelement vertex 4\\nproperty float x\\nproperty float y\\nproperty float z\\nelement face 4\\nproperty list uchar int vertex_indices\\nend_header\\n0 0 0\\n\${k} 0 0\\n0 1 0\\n0 0 2\\n3 0 1 2\\n3 0 1 3\\n3 0 2 3\\n3 1 2 3\\n\`));`,
    found: "[distances.rows, distances.cols, halfway.dim, halfway.count]",
    expected: [3, 3, 3, 500],
  },
  {
    notebook: "04-classes-and-new-members",
    given: "const clouds = [1, 2, 3, 4, 5].map((k) => [[0, 0], [k, 0], [0, k * k], [3, 1]]);",
    found: "[modes.pca.components.rows, slanted.deviations, slanted.measure.dim, fresh.dim]",
    expected: [3, 1.5, 2, 2],
  },
  {
    notebook: "06-pixels-by-spectrum",
    given: `const bytes = Uint8Array.from(Buffer.from("${smallCube()}", "base64"));`,
    found: "[labels.length, new Set(labels).size]",
    expected: [64, 6],
  },
  {
    notebook: "09-your-own-data",
    given: "",
    found: "[coordinates.rows, coordinates.cols]",
    expected: [3, 2],
  },
];

/** Those that make their data themselves, and print what they find. */
const PRINTING = ["07-leap-over-time", "08-where-it-rests"];

test.each(PRINTING)("the code for an own simulator in %s runs, and prints", (notebook) => {
  const run = ran(codeOf(notebook));
  expect(run.stderr).toBe("");
  expect(run.stdout).not.toBe("");
});

test.each(EXAMPLES)("the code for own data in $notebook runs", ({ notebook, given, found, expected }) => {
  const run = ran(`${given}\n${codeOf(notebook)}\nconsole.log(JSON.stringify(${found}));`);
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual(expected);
});

test.each(commandLines())(
  "a command that a notebook names is understood: $line ($notebook)",
  async ({ line }) => {
    const { job } = await parsed(line.split(" ").slice(1));
    expect(job).toBeDefined();
  },
);

test("commands are named by more than half of the notebooks", () => {
  expect(new Set(commandLines().map(({ notebook }) => notebook)).size).toBeGreaterThan(4);
});

/** What notebooks say to type: words in capitals stand for the reader's own names. */
function commandLines(): { readonly notebook: string; readonly line: string }[] {
  const notebooks = readdirSync(join(ROOT, "notebooks")).filter((name) => name.endsWith(".html"));
  return notebooks.flatMap((notebook) => {
    const page = readFileSync(join(ROOT, "notebooks", notebook), "utf8");
    return [...page.matchAll(/`(pushforward [^`]+)`/g)].map(([, line]) => ({ notebook, line: line! }));
  });
}

/** A MATLAB file of 8 x 8 pixels with 16 bands, no two pixels alike. */
function smallCube(): string {
  const [side, bands] = [8, 16];
  const data = Uint8Array.from({ length: side * side * bands }, (_, n) => 1 + ((n * 37) % 101));
  return Buffer.from(matBytes([{ name: "scene", shape: [side, side, bands], data }])).toString("base64");
}

/** The last cell of a notebook, as a script that imports the package by its name. */
function codeOf(notebook: string): string {
  const page = readFileSync(join(ROOT, `notebooks/${notebook}.html`), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1];
  if (code === undefined) throw new Error(`${notebook} has no code for own data`);
  return code.replaceAll('"npm:', '"');
}

function ran(script: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: ROOT,
    encoding: "utf8",
  });
}
