import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../loaders/index.js";
import { PLAN_CHOICES } from "../../pipelines/adapt/plans.js";
import type { AdaptResults } from "../../pipelines/adapt/results.js";
import { adaptDataset } from "../../pipelines/adapt.js";
import type { Report } from "../../pipelines/report.js";
import { ADAPTATION_PLANS, seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run } from "./run-program.js";
import { csv, QUICK } from "./small-data.js";

const FAST = [...QUICK, "--model", "knn"] as const;
const KINDS = ["flat", "round"] as const;

/** Noisy ellipses of 12 points in two classes, and the same where all is moved, stretched and sheared. */
function ellipses(
  domain: "here" | "there",
  other: { readonly labels?: boolean; readonly perClass?: number } = {},
) {
  const { labels = true, perClass = 8 } = other;
  const random = seededRandom(domain === "here" ? 1 : 2);
  const items = [labels ? "item,kind" : "item,size"];
  const points = ["item,x,y"];
  for (let s = 0; s < 2 * perClass; s++) {
    items.push(`${s},${labels ? KINDS[s % 2] : 1}`);
    for (let i = 0; i < 12; i++) {
      const angle = (2 * Math.PI * i) / 12;
      const x = 2 * Math.cos(angle) + 0.1 * random.normal();
      const y = (s % 2 === 0 ? 0.5 : 1.2) * Math.sin(angle) + 0.1 * random.normal();
      points.push(domain === "here" ? `${s},${x},${y}` : `${s},${x + 3},${2.6 * y + 0.3 * x + 1}`);
    }
  }
  return { "labels.csv": csv(items), "points.csv": csv(points) };
}

async function folders(...given: Parameters<typeof ellipses>[1][]): Promise<[string, string]> {
  return [await temporaryFolder(ellipses("here")), await temporaryFolder(ellipses("there", given[0]))];
}

/** Most targets here lie far away, which is warned of. */
async function ended(...argv: readonly string[]): Promise<string> {
  const { exitCode, output, error } = await run(...argv);
  expect(exitCode, error).toBe(0);
  return output;
}

async function adapted(...argv: readonly string[]): Promise<Report<AdaptResults>> {
  return JSON.parse(await ended("adapt", ...argv, "--label", "kind", "--json"));
}

describe("adapt", () => {
  it.each(Object.keys(ADAPTATION_PLANS))(
    "with the plan %s names what a classifier of the source cannot",
    async (plan) => {
      const [source, target] = await folders();
      const { results, certificates } = await adapted(source, target, "--plan", plan, ...FAST);
      const { scores } = results;
      expect(scores!.unadapted).toBe(0.5); // all of the target looks like one class of the source
      expect(scores!.accuracy).toBe(1);
      expect([scores!.gain, scores!.majorityRate]).toEqual([0.5, 0.5]);
      expect(scores!.confusion).toEqual([
        [8, 0],
        [0, 8],
      ]);
      expect(certificates.notConverged).toBe(0);
      expect(results.plan.certificate.lower).toBeLessThanOrEqual(results.plan.certificate.upper);
      expect(results.plan.anchors).toBe(16);
    },
  );

  it("does not look at the labels of the target", async () => {
    const [source, labelled] = await folders();
    const [, bare] = await folders({ labels: false });
    const scored = await adapted(source, labelled, ...FAST);
    const blind = await adapted(source, bare, ...FAST);
    expect(blind.results.scores).toBeUndefined();
    expect(blind.results.unscored).toBe('the target has no column "kind"');
    expect(blind.results.predicted).toEqual(scored.results.predicted);
    expect(blind.results.plan).toEqual(scored.results.plan);
    const outs = await temporaryFolder({});
    const predictions = async (target: string, name: string) => {
      await ended("adapt", source, target, "--label", "kind", ...FAST, "--out", join(outs, name));
      const rows = csvParse(await readFile(join(outs, name, "predictions.csv"), "utf8"));
      return rows.map((row) => [row.item, row.predicted, row.unadapted]);
    };
    expect(await predictions(bare, "bare")).toEqual(await predictions(labelled, "labelled"));
  });

  it.each(["hk", "opt"] as const)("works in the metric %s", async (metric) => {
    const [source, target] = await folders();
    const { results } = await adapted(source, target, "--metric", metric, "--normalise", "mass", ...FAST);
    expect(results.scores!.accuracy).toBeGreaterThanOrEqual(results.scores!.unadapted);
  });

  it("moves items that the plan was not solved on with their nearest", async () => {
    const [source, target] = await folders();
    const { results } = await adapted(source, target, "--anchors", "10", "--plan", "entropic", ...FAST);
    expect(results.plan.anchors).toBe(10);
    expect(results.scores!.accuracy).toBeGreaterThan(0.8);
  });

  it("lets any classifier follow", async () => {
    const [source, target] = await folders();
    for (const model of ["svm", "rbf", "knn", "lda", "forest"]) {
      const { results } = await adapted(source, target, ...QUICK, "--model", model);
      expect(results.model).toBe(model);
      expect(results.scores!.accuracy, model).toBeGreaterThan(0.8);
    }
  });

  it("takes settings as they are given and says them", async () => {
    const [source, target] = await folders();
    const { results } = await adapted(source, target, ...FAST, "--epsilon", "0.5", "--class-weight", "0.25");
    expect(results.plan.strengths.classWeight).toBe(0.25);
    expect(results.plan.strengths.epsilon).toBeCloseTo(0.5, 12); // it is scaled to a frame and back
  });

  it("leaves rows, predictions and a page; the same bytes for any number of jobs", async () => {
    const [source, target] = await folders();
    const outs = await temporaryFolder({});
    const left = async (name: string, ...more: readonly string[]) => {
      const out = join(outs, name);
      await ended("adapt", source, target, "--label", "kind", ...FAST, "--out", out, ...more);
      return filesOf(out);
    };
    const files = await left("once");
    expect([...files.keys()]).toEqual([
      "adapted.npy",
      "predictions.csv",
      "report.html",
      "report.json",
      "target.npy",
    ]);
    expect(await left("jobs", "--jobs", "2")).toEqual(files);
    const { shape } = parseNpyArray(await readFile(join(outs, "once", "adapted.npy")));
    expect(shape).toEqual([16, 20]); // 10 reference points in the plane
    const page = await readFile(join(outs, "once", "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
    expect(page).toContain("Where the source went");
  });

  it("counts classes that the source does not have as errors, and says so", async () => {
    const [source, target] = await folders();
    const files = ellipses("there");
    const strange = await temporaryFolder({
      ...files,
      "labels.csv": files["labels.csv"].replace("0,flat", "0,square"),
    });
    const { exitCode, output, error } = await run(
      "adapt",
      source,
      strange,
      "--label",
      "kind",
      ...FAST,
      "--json",
    );
    expect(exitCode).toBe(0);
    expect(error).toContain('classes that the source has not: "square"; its one item counts as wrong');
    const { scores } = (JSON.parse(output) as Report<AdaptResults>).results;
    expect(scores!.classes).toEqual(["flat", "round", "square"]);
    expect(scores!.accuracy).toBe(15 / 16);
    expect((await adapted(source, target, ...FAST)).results.scores!.classes).toEqual(["flat", "round"]);
  });

  it("says where the target is the source, and does not call its labels unseen", async () => {
    const [source, target] = await folders();
    const same = await run("adapt", source, source, "--label", "kind", ...FAST);
    expect(same.exitCode).toBe(0);
    expect(same.error).toContain("16 of 16 target items are items of the source, too");
    expect(same.output).toContain("16 of which the source has, too");
    expect(same.output).not.toContain("nothing else has seen");
    const other = await run("adapt", source, target, "--label", "kind", ...FAST);
    expect(other.error).not.toContain("items of the source");
    expect(other.output).toContain("whose labels nothing else has seen");
  });

  it("says where the target lies away from the source", async () => {
    const [source, target] = await folders();
    const { error, output } = await run("adapt", source, target, "--label", "kind", ...FAST);
    expect(error).toContain("16 of 16 target items are farther from the source than any of its items");
    expect(output).toMatch(/unlike the source +16 of 16/);
    const again = await run("adapt", source, source, "--label", "kind", ...FAST);
    expect(again.error).not.toContain("farther from the source");
    expect(again.output).toMatch(/unlike the source +0 of 16/);
  });

  it("does not score classes of which the source has none", async () => {
    const [source] = await folders();
    const files = ellipses("there");
    const labels = files["labels.csv"].replaceAll("flat", "small").replaceAll("round", "large");
    const strange = await temporaryFolder({ ...files, "labels.csv": labels });
    const { results } = await adapted(source, strange, ...FAST);
    expect(results.scores).toBeUndefined();
    expect(results.unscored).toBe('no value of column "kind" of the target is a class of the source');
  });

  it("chooses settings of the classifier among source items as they are, whatever the plan", async () => {
    const [source, target] = await folders();
    const chosen = async (...flags: readonly string[]) =>
      (await adapted(source, target, ...FAST, ...flags)).results.settings;
    const settings = await chosen("--plan", "exact");
    expect(await chosen("--plan", "class", "--class-weight", "20")).toEqual(settings);
    expect(await chosen("--plan", "entropic", "--epsilon", "50")).toEqual(settings);
  });

  it("is a function, too", async () => {
    const [source, target] = await folders();
    const { report } = await adaptDataset({
      path: source,
      target,
      label: "kind",
      referenceSize: 10,
      pairs: 5,
    });
    expect(report.results.scores!.accuracy).toBeGreaterThan(0.8);
    await expect(
      adaptDataset({ path: source, target, label: "kind", plan: "exact", epsilon: 1 }),
    ).rejects.toThrow("--epsilon means nothing to --plan exact");
  });
});

describe("adapt refuses", () => {
  it.each([
    [["--plan", "exact", "--epsilon", "1"], "--epsilon means nothing to --plan exact"],
    [["--plan", "entropic", "--class-weight", "1"], "--class-weight means nothing to --plan entropic"],
    [["--anchors", "0"], "1 to 1000000"],
    [["--epsilon", "0"], "above 0"],
  ])("%j as wrong usage", async (flags, sentence) => {
    const { exitCode, error, output } = await run("adapt", "nowhere", "elsewhere", "--label", "x", ...flags);
    expect([exitCode, output]).toEqual([2, ""]);
    expect(error).toContain(sentence);
  });

  it("data that do not fit, in one sentence, leaving nothing", async () => {
    const [source, target] = await folders();
    const solid = await temporaryFolder({
      "labels.csv": csv(["item,kind", "a,flat", "b,round"]),
      "points.csv": csv(["item,x,y,z", "a,1,2,3", "b,1,2,4"]),
    });
    const bare = await temporaryFolder(ellipses("here", { labels: false }));
    const cases: [string, string, string, string][] = [
      [source, solid, "kind", "the items of the source have dimension 2, those of the target 3"],
      [source, target, "sort", 'there is no column "sort"'],
      [bare, target, "kind", 'there is no column "kind"'],
      [bare, target, "size", 'column "size" of the source has the one value "1"'],
    ];
    for (const [from, to, label, sentence] of cases) {
      const { exitCode, error, output } = await run("adapt", from, to, "--label", label, ...FAST);
      expect([exitCode, output]).toEqual([3, ""]);
      expect(error).toContain(sentence);
      expect(error.split("\n").length).toBe(2);
    }
  });
});

it("names the plans in its help", async () => {
  const { output } = await run("adapt", "--help");
  for (const { about } of Object.values(PLAN_CHOICES)) expect(output.replace(/\s+/g, " ")).toContain(about);
});
