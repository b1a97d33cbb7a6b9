import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { parseMeasureCsv, parseNpyArray } from "../../loaders/index.js";
import { loadDataset } from "../../loaders/node.js";
import { testFold } from "../../pipelines/cross-validation.js";
import { groupMeans } from "../../pipelines/group-means.js";
import { cluster } from "../../pipelines/index.js";
import { choiceOf, METRICS } from "../../pipelines/metric.js";
import type { Report } from "../../pipelines/report.js";
import type { ClassifyResults, ClusterResults, EmbedResults } from "../../pipelines/results.js";
import {
  createPool,
  embed,
  hkMetric,
  logMap,
  lotDistance,
  type Measure,
  type Metric,
  measure,
  metricCost,
  optMetric,
  reference,
  rowLength,
  seededRandom,
  totalMass,
  w2Metric,
} from "../../src/index.js";
import { geometryOf } from "../../src/lot/geometries.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { filesOf, reportOf, run } from "./run-program.js";
import { csv, DATA, QUICK } from "./small-data.js";

const UNBALANCED = ["hk", "opt"] as const;
const SCALES = { hk: ["--kappa", "2"], opt: ["--price", "4"] } as const;
const METRIC_AT: Readonly<Record<"hk" | "opt", Metric>> = { hk: hkMetric(2), opt: optMetric(4) };

interface Clouds {
  /** Mass of each cloud. */
  readonly masses: readonly number[];
  /** Items far from all others, which no scale of the tests reaches. */
  readonly outliers?: number;
}

/** Clouds of twelve points about the origin; the class of an item is its mass. */
function clouds({ masses, outliers = 0 }: Clouds): Record<string, string> {
  const random = seededRandom(11);
  const labels = ["item,class"];
  const points = ["item,x,y,weight"];
  masses.forEach((mass, s) => {
    const far = s < outliers ? 1000 : 0;
    labels.push(`c${s},mass-${mass}`);
    for (let i = 0; i < 12; i++) {
      points.push(`c${s},${far + random.normal()},${random.normal()},${mass / 12}`);
    }
  });
  return { "labels.csv": csv(labels), "points.csv": csv(points) };
}

/** A reference that is near some of the items only. */
const ONE_PLACE = ["--reference", "subsample", "--reference-size", "1"] as const;

/** The report of a run that may warn: what does not come from the reference is much where masses differ much. */
async function warnedReport<Command extends "embed" | "cluster" | "classify">(
  command: Command,
  ...rest: readonly string[]
): Promise<Report<{ embed: EmbedResults; cluster: ClusterResults; classify: ClassifyResults }[Command]>> {
  const { exitCode, output } = await run(command, ...rest, "--json");
  expect(exitCode).toBe(0);
  return JSON.parse(output);
}

const LIGHT_AND_HEAVY = { masses: Array.from({ length: 12 }, (_, s) => (s % 2 === 0 ? 1 : 4)) };

describe.each([w2Metric, hkMetric(2), optMetric(4)])("what the program knows of $name", (metric) => {
  const known = choiceOf(metric);
  const geometry = geometryOf(metric);

  it("is what the library does", () => {
    expect(known.masses).toBe(geometry.isBalanced ? "equal" : "any");
    expect(known.singularPrice(metric)).toBe(geometry.singularCost(1, 0));
    for (const dim of [1, 3]) {
      const sigma = reference(measure([0, 1, 2, 3, 4, 5], { dim }), { metric });
      expect(known.width(dim) * sigma.measure.count).toBe(rowLength(sigma));
    }
  });

  it("has a scale in which the cost of singular masses is one of differences", () => {
    const { of, back } = geometry.singularScale;
    for (const mass of [0, 0.3, 7])
      expectNear(back(of(mass)), mass, { rtol: 1e-15, why: "a root and its square" });
    const along = (from: number, to: number) => geometry.singularCost(back(from), back(to));
    expectNear(along(1, 2), along(4, 5), { rtol: 1e-14, why: "roots and their squares" });
  });
});

describe.each(UNBALANCED)("--metric %s", (metric) => {
  it("keeps masses by default, and tells classes apart that differ in mass only; W2 cannot", async () => {
    const data = await temporaryFolder(clouds(LIGHT_AND_HEAVY));
    const argv = [data, "--k", "2", ...QUICK] as const;
    const unbalanced = await warnedReport("cluster", ...argv, "--metric", metric);
    expect(unbalanced.settings.normalise).toBe("none");
    expect(unbalanced.results.adjustedRandIndex).toBe(1);
    expect(unbalanced.certificates.notConverged).toBe(0);
    const balanced = await reportOf("cluster", ...argv);
    expect(balanced.settings.normalise).toBe("mass");
    expect(balanced.results.adjustedRandIndex).toBeLessThan(0.5);
    const shapes = await warnedReport("cluster", ...argv, "--metric", metric, "--normalise", "mass");
    expect(shapes.settings.normalise).toBe("mass");
    expect(shapes.results.adjustedRandIndex).toBeLessThan(0.5);
  });

  it("reports its scale and where that came from", async () => {
    const data = await temporaryFolder(clouds(LIGHT_AND_HEAVY));
    const [scale] = METRICS[metric].takes;
    const argv = [data, "--k", "2", "--metric", metric, ...QUICK] as const;
    const given = await warnedReport("cluster", ...argv, ...SCALES[metric]);
    const value = Number(SCALES[metric][1]);
    expect(given.settings).toMatchObject({ metric, [scale!]: value, [`${scale}Origin`]: "given" });
    expect(given.results.reference[scale!]).toBe(value);
    const fitted = await warnedReport("cluster", ...argv);
    expect(fitted.settings).toMatchObject({ metric, [`${scale}Origin`]: "from data" });
    expect(fitted.settings[scale!]).toBe(fitted.results.reference[scale!]);
    expect(fitted.settings[scale!]).toBeGreaterThan(0);
    const report = await warnedReport("classify", data, "--label", "class", "--folds", "2", ...argv.slice(3));
    expect(report.settings).toMatchObject({ [scale!]: null, [`${scale}Origin`]: "from data" });
    for (const fold of report.results.folds) expect(fold.reference[scale!]).toBeGreaterThan(0);
  });

  it("leaves rows, singular masses and residuals that add up to the cost of each item from the reference", async () => {
    const data = await temporaryFolder(clouds({ masses: [1, 2, 3, 4, 5], outliers: 1 }));
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, ...QUICK, "--metric", metric, ...SCALES[metric], "--out", out] as const;
    const { settings } = await warnedReport("embed", ...argv);
    expect(settings.normalise).toBe("none");
    const names = ["embedding-items.csv", "embedding.npy", "reference.csv", "report.html", "report.json"];
    expect([...(await filesOf(out)).keys()]).toEqual([...names, "singular.csv"]);

    const { measure: sigma } = parseMeasureCsv(await readFile(join(out, "reference.csv")));
    const start = reference(sigma, { metric: METRIC_AT[metric] });
    const rows = parseNpyArray(await readFile(join(out, "embedding.npy")));
    expect(rows.shape).toEqual([5, 3 * sigma.count]);
    const items = csvParse(await readFile(join(out, "embedding-items.csv"), "utf8"));
    expect(items.columns).toEqual(["item", "class", "residual", "singularMass"]);
    const singular = csvParse(await readFile(join(out, "singular.csv"), "utf8"));
    expect(singular.columns).toEqual(["item", "x", "y", "weight"]);
    const { collection } = await loadDataset(data);
    const unit = { hk: 2 * 2, opt: 4 }[metric];
    collection.measures.forEach((mu, s) => {
      const row = rows.data.subarray(s * rows.shape[1]!, (s + 1) * rows.shape[1]!);
      const square = row.reduce((sum, value) => sum + value * value, 0);
      const mass = Number(items[s]!.singularMass);
      const { cost, certificate } = metricCost(start.metric, sigma, mu);
      expect(certificate.status).toBe("converged");
      expectNear(square + unit * mass + Number(items[s]!.residual), cost, {
        rtol: 1e-9,
        why: "the solver closes the gap of its certificate to 1e-9",
      });
      const points = singular.filter(({ item }) => item === collection.names[s]);
      expectNear(
        points.reduce((sum, { weight }) => sum + Number(weight), 0),
        mass,
        { rtol: 1e-12, atol: 1e-15, why: "rounding of a sum of a dozen masses" },
      );
    });
    expect(Number(items[0]!.singularMass), "the item that is far away").toBeGreaterThan(0.1);
  });

  it("compares LOT distances, singular masses counted, with the distance of the metric", async () => {
    const data = await temporaryFolder(clouds({ masses: [1, 2, 3, 4], outliers: 2 }));
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, "--pairs", "6", ...ONE_PLACE, "--metric", metric, ...SCALES[metric]];
    const { results } = await warnedReport("embed", ...argv, "--out", out);
    const { measure: sigma } = parseMeasureCsv(await readFile(join(out, "reference.csv")));
    const start = reference(sigma, { metric: METRIC_AT[metric] });
    const { collection } = await loadDataset(data);
    const tangents = collection.measures.map((mu) => logMap(start, mu));
    const pairs = [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ] as const;
    const ratios = pairs.map(([a, b]) => {
      const { cost } = metricCost(start.metric, collection.measures[a]!, collection.measures[b]!);
      return lotDistance(start, tangents[a]!, tangents[b]!) / Math.sqrt(cost);
    });
    const farthest = (ratio: number): number => Math.max(ratio, 1 / ratio);
    const worst = ratios.reduce((w, ratio) => (farthest(ratio) > farthest(w) ? ratio : w));
    expectNear(results.fidelity.worstRatio!, worst, { rtol: 1e-9, why: "rounding: all is computed twice" });
    expect(results.fidelity.singularShare).toBeGreaterThan(0);
    expect(results.fidelity.singularShare).toBeLessThan(1);
    const inMemory = await warnedReport("cluster", ...argv, "--k", "2");
    expectNear(inMemory.results.fidelity.singularShare!, results.fidelity.singularShare!, {
      rtol: 1e-9,
      why: "rounding: the pools of cluster and embed cut different blocks",
    });
  });

  it("takes no ratio of items that are equal, whose distance is rounding", async () => {
    const points = [
      "item,x,y",
      ...["a", "b", "c"].flatMap((s) => [`${s},0,0`, `${s},1,${s === "c" ? 2 : 1}`]),
    ];
    const data = await temporaryFolder({ "points.csv": csv(points) });
    const flags = ["--metric", metric, ...SCALES[metric], "--pairs", "3", "--reference-size", "2"];
    const { results } = await warnedReport("cluster", data, "--k", "2", ...flags);
    expect(results.fidelity.pairs).toBe(3);
    expect(results.fidelity.worstRatio).toBeGreaterThan(0.5);
  });

  it("warns a reader of k-means and classifiers that rows miss what the reference does not reach", async () => {
    const data = await temporaryFolder(clouds({ ...LIGHT_AND_HEAVY, outliers: 6 }));
    const flags = ["--metric", metric, ...SCALES[metric], ...QUICK, ...ONE_PLACE];
    const argv = [data, "--k", "2", ...flags];
    const { warnings } = await warnedReport("cluster", ...argv);
    expect(warnings.join()).toMatch(
      /do not come from the reference.*k-means does not count it; --method k-medoids would/,
    );
    expect((await warnedReport("cluster", ...argv, "--method", "k-medoids")).warnings).toEqual([]);
    const classified = await warnedReport("classify", data, "--label", "class", "--folds", "2", ...flags);
    expect(classified.warnings.join()).toContain("the classifier does not count it");
  });

  it("draws pages whose words and axes are of the metric", async () => {
    const data = await temporaryFolder(clouds({ masses: [1, 2, 3, 4] }));
    const out = join(await temporaryFolder({}), "out");
    await warnedReport("cluster", data, "--k", "2", "--metric", metric, ...QUICK, "--out", out);
    const written = await readFile(join(out, "report.html"), "utf8");
    const page = written.replaceAll(data, ""); // a temporary folder may have any letters in its name
    const { symbol } = METRICS[metric];
    expect(page).toContain(`LOT distance against exact ${symbol}`);
    expect(page).toContain(`Exact ${symbol} of sampled pairs`);
    expect(page).not.toMatch(/W2|W₂/);
    expect(page).toMatch(/Masses, in this order: [\d.]+, [\d.]+\./);
  });

  it("fits its scale on the training part of a fold: items of the test part change nothing", async () => {
    const pool = await createPool({ workers: 0 });
    const { collection } = await loadDataset(await temporaryFolder(clouds(LIGHT_AND_HEAVY)));
    const fold = { train: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7), test: Int32Array.of(8, 9, 10, 11) };
    const wider = collection.measures.map((mu, s) =>
      s < 8 ? mu : { ...mu, points: mu.points.map((x) => 50 * x) },
    );
    const codes = Int32Array.from(collection.names, (_, s) => s % 2);
    const labels = { column: "class", classes: ["a", "b"], codes, values: [] };
    const options = {
      metric,
      reference: "k-means",
      referenceSize: 10,
      align: "none",
      model: "knn",
    } as const;
    const [plain, other, all] = await Promise.all(
      [
        { measures: collection.measures, fold },
        { measures: wider, fold },
        { measures: wider, fold: { train: Int32Array.from(codes.keys()), test: fold.test } },
      ].map((part) => {
        const task = { labels, groups: undefined, fold: part.fold, random: seededRandom(1) };
        return testFold(pool, { ...task, collection: { ...collection, measures: part.measures } }, options);
      }),
    );
    expect(other!.metric).toEqual(plain!.metric);
    expect(other!.reference).toEqual(plain!.reference);
    expect(all!.metric, "a fit on all of them would have another scale").not.toEqual(plain!.metric);
  });
});

describe("HK with a large kappa", () => {
  it("has the clusters, distances and residuals of W2 where masses are equal", async () => {
    const apes = join(DATA, "apes");
    const flags = [apes, "--k", "3", "--reference", "gaussian", "--reference-size", "20", "--pairs", "20"];
    const w2 = await reportOf("cluster", ...flags);
    const hk = await reportOf("cluster", ...flags, "--metric", "hk", "--kappa", "1e5", "--normalise", "mass");
    expect(hk.results.labels).toEqual(w2.results.labels);
    expect(hk.results.fidelity.singularShare).toBe(0);
    // Skulls are some 200 units wide: (200 / 1e5)^2 is the relative size of the next term in |x - y| / kappa.
    const why = "the next term of the cost in |x - y| / kappa";
    expectNear(hk.results.fidelity.worstRatio!, w2.results.fidelity.worstRatio!, { rtol: 1e-5, why });
    expectNear(hk.results.fidelity.residualShare, w2.results.fidelity.residualShare, { atol: 1e-5, why });
  });
});

describe("W2", () => {
  it("still refuses unequal masses that are kept, and names the metric that compares them", async () => {
    const data = await temporaryFolder(clouds(LIGHT_AND_HEAVY));
    const { exitCode, output, error } = await run("cluster", data, "--k", "2", "--normalise", "none");
    expect({ exitCode, output }).toEqual({ exitCode: 3, output: "" });
    expect(error).toContain("--metric hk");
  });
});

it.each(["w2", "hk"] as const)("a call refuses a price for %s", async (metric) => {
  const call = cluster({ path: DATA, k: 2, metric, price: 1 });
  await expect(call).rejects.toMatchObject({ tag: "ShapeError" });
  await expect(call).rejects.toThrow(`--price means nothing to --metric ${metric}`);
});

describe("the mean measure of a group", () => {
  const sigma = measure([0, 0, 1, 0], { dim: 2, weights: [1, 2] });
  const near = measure([0.1, 0, 1, 0.2], { dim: 2, weights: [0.5, 1] });
  const far = measure([100, 0, 101, 0], { dim: 2, weights: [3, 4] });

  it.each<[string, Metric, readonly [number, number]]>([
    ["hk", hkMetric(0.5), [3 / 4, 4 / 4]],
    ["opt", optMetric(0.5), [3 / 2, 4 / 2]],
  ])("of one item is the item; of two, singular masses are averaged as %s does", (_, metric, half) => {
    const start = reference(sigma, { metric });
    const all = embed(start, [near, far]);
    const [first, second] = groupMeans(all, Int32Array.of(0, 1), 2);
    const why = "rounding: both plans are maps, or reach nothing";
    expectSame(first!, near, why);
    expectSame(second!, far, why);
    const [both] = groupMeans(all, Int32Array.of(0, 0), 1);
    const masses = both!.weights.filter((_, i) => both!.points[2 * i]! > 50);
    // Of a root that is 0 in one of two items the mean is a half, of its square a quarter.
    expectNear(masses, half, { rtol: 1e-12, why });
  });
});

/** Equal up to points without mass. */
function expectSame(actual: Measure, expected: Measure, why: string): void {
  const kept = Array.from(actual.weights.keys()).filter((i) => actual.weights[i]! > 1e-12);
  expectNear(totalMass(actual), totalMass(expected), { rtol: 1e-9, why });
  expectNear(
    kept.flatMap((i) => [...actual.points.subarray(2 * i, 2 * i + 2), actual.weights[i]!]),
    Array.from(expected.weights.keys()).flatMap((i) => [
      ...expected.points.subarray(2 * i, 2 * i + 2),
      expected.weights[i]!,
    ]),
    { rtol: 1e-9, atol: 1e-9, why },
  );
}
