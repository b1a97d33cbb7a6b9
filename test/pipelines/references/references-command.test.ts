import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReferencesResults } from "../../../pipelines/references/references-results.js";
import type { Report } from "../../../pipelines/report.js";
import { temporaryFolder } from "../../loaders/temporary-folder.js";
import { filesOf, reportOf, run, succeed } from "../run-program.js";
import { csv, DATA, QUICK, shapes, TINY } from "../small-data.js";

const UNLABELLED = ["--references", "2", ...QUICK] as const;
const SMALL = ["--folds", "2", "--model", "knn", "--rounds", "1", ...UNLABELLED] as const;

async function referencesOf(...argv: readonly string[]): Promise<Report<ReferencesResults>> {
  return JSON.parse(await succeed("references", ...argv, "--json"));
}

const NAMES = [
  "gaussian",
  "k-means",
  "subsample",
  "barycenter",
  "medoid",
  "gaussian x 2",
  "class-barycenter",
];

describe("references", () => {
  it("measures what classify and cluster print with each kind and the same seed", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 4, apart: 0 }));
    const { results } = await referencesOf(folder, "--label", "shape", ...SMALL);
    expect(results.candidates.map(({ name }) => name)).toEqual(NAMES);
    for (const { name, accuracy, standardError, folds, fidelity, reference } of results.candidates) {
      const [kind, count] = name.split(" x ");
      const argv = [folder, "--reference", kind!, ...QUICK, ...(count ? ["--references", count] : [])];
      const learnt = await reportOf(
        "classify",
        ...argv,
        "--label",
        "shape",
        "--folds",
        "2",
        "--model",
        "knn",
      );
      expect(accuracy).toBe(learnt.results.accuracy);
      expect(standardError).toBe(learnt.results.standardError);
      expect(folds).toEqual(learnt.results.folds.map((fold) => fold.accuracy));
      if (kind === "class-barycenter" || count) continue;
      const clustered = await reportOf("cluster", ...argv, "--k", "3");
      expect(reference).toEqual(clustered.results.reference);
      expect(fidelity.spearman).toBe(clustered.results.fidelity.spearman);
      expect(fidelity.worstRatio).toBe(clustered.results.fidelity.worstRatio);
    }
    expect(NAMES).toContain(results.chosen);
    expect(results.reason.startsWith(`${results.chosen}: `)).toBe(true);
    expect(results.scored).toMatchObject({ model: "knn", classes: ["shape-0", "shape-1", "shape-2"] });
  });

  it("measures distances only where no labels are asked for", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 2 }));
    const { results, settings } = await referencesOf(folder, ...UNLABELLED);
    expect(results.candidates.map(({ name }) => name)).toEqual(NAMES.slice(0, -1));
    expect(results.candidates.every(({ accuracy }) => accuracy === undefined)).toBe(true);
    expect(results.scored).toBeUndefined();
    expect(settings).toMatchObject({ label: null, metric: "w2", referenceSize: 10, references: 2, pairs: 5 });
    for (const absent of ["reference", "model", "folds", "rounds"]) {
      expect(settings).not.toHaveProperty(absent);
    }
  });

  it.each(["hk", "opt"])("compares in --metric %s", async (metric) => {
    const folder = await temporaryFolder(shapes({ perClass: 2, apart: 1 }));
    const report = await referencesOf(folder, "--label", "shape", "--metric", metric, ...SMALL);
    expect(report.results.candidates).toHaveLength(NAMES.length);
    expect(report.certificates.notConverged).toBe(0);
    const scales = report.results.candidates.map(({ reference }) => reference.kappa ?? reference.price);
    expect(new Set(scales).size).toBe(1);
  });

  it.each([
    ["meshes", join(DATA, "meshes"), ["--reference-size", "12", "--pairs", "3", "--sample", "60"]],
    ["a single item", undefined, QUICK],
  ])("takes %s", async (_, shipped, argv) => {
    const lonely = { "labels.csv": csv(["item,class", "a,u"]), "points.csv": csv(["item,x", "a,1", "a,2"]) };
    const { results } = await referencesOf(shipped ?? (await temporaryFolder(lonely)), ...argv);
    expect(results.candidates.length).toBeGreaterThan(4);
  });

  it("leaves a page and a table, the same bytes on any number of threads", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 3, apart: 1 }));
    const outs = await Promise.all(
      ["1", "2"].map(async (jobs) => {
        const out = join(await temporaryFolder({}), "out");
        const text = await succeed(
          "references",
          folder,
          "--label",
          "shape",
          ...SMALL,
          "--jobs",
          jobs,
          "--out",
          out,
        );
        expect(text).toMatch(/^chosen: .*:/m);
        return out;
      }),
    );
    const files = await filesOf(outs[0]!);
    expect([...files.keys()]).toEqual(["references.csv", "report.html", "report.json"]);
    expect(await filesOf(outs[1]!)).toEqual(files);
    const table = (await readFile(join(outs[0]!, "references.csv"), "utf8")).trimEnd().split("\n");
    expect(table).toHaveLength(1 + NAMES.length);
    expect(table.filter((line) => line.endsWith(",yes"))).toHaveLength(1);
    expect(files.get("report.html")).toContain("Accuracy by reference");
  });

  it.each([
    [["--group", "class"], 2, /--group is of accuracies/],
    [["--model", "knn"], 2, /--model is of accuracies, which need --label <column>/],
    [["--folds", "3"], 2, /--folds is of accuracies/],
    [["--rounds", "3"], 2, /--rounds is of accuracies/],
    [["--label", "klass"], 3, /no column "klass"|klass/],
    [["--rounds", "0"], 2, /whole number 1 to 100/],
    [["--references", "65"], 2, /whole number 1 to 64/],
    [["--kappa", "1"], 2, /kappa/],
  ])("refuses %s", async (argv, code, sentence) => {
    const folder = await temporaryFolder(TINY);
    const { exitCode, output, error } = await run("references", folder, ...argv);
    expect(exitCode).toBe(code);
    expect(error).toMatch(sentence);
    expect(output).toBe("");
  });

  it("refuses a column of one value", async () => {
    const one = { ...TINY, "labels.csv": csv(["item,class", "a,u", "b,u", "c,u", "d,u"]) };
    const { exitCode, error } = await run("references", await temporaryFolder(one), "--label", "class");
    expect(exitCode).toBe(3);
    expect(error).toContain('column "class" has the one value "u"');
  });
});

describe("--reference", () => {
  it("auto is told in report and text by embed, cluster and classify", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 3, apart: 1 }));
    const auto = [folder, "--reference", "auto", ...QUICK];
    for (const [command, own] of [
      ["embed", ["--out", join(await temporaryFolder({}), "out")]],
      ["cluster", ["--k", "3"]],
    ] as const) {
      const { results, settings } = await reportOf(command, ...auto, ...own);
      expect(settings.reference).toBe("auto");
      expect(String(results.reference.choice)).toContain("rank agreement");
      expect(await succeed(command, ...auto, ...own)).toMatch(/^reference chosen +\S/m);
    }
    const learn = [...auto, "--label", "shape", "--folds", "2", "--model", "knn"];
    const { results } = await reportOf("classify", ...learn);
    for (const { reference, tested } of results.folds) {
      expect(reference.fittedOn).toBe(9 - tested);
      expect(String(reference.choice)).toContain(`${9 - tested} of the items fitted on`);
    }
    expect(await succeed("classify", ...learn)).toMatch(/^reference chosen in fold 2 +\S/m);
  });

  it("class-barycenter is told with its number and rounds, class by class in nothing but what classes share", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 3, apart: 1 }));
    const argv = [folder, "--label", "shape", "--reference", "class-barycenter", "--rounds", "2"];
    const { results, settings } = await reportOf(
      "classify",
      ...argv,
      "--folds",
      "3",
      "--model",
      "knn",
      ...QUICK,
    );
    expect(settings).toMatchObject({ reference: "class-barycenter", rounds: 2 });
    for (const { reference } of results.folds) {
      expect(reference).toMatchObject({
        kind: "class-barycenter",
        references: 3,
        rounds: 2,
        start: "gaussian",
        members: 2,
      });
      expect(reference.id.split(" ")).toHaveLength(3);
      expect(reference).not.toHaveProperty("class");
    }
  });

  it.each(["embed", "cluster"])(
    "class-barycenter is refused by %s, which sees no labels",
    async (command) => {
      const folder = await temporaryFolder(TINY);
      const own = command === "cluster" ? ["--k", "2"] : [];
      const { exitCode, error } = await run(command, folder, ...own, "--reference", "class-barycenter");
      expect(exitCode).toBe(2);
      expect(error).toContain("class-barycenter");
    },
  );

  it("takes rounds and numbers only where they have a meaning", async () => {
    const folder = await temporaryFolder(TINY);
    const classify = (...argv: string[]) => run("classify", folder, "--label", "class", ...argv);
    const rounds = await classify("--rounds", "2");
    expect(rounds.exitCode).toBe(2);
    expect(rounds.error).toContain("--rounds is of --reference class-barycenter, not of barycenter");
    const several = await classify("--references", "2", "--reference", "auto");
    expect(several.exitCode).toBe(2);
    expect(several.error).toContain("--references is of kinds that are one measure");
  });
});
