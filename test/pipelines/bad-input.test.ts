import { existsSync } from "node:fs";
import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../loaders/index.js";
import { seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { ascii, f64, joined } from "../support/bytes.js";
import { type Run, run } from "./run-program.js";
import { csv, QUICK, shapes, TINY } from "./small-data.js";

type Files = Readonly<Record<string, string | Uint8Array>>;

const CLUSTER = ["cluster", "DIR", "--k", "2"] as const;
const CLASSIFY = ["classify", "DIR", "--label", "class", "--folds", "2"] as const;
const DISTANCE = ["distance", "DIR/a.csv", "DIR/b.csv"] as const;
const GOOD = csv(["x,y", "0,0", "1,1"]);

/** TINY with other labels or points. */
function tiny(other: { labels?: readonly string[]; points?: readonly string[] }): Files {
  return {
    ...TINY,
    ...(other.labels ? { "labels.csv": csv(["item,class", ...other.labels]) } : {}),
    ...(other.points ? { "points.csv": TINY["points.csv"] + csv(other.points) } : {}),
  };
}

function ply(vertices: number | string, format: string, body: Uint8Array): Uint8Array {
  const axes = ["x", "y", "z"].map((axis) => `property double ${axis}`);
  const header = ["ply", `format ${format} 1.0`, `element vertex ${vertices}`, ...axes, "end_header"];
  return joined(ascii(csv(header)), body);
}

/** The program on these files ("DIR" in the arguments) with an --out that must not appear. */
async function refusal(files: Files, argv: readonly string[]): Promise<{ sentence: string; root: string }> {
  const root = await temporaryFolder(files);
  const above = await temporaryFolder({});
  const out = join(above, "deep/out");
  const result = await run(...argv.map((word) => word.replace("DIR", root)), "--out", out);
  expectRefused(result);
  expect(existsSync(join(above, "deep")), "a folder is left").toBe(false);
  return { sentence: result.error, root };
}

/** Exit code 3, nothing on stdout, one line on stderr that is no stack trace. */
function expectRefused({ exitCode, output, error }: Run): void {
  expect(exitCode, error).toBe(3);
  expect(output).toBe("");
  expect(error).toMatch(/^pushforward: .+\n$/);
  expect(error).not.toMatch(/undefined|\[object|NaN \b|\bat .+:\d+:\d+/);
}

describe("a damaged file is refused in one sentence", () => {
  const weights = (...values: readonly string[]): Files => ({
    "a.csv": csv(["x,y,weight", ...values.map((value, i) => `${i},0,${value}`)]),
    "b.csv": GOOD,
  });

  it.each<[string, Files, readonly string[], readonly string[]]>([
    ["that is empty", { "a.csv": "", "b.csv": GOOD }, DISTANCE, ["DIR/a.csv", "empty"]],
    ["that is empty, as a mesh", { "a.ply": "" }, ["info", "DIR/a.ply"], ["DIR/a.ply", "empty"]],
    [
      "that is a binary PLY cut short",
      { "a.ply": ply(2, "binary_little_endian", f64(1, 2, 3, 4, 5)) },
      ["info", "DIR/a.ply"],
      ["DIR/a.ply", "2", "48 bytes", "40 follow", "truncated"],
    ],
    [
      "that promises more vertices than it has",
      { "a.ply": ply(3, "ascii", ascii("0 0 0\n1 1 1\n")) },
      ["info", "DIR/a.ply"],
      ["DIR/a.ply", "3"],
    ],
    [
      "that promises 10^12 vertices",
      { "a.ply": ply(1e12, "binary_little_endian", f64(1, 2, 3)) },
      ["info", "DIR/a.ply"],
      ["DIR/a.ply", "1000000000000", "truncated"],
    ],
    [
      "with NaN for a coordinate",
      { "a.csv": csv(["x,y", "0,1", "NaN,1"]), "b.csv": GOOD },
      DISTANCE,
      ["DIR/a.csv", "line 3", 'column "x"', '"NaN"', "correct"],
    ],
    [
      "with an infinite coordinate",
      { "a.csv": GOOD, "b.csv": csv(["x,y", "0,-Infinity"]) },
      DISTANCE,
      ["DIR/b.csv", "line 2", 'column "y"', '"-Infinity"'],
    ],
    [
      "with a coordinate that is not finite, in an array",
      { "a.npy": encodeNpy(Float64Array.of(0, 1, Infinity, 3), [2, 2]) },
      ["info", "DIR/a.npy"],
      ["DIR/a.npy", "point 1", "Infinity"],
    ],
    ["with NaN for a mass", weights("1", "nan"), DISTANCE, ["DIR/a.csv", "line 3", '"weight"', '"nan"']],
    ["with an infinite mass", weights("1e999"), DISTANCE, ["DIR/a.csv", "line 2", '"1e999"']],
    ["with a negative mass", weights("1", "-2"), DISTANCE, ["DIR/a.csv", "line 3", "-2", "at least 0"]],
    ["without any mass", weights("0", "0"), DISTANCE, ["DIR/a.csv", "all weights are 0"]],
    ["whose masses overflow", weights("1e308", "1e308"), DISTANCE, ["DIR/a.csv", "divide"]],
    [
      "with a black image",
      { "a.csv": csv(["label,p0,p1,p2,p3", "0,1,2,3,4", "1,0,0,0,0"]) },
      ["cluster", "DIR/a.csv", "--k", "1"],
      ["DIR/a.csv", "line 3", "every pixel is 0", "drop it"],
    ],
    ["of an unknown ending", { "a.doc": "x" }, ["info", "DIR/a.doc"], ["DIR/a.doc", ".doc", ".ply", ".csv"]],
  ])("%s", async (_, files, argv, words) => {
    const { sentence, root } = await refusal(files, argv);
    for (const word of words) expect(sentence).toContain(word.replace("DIR", root));
  });
});

describe("a dataset whose parts do not fit is refused", () => {
  it.each<[string, Files, readonly string[], readonly string[]]>([
    ["without data", { "notes.txt": "x" }, CLUSTER, ["DIR", "no data", "notes.txt", "labels.csv"]],
    ["that is an empty folder but for a readme", { "README.md": "x" }, CLUSTER, ["DIR", "no data"]],
    [
      "with items of two dimensions",
      { "a.csv": GOOD, "b.csv": csv(["x,y,z", "1,2,3"]) },
      CLUSTER,
      ["DIR", '"b"', "dimension 3", '"a"', "dimension 2"],
    ],
    [
      "with a label that has no points",
      tiny({ labels: ["a,u", "b,u", "c,v", "d,v", "e,v"] }),
      CLUSTER,
      ["DIR/points.csv", '"e"', "no points", "labels.csv", "add points or drop"],
    ],
    [
      "with points that have no label",
      tiny({ points: ["stray,1,2"] }),
      CLUSTER,
      ["DIR/points.csv", "line 14", '"stray"', "labels.csv", "add it there or drop"],
    ],
    [
      "with a file that has no label",
      { "labels.csv": csv(["item,class", "a,u"]), "files/a.csv": GOOD, "files/b.csv": GOOD },
      CLUSTER,
      ["DIR/labels.csv", '"b.csv"', "add its item or remove the file"],
    ],
    [
      "with a label that has no file",
      { "labels.csv": csv(["item,class", "a,u", "b,u"]), "files/a.csv": GOOD },
      CLUSTER,
      ["DIR", '"b"', "add the files or drop the items"],
    ],
    [
      "with a class of one item, by cross-validation",
      tiny({ labels: ["a,u", "b,u", "c,u", "d,v"] }),
      CLASSIFY,
      ["DIR", 'class "v"', "one item", "two of each class"],
    ],
    [
      "with one class only, by classification",
      tiny({ labels: ["a,u", "b,u", "c,u", "d,u"] }),
      CLASSIFY,
      ["DIR", 'column "class"', '"u"', "two classes"],
    ],
    [
      "with an item that has no label",
      tiny({ labels: ["a,u", "b,", "c,v", "d,v"] }),
      CLASSIFY,
      ["DIR", 'item "b"', 'column "class"', "give it one or leave the item out"],
    ],
    [
      "with an item that has no label to score against",
      tiny({ labels: ["a,u", "b,", "c,v", "d,v"] }),
      [...CLUSTER, "--label", "class"],
      ["DIR", 'item "b"', 'column "class"'],
    ],
    [
      "with an item that has no group",
      { ...TINY, "labels.csv": csv(["item,class,cage", "a,u,1", "b,u, ", "c,v,", "d,v,2"]) },
      [...CLASSIFY, "--group", "cage"],
      ["DIR", 'item "b"', 'column "cage"', "give it one or leave the item out"],
    ],
    [
      "with one group only",
      {
        ...TINY,
        "labels.csv": csv(["item,class,cage", "a,u,1", "b,u,1", "c,v,1", "d,v,1"]),
      },
      [...CLASSIFY, "--group", "cage"],
      ["DIR", "2 folds", "2 groups", "there are 1"],
    ],
    [
      "with fewer groups than folds",
      tiny({}),
      [...CLASSIFY, "--group", "class", "--folds", "3"],
      ["DIR", "3 folds", "3 groups", "there are 2"],
    ],
    [
      "with fewer items than folds",
      tiny({}),
      [...CLASSIFY, "--folds", "5"],
      ["DIR", "5 folds", "5 items", "there are 4"],
    ],
    [
      "with fewer items than clusters",
      tiny({}),
      ["cluster", "DIR", "--k", "5"],
      ["DIR", "5 clusters", "4 items", "--k 1 to 4"],
    ],
    [
      "with a point that cannot be scaled",
      tiny({ labels: ["a,u", "b,u", "c,v", "d,v", "dot,v"], points: ["dot,1,1"] }),
      [...CLUSTER, "--align", "scale"],
      ["DIR", '"dot"', "one point", "--align centre"],
    ],
    [
      "with unequal masses that are to be kept",
      { "points.csv": csv(["item,x,weight", "a,0,1", "b,1,2"]) },
      [...CLUSTER, "--normalise", "none"],
      ["DIR", '"b"', "mass 2", '"a"', "mass 1", "--normalise mass"],
    ],
    [
      "with coordinates whose squares overflow",
      tiny({ points: ["a,1e300,0"] }),
      CLUSTER,
      ["DIR", 'item "a", point 3', "1e+300", "larger unit of length"],
    ],
  ])("%s", async (_, files, argv, words) => {
    const { sentence, root } = await refusal(files, argv);
    for (const word of words) expect(sentence).toContain(word.replace("DIR", root));
  });

  it.each([
    ["cluster", ["--k", "2", "--label"]],
    ["classify", ["--label"]],
    ["embed", ["--label"]],
  ] as const)("by %s where it has no such column, and told which it has", async (command, argv) => {
    for (const column of ["colour", "__proto__", "constructor"]) {
      const { sentence, root } = await refusal(TINY, [command, "DIR", ...argv, column]);
      for (const word of [root, `"${column}"`, '"class"']) expect(sentence).toContain(word);
    }
    const { sentence } = await refusal(TINY, [...CLASSIFY, "--group", "litter"]);
    expect(sentence).toContain('no column "litter"');
  });
});

describe("two measures that cannot be compared are refused", () => {
  const light = csv(["x,y,weight", "0,0,1"]);

  it.each<[string, Files, readonly string[], readonly string[]]>([
    [
      "by their masses",
      { "a.csv": light, "b.csv": csv(["x,y,weight", "0,0,3"]) },
      DISTANCE,
      ["1 and 3", "--normalise mass"],
    ],
    ["by their dimensions", { "a.csv": light, "b.csv": csv(["x", "1"]) }, DISTANCE, ["2", "1", "equal"]],
    ["by the method", { "a.csv": GOOD, "b.csv": GOOD }, [...DISTANCE, "--method", "one-d"], ["2", "exact"]],
  ])("%s", async (_, files, argv, words) => {
    const { sentence, root } = await refusal(files, argv);
    for (const word of [join(root, "a.csv"), join(root, "b.csv"), ...words]) expect(sentence).toContain(word);
  });
});

describe("a path is refused", () => {
  it.each([
    ["info", []],
    ["distance", ["DIR"]],
    ["embed", []],
    ["cluster", ["--k", "2"]],
    ["classify", ["--label", "class"]],
  ] as const)("by %s when there is nothing", async (command, rest) => {
    const { sentence, root } = await refusal({}, [command, "DIR/absent", ...rest]);
    expect(sentence).toContain(`${join(root, "absent")}: there is no such file or folder; check the path`);
  });

  // Whoever may read everything (root) cannot see this refusal.
  it.skipIf(process.getuid?.() === 0)("when it may not be read", async () => {
    const root = await temporaryFolder({ "a.csv": GOOD });
    await chmod(join(root, "a.csv"), 0);
    const result = await run("info", join(root, "a.csv"));
    expectRefused(result);
    expect(result.error).toContain("a.csv: no permission to read it; change its permissions");
  });

  it("when a link leads out of the dataset", async () => {
    const outside = await temporaryFolder({ "secret.csv": GOOD });
    const root = await temporaryFolder({ "a.csv": GOOD });
    await symlink(join(outside, "secret.csv"), join(root, "b.csv"));
    const result = await run("info", root);
    expectRefused(result);
    for (const word of [join(root, "b.csv"), "outside the dataset", "put a copy there"]) {
      expect(result.error).toContain(word);
    }
  });

  it("when --files climbs out of the dataset", async () => {
    const { sentence } = await refusal(TINY, [...CLUSTER, "--files", "../.."]);
    expect(sentence).toContain('no entry "../.."');
  });
});

describe("whatever is done to a file, the program ends with 0 or 3 and says why", () => {
  const DAMAGE_SEED = 20;

  async function expectCalm(argv: readonly string[]): Promise<boolean> {
    const result = await run(...argv);
    if (result.exitCode === 0) expect(result.error).toMatch(/^(pushforward: warning: .*\n)*$/);
    else expectRefused(result);
    return result.exitCode === 3;
  }

  it.each(["labels.csv", "points.csv"] as const)("to cut %s anywhere", async (name) => {
    const files = shapes({ perClass: 2 });
    const random = seededRandom(DAMAGE_SEED);
    let refused = 0;
    for (let round = 0; round < 60; round++) {
      const whole = files[name]!;
      const root = await temporaryFolder({
        ...files,
        [name]: whole.slice(0, Math.floor(random.uniform() * whole.length)),
      });
      if (await expectCalm(["cluster", root, "--k", "2", "--json", ...QUICK])) refused++;
    }
    expect(refused).toBeGreaterThan(30); // most cuts lose items; some leave a shorter number
  });

  it.each([
    ["a.ply", ply(4, "binary_little_endian", f64(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1))],
    [
      "a.npy",
      encodeNpy(
        Float64Array.from({ length: 12 }, (_, p) => p),
        [4, 3],
      ),
    ],
    ["a.csv", ascii(csv(["x,y,weight", "0.25,1,2", "1e3,2,0", "-4,3,1"]))],
  ])("to cut or change bytes of %s", async (name, whole) => {
    const random = seededRandom(DAMAGE_SEED);
    let refused = 0;
    for (let round = 0; round < 80; round++) {
      const bytes = whole.slice(0, round % 2 === 0 ? Math.floor(random.uniform() * whole.length) : undefined);
      if (round % 2 === 1) {
        bytes[Math.floor(random.uniform() * bytes.length)] = Math.floor(256 * random.uniform());
      }
      const root = await temporaryFolder({ [name]: bytes });
      const path = join(root, name);
      if (await expectCalm(["distance", path, path, "--json"])) refused++;
    }
    expect(refused).toBeGreaterThan(20); // every second round cuts
  });
});
