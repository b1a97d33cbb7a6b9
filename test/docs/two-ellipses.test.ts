import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createPool,
  defaultMetric,
  type Embedding,
  expMap,
  type HkMetric,
  hkMetric,
  kMeansReference,
  logMap,
  type Measure,
  type Metric,
  metricCost,
  type PcaModel,
  type Reference,
  reference,
  seededRandom,
  tangentInner,
  totalMass,
  type WorkerPool,
  w2Metric,
} from "../../src/index.js";
import { describeWithShared } from "../loaders/shared-data.js";
import { expectNear } from "../support/expect-near.js";

const root = join(import.meta.dirname, "..", "..");
const docs = join(root, "docs");
const kept = join(docs, "two-ellipses");
const page = readFileSync(join(docs, "two-ellipses.md"), "utf8");

interface Images {
  readonly items: readonly Measure[];
  readonly mean: Measure;
}

interface Facts {
  readonly shares: readonly number[];
  readonly elongations: readonly number[];
  readonly gap: readonly [number, number];
}

interface Run {
  readonly metric: Metric;
  readonly sigma: Reference;
  readonly embedding: Embedding;
  readonly pca: PcaModel;
}

interface Mode {
  readonly explained: number;
  readonly share: number;
  readonly elongation: number;
  readonly between: number;
}

interface ImageScript {
  readonly drawnImages: (design: { shares: number; elongations: number; size: number }) => Images;
  readonly publishedImages: (folder: string) => Images;
}

interface ModeScript {
  readonly factsOf: (images: Images) => Facts;
  readonly tangentPca: (pool: WorkerPool, images: Images, metric: Metric) => Promise<Run>;
  readonly modeNumbers: (run: Run, facts: Facts, component: number) => Mode;
  readonly embeddingNumbers: (
    run: Run,
    facts: Facts,
  ) => { readonly far: number; readonly shareFromPlane: number; readonly elongationFromPlane: number };
}

const scripts = join(root, "scripts");
const script = (name: string): Promise<unknown> =>
  import(pathToFileURL(join(scripts, "two-ellipses", name)).href);
const imageScript = async (): Promise<ImageScript> => (await script("images.mjs")) as ImageScript;
const modeScript = async (): Promise<ModeScript> => (await script("modes.mjs")) as ModeScript;

/** Milliseconds for 128 transports on a machine that is busy with other things. */
const TIME = 120_000;

/** What the program prints, in parts that an empty line divides. */
function printed(...options: string[]): string[] {
  const run = spawnSync(process.execPath, [join(scripts, "draw-two-ellipses.mjs"), ...options], {
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  return run.stdout.trim().split("\n\n");
}

beforeAll(() => {
  expect(existsSync(join(root, "dist/src/index.js")), "run `npm run build` first").toBe(true);
});

describe("the page on two ellipses", () => {
  const drawn = mkdtempSync(join(tmpdir(), "pictures-"));
  let tables: string[] = [];
  afterAll(() => rmSync(drawn, { recursive: true, force: true }));
  beforeAll(() => {
    tables = printed("--out", drawn);
  }, TIME);

  it("has the pictures that its script draws from the code as it is, byte for byte, and shows each once", () => {
    const names = readdirSync(drawn).sort();
    expect(readdirSync(kept).sort()).toEqual(names);
    for (const name of names) {
      const same = readFileSync(join(drawn, name)).equals(readFileSync(join(kept, name)));
      expect(same, `${name} is old: run \`npm run draw\` and look at it`).toBe(true);
    }
    const shown = [...page.matchAll(/\]\((two-ellipses\/[^)]+)\)/g)].map(([, path]) => path!);
    expect(shown.sort()).toEqual(names.map((name) => `two-ellipses/${name}`));
  });

  it("has the tables that its script prints", () => {
    expect(tables.length).toBe(3);
    for (const table of tables.slice(1))
      expect(page, "old numbers: copy what the script prints").toContain(table);
  });

  it("links pages that exist", () => {
    const links = [...page.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, path]) => path!);
    for (const path of links) expect(existsSync(join(docs, path)), path).toBe(true);
  });
});

describe("images of two ellipses, drawn", () => {
  const design = { shares: 4, elongations: 4, size: 48 };
  const kappa = (5 * design.size) / 64;
  separate(async () => (await imageScript()).drawnImages(design), hkMetric(kappa));

  it("have their linear mean as k-means reference for HK", async () => {
    const { items, mean } = (await imageScript()).drawnImages(design);
    const options = { count: 4096, random: seededRandom(0), metric: hkMetric(kappa) };
    const { measure } = kMeansReference(items, options);
    const masses = (mu: Measure): [string, number][] =>
      Array.from(mu.weights, (mass, i): [string, number] => [
        `${mu.points[2 * i]},${mu.points[2 * i + 1]}`,
        mass,
      ]);
    const byPlace = new Map(masses(measure));
    expect(byPlace.size).toBe(mean.count);
    for (const [place, mass] of masses(mean)) {
      expectNear(byPlace.get(place)!, mass, { rtol: 1e-13, why: "sums of 16 masses in another order" });
    }
  });
});

describeWithShared("linhk_two_ellipses", "images of two ellipses, published", (folder) => {
  separate(async () => (await imageScript()).publishedImages(folder), hkMetric(5));

  it("travel by a pixel typically, so that the default scale is the published one", async () => {
    const { items } = (await imageScript()).publishedImages(folder);
    expect(defaultMetric("hk", items, seededRandom(0))).toEqual(hkMetric(5));
  });

  it(
    "give the numbers of the page",
    () => {
      const tables = printed("--data", folder);
      expect(tables.length).toBe(3);
      for (const table of tables.slice(1))
        expect(page, "old numbers: copy what the script prints").toContain(table);
    },
    TIME,
  );
});

/** What holds for images of either source. */
function separate(load: () => Promise<Images>, metric: HkMetric): void {
  let images: Images;
  let facts: Facts;
  let hk: Run;
  let w2: Run;
  let modes: ModeScript;
  beforeAll(async () => {
    images = await load();
    modes = await modeScript();
    facts = modes.factsOf(images);
    const pool = await createPool({ workers: 0 });
    hk = await modes.tangentPca(pool, images, metric);
    w2 = await modes.tangentPca(pool, images, w2Metric);
    await pool.close();
  }, TIME);

  it("have the elongation as first component of HK and the mass share as second", () => {
    const [first, second] = [0, 1].map((c) => modes.modeNumbers(hk, facts, c));
    expect(Math.abs(first!.elongation)).toBeGreaterThan(0.99);
    expect(Math.abs(first!.share)).toBeLessThan(0.05);
    expect(Math.abs(second!.share)).toBeGreaterThan(0.99);
    expect(Math.abs(second!.elongation)).toBeLessThan(0.05);
    expect(first!.explained + second!.explained).toBeGreaterThan(0.85);
  });

  it("lose the elongation in the first two components of W2, where the mass share is", () => {
    const [ofHk, ofW2] = [hk, w2].map((run) => modes.embeddingNumbers(run, facts));
    expect(Math.abs(modes.modeNumbers(w2, facts, 0).share)).toBeGreaterThan(0.9);
    expect(ofW2!.elongationFromPlane).toBeLessThan(0.1);
    expect(ofHk!.elongationFromPlane).toBeGreaterThan(0.98);
    expect(ofHk!.shareFromPlane).toBeGreaterThan(0.98);
  });

  it("have mass between the ellipses and moves across on walks of W2, and none of HK", () => {
    for (const c of [0, 1]) {
      expect(modes.modeNumbers(hk, facts, c).between).toBe(0);
      expect(modes.modeNumbers(w2, facts, c).between).toBeGreaterThan(0.01);
    }
    expect(modes.embeddingNumbers(hk, facts).far).toBe(0);
    expect(modes.embeddingNumbers(w2, facts).far).toBeGreaterThan(0.8);
  });

  it("have logarithms whose squared norm and residual are HK^2, each with a closed bracket", () => {
    const { sigma, embedding } = hk;
    expect(embedding.status).toBe("converged");
    embedding.certificates.forEach(({ lower, upper }, s) => {
      const row = embedding.matrix.data.subarray(s * embedding.matrix.cols, (s + 1) * embedding.matrix.cols);
      const cost =
        row.reduce((sum, value) => sum + value * value, 0) +
        metric.kappa ** 2 * totalMass(embedding.singular![s]!) +
        embedding.residuals[s]!;
      expect(upper - lower).toBeLessThanOrEqual(1e-9 * upper);
      expectNear(cost, upper, { rtol: 1e-9, why: "the width of the bracket" });
    });
    expect(embedding.certificates.length).toBe(images.items.length);
    expect(sigma.metric).toEqual(metric);
  });

  it("come back from their logarithm up to the residual", () => {
    const sigma = reference(images.mean, { metric });
    const some = images.items.filter((_, s) => s % 9 === 0);
    for (const image of some) {
      const tangent = logMap(sigma, image);
      const back = expMap(sigma, tangent);
      // The spread of a point's particles about their mean, which is what the residual adds up, is mass times kappa^2 in the cone.
      expectNear(totalMass(back) + tangent.residual / metric.kappa ** 2, totalMass(image), {
        rtol: 1e-12,
        why: "rounding of sums over a few hundred points",
      });
      // From tangent vectors to the cone no length grows by more than angle / sin(angle), at most pi / 2.
      const { cost } = metricCost(metric, back, image);
      expect(cost).toBeLessThanOrEqual((Math.PI / 2) ** 2 * tangent.residual);
      expect(cost).toBeLessThan(tangentInner(sigma, tangent, tangent));
    }
    expect(some.length).toBeGreaterThan(1);
  });
}
