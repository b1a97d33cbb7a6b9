import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../pipelines/barycenters/index.js";
import { METHODS, type MethodName } from "../../pipelines/methods/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, reportOf, run } from "./run-program.js";
import { DATA } from "./small-data.js";

const BUNNY = join(DATA, "meshes/bunny.ply");
const TWO_SAMPLES = [BUNNY, BUNNY, "--sample", "60"] as const;

/** What each method cannot do without. */
const NEEDED: Readonly<Record<MethodName, readonly string[]>> = {
  exact: [],
  "one-d": [],
  sinkhorn: [],
  "sinkhorn-divergence": [],
  semidiscrete: [],
  sliced: [],
  "max-sliced": [],
  minibatch: ["--batch-size", "20", "--batches", "10"],
  unbalanced: ["--reach", "1"],
  "unbalanced-divergence": ["--reach", "1"],
  hk: ["--kappa", "2"],
  partial: ["--mass", "0.5"],
  "gromov-wasserstein": [],
};

const LINE = { "a.csv": "x\n0\n1\n3\n", "b.csv": "x\n2\n3\n5\n" };

describe("distance, by every method", () => {
  it.each(Object.keys(METHODS) as MethodName[])(
    "%s: a bracket, a page, the same bytes again",
    async (method) => {
      const root = await temporaryFolder(LINE);
      const files = method === "one-d" ? [join(root, "a.csv"), join(root, "b.csv")] : TWO_SAMPLES;
      const argv = [...files, "--method", method, ...NEEDED[method]];
      const { results, settings } = await reportOf("distance", ...argv, "--out", join(root, "one"));
      const { lower, upper, status } = results.certificate;
      expect(status).toBe("converged");
      expect(lower).toBeLessThanOrEqual(upper);
      expect(lower).toBeGreaterThan(0);
      expect(upper).toBeLessThan(Infinity);
      expectNear(results.distance ** 2, results.cost, { rtol: 1e-15, why: "a root, squared" });
      expect(settings).toMatchObject({ method });
      await run("distance", ...argv, "--out", join(root, "two"));
      const left = await filesOf(join(root, "one"));
      expect(left).toEqual(await filesOf(join(root, "two")));
      expectWellFormed(left.get("report.html")!);
      expectNothingFetched(left.get("report.html")!);
    },
  );

  it("all methods that answer for W2 agree with the exact one", async () => {
    const truth = (await reportOf("distance", ...TWO_SAMPLES)).results.cost;
    for (const method of ["sinkhorn", "sliced", "max-sliced", "minibatch", "semidiscrete"] as const) {
      const argv = [...TWO_SAMPLES, "--method", method, ...NEEDED[method]];
      const { lower, upper } = (await reportOf("distance", ...argv)).results.certificate;
      expect(lower).toBeLessThanOrEqual(truth);
      expect(upper).toBeGreaterThanOrEqual(truth);
    }
  });

  it("measures of any masses go to the methods that take them", async () => {
    const root = await temporaryFolder({ "a.csv": "x,weight\n0,1\n", "b.csv": "x,weight\n1,3\n" });
    const pair = [join(root, "a.csv"), join(root, "b.csv")];
    const { results } = await reportOf("distance", ...pair, "--method", "hk", "--kappa", "1");
    const oracle = 1 + 3 - 2 * Math.sqrt(3) * Math.cos(1);
    expectNear(results.cost, oracle, { rtol: 1e-12, why: "two Diracs, in closed form" });
    const refused = await run("distance", ...pair, "--method", "sinkhorn");
    expect(refused.exitCode).toBe(3);
    expect(refused.error).toContain("--normalise mass");
  });

  it("compares measures of different dimension by their inner distances, and draws them apart", async () => {
    const root = await temporaryFolder({ "a.csv": "x\n0\n3\n", "b.csv": "x,y\n0,0\n0,3\n" });
    const out = join(root, "out");
    const pair = [join(root, "a.csv"), join(root, "b.csv")];
    const { results } = await reportOf("distance", ...pair, "--method", "gromov-wasserstein", "--out", out);
    expectNear(results.cost, 0, { atol: 1e-12, why: "an isometry" });
    expect((await filesOf(out)).get("report.html")).toContain("The target");
  });

  it("starts Gromov-Wasserstein as often as it is told", async () => {
    const argv = [...TWO_SAMPLES, "--method", "gromov-wasserstein"];
    const one = (await reportOf("distance", ...argv, "--starts", "1")).results;
    const three = (await reportOf("distance", ...argv, "--starts", "3")).results;
    expect([one.details, three.details]).toEqual([{ starts: 1 }, { starts: 3 }]);
    expect(three.cost).toBeLessThanOrEqual(one.cost);
  });

  it("leaves the heaviest entries of an entropic plan in a file", async () => {
    const out = join(await temporaryFolder({}), "out");
    await run("distance", ...TWO_SAMPLES, "--method", "sinkhorn", "--out", out);
    const rows = (await filesOf(out)).get("plan.csv")!.trim().split("\n");
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.length).toBeLessThanOrEqual(1 + 60 * 60);
  });

  it("says that a limit was reached: exit code 1, and the bracket holds", async () => {
    const argv = [...TWO_SAMPLES, "--method", "sinkhorn", "--epsilon", "0.001", "--max-iterations", "2"];
    const { exitCode, output } = await run("distance", ...argv, "--json");
    expect(exitCode).toBe(1);
    const { certificate } = JSON.parse(output).results;
    expect(certificate.status).toBe("iteration-limit");
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
    expect((await run("distance", ...argv)).output).toContain(
      "iteration-limit after 2 iterations; a larger epsilon",
    );
  });
});

describe("wrong usage of methods and kinds, found before any data are read", () => {
  it.each<[readonly string[], string]>([
    [
      ["distance", "a", "b", "--kappa", "1"],
      "--kappa means nothing to --method exact; it belongs to --method hk",
    ],
    [["distance", "a", "b", "--method", "hk"], "--method hk needs --kappa"],
    [["distance", "a", "b", "--method", "partial"], "--method partial needs --mass or --price"],
    [["distance", "a", "b", "--method", "sinkhorn", "--blur", "0"], "a number above 0"],
    [["distance", "a", "b", "--method", "sinkhorn", "--blur", "1", "--epsilon", "1"], "cannot be used with"],
    [["distance", "a", "b", "--method", "gromov-wasserstein", "--alpha", "1.5"], "a number 0 to 1"],
    [["distance", "a", "b", "--method", "sliced", "--directions", "x"], "a whole number"],
    [["barycenter"], "missing required argument"],
    [["barycenter", "a", "--kind", "fixed"], "--kind fixed needs --epsilon or --blur"],
    [["barycenter", "a", "--reach", "1"], "--reach means nothing to --kind free"],
    [["barycenter", "a", "b", "--shares", "1"], "1 shares for 2 files"],
    [["barycenter", "a", "b", "--shares", "0,0"], "not all 0"],
    [["barycenter", "a", "b", "--shares", "1,-1"], "at least 0"],
  ])("%j", async (argv, sentence) => {
    const { exitCode, output, error } = await run(...argv);
    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(error).toContain(sentence);
  });
});

describe("barycenter, of every kind", () => {
  const OPTIONS: Readonly<Record<keyof typeof KINDS, readonly string[]>> = {
    free: [],
    fixed: ["--blur", "1"],
    debiased: ["--blur", "1", "--tolerance", "1e-3"],
    relaxed: ["--reach", "3", "--blur", "0.3"],
    gaussian: [],
  };

  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    "%s: a bracket, files, the same bytes again",
    async (kind) => {
      const root = await temporaryFolder({});
      const argv = [BUNNY, BUNNY, BUNNY, "--sample", "40", "--kind", kind, ...OPTIONS[kind]];
      const { results, inputs } = await reportOf("barycenter", ...argv, "--out", join(root, "one"));
      const { lower, upper } = results.certificate;
      expect(lower).toBeLessThanOrEqual(upper);
      expect(lower).toBeGreaterThan(0);
      expect(inputs).toHaveLength(3);
      await run("barycenter", ...argv, "--out", join(root, "two"));
      const left = await filesOf(join(root, "one"));
      expect([...left.keys()]).toEqual(["barycenter.csv", "report.html", "report.json"]);
      expect(left).toEqual(await filesOf(join(root, "two")));
      expectWellFormed(left.get("report.html")!);
    },
  );

  it("of translates of one cloud is the cloud at the mean place, by shares", async () => {
    const root = await temporaryFolder({ "a.csv": "x,y\n0,0\n1,0\n0,2\n", "b.csv": "x,y\n8,4\n9,4\n8,6\n" });
    const files = [join(root, "a.csv"), join(root, "b.csv"), "--shares", "3,1"];
    const out = join(root, "out");
    const { results } = await reportOf("barycenter", ...files, "--out", out);
    expectNear(results.certificate.lower, (3 / 16) * 80, {
      rtol: 1e-12,
      why: "the bound is met by translates",
    });
    expectNear(results.cost, (3 / 16) * 80, { rtol: 1e-12, why: "rounding: it is the cloud, moved" });
    const gaussian = await reportOf("barycenter", ...files, "--kind", "gaussian", "--out", join(root, "g"));
    expectNear(gaussian.results.cost, (3 / 16) * 80, { rtol: 1e-9, why: "roots of covariances" });
    const rows = (await filesOf(join(root, "g"))).get("barycenter.csv")!.trim().split("\n").slice(1);
    const points = rows.flatMap((row) => row.split(",").slice(0, 2).map(Number));
    expectNear(points, [2, 1, 3, 1, 2, 3], { atol: 1e-6, why: "roots of covariances" });
  });

  it("of two measures is half way along the optimal plan where that is a map: the bound is met", async () => {
    const argv = [BUNNY, BUNNY, "--sample", "40"];
    const { cost, certificate } = (await reportOf("barycenter", ...argv)).results;
    expectNear(cost, certificate.lower, { rtol: 1e-9, why: "rounding of two brackets" });
  });

  it("names the files whose dimensions differ", async () => {
    const root = await temporaryFolder({ "a.csv": "x\n0\n", "b.csv": "x,y\n1,3\n" });
    const { exitCode, error } = await run("barycenter", join(root, "a.csv"), join(root, "b.csv"));
    expect(exitCode).toBe(3);
    expect(error).toMatch(/a\.csv has dimension 1, .*b\.csv has dimension 2/);
  });

  it("refuses masses that differ where they must not", async () => {
    const root = await temporaryFolder({ "a.csv": "x,weight\n0,1\n", "b.csv": "x,weight\n1,3\n" });
    const files = [join(root, "a.csv"), join(root, "b.csv"), "--normalise", "none"];
    const { exitCode, error } = await run("barycenter", ...files);
    expect(exitCode).toBe(3);
    expect(error).toContain("the masses differ");
  });
});
