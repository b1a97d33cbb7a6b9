import { describe, expect, it } from "vitest";
import { chooseShrinkage } from "../../src/coding/shrinkage.js";
import {
  combine,
  completeMeasure,
  cover,
  DAMAGES,
  type DamageName,
  damage,
  type Embedding,
  embed,
  expMap,
  hkMetric,
  type Measure,
  type Metric,
  measure,
  metricCost,
  nearestAtom,
  normalise,
  optMetric,
  pool,
  type Random,
  reference,
  seededRandom,
  totalMass,
  w2Metric,
} from "../../src/index.js";
import { gram } from "../../src/numeric/gram.js";
import { matrix } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";
import { uniformCloud } from "../support/random-measures.js";

const ORIGIN = { origin: { kind: "given", fittedOn: 0, details: {}, certificates: [] } } as const;
const COUNT = 24;

/** A curve of COUNT points whose three bumps have their own heights: near enough to each other that plans are maps. */
function curve(a: number, b: number, c: number): Measure {
  const points = Array.from({ length: COUNT }, (_, i) => {
    const t = (2 * Math.PI * i) / COUNT;
    const r = 3 + 0.4 * (a * Math.cos(t) + b * Math.cos(2 * t) + c * Math.sin(t));
    return [r * Math.cos(t), r * Math.sin(t)];
  });
  return measure(points.flat(), { dim: 2 });
}

const ATOMS = [
  curve(1, 0, 0),
  curve(-1, 0, 0),
  curve(0, 1, 0),
  curve(0, -1, 0),
  curve(0, 0, 1),
  curve(0, 0, -1),
];

/** Heights whose absolute values sum to 0.9: between atoms, far from their mean. */
function insideHull(random: Random): [number, number, number] {
  const raw = [random.normal(), random.normal(), random.normal()];
  const size = raw.reduce((sum, x) => sum + Math.abs(x), 0);
  return [(0.9 * raw[0]!) / size, (0.9 * raw[1]!) / size, (0.9 * raw[2]!) / size];
}

function spaceOf(metric: Metric = w2Metric, atoms: readonly Measure[] = ATOMS): Embedding {
  return embed(reference(curve(0, 0, 0), { metric, ...ORIGIN }), atoms);
}

function truthOf(space: Embedding): Measure {
  return expMap(space.reference, combine(space, [0.4, 0, 0.3, 0, 0, 0.3]));
}

describe("the completion of a damaged measure", () => {
  it("that is a mean of atoms is that mean, point for point (W2)", () => {
    const space = spaceOf();
    const truth = truthOf(space);
    for (const kind of ["cut", "hole"] as const) {
      const { kept, lost } = damage(truth, { kind, share: 0.3, random: seededRandom(1) });
      const missing = totalMass(lost);
      const found = completeMeasure(space, kept, {
        missing,
        shrinkage: 0,
        tolerance: 1e-12,
        maxIterations: 500,
      });
      expect(found.status).toBe("converged");
      // alternating minimisation nears the exact answer linearly
      expectNear(found.objectives.at(-1)!, 0, { atol: 1e-6, why: "stopping rule" });
      expect(Math.sqrt(metricCost(w2Metric, found.completed, truth).cost)).toBeLessThan(0.01);
      expect(Math.sqrt(metricCost(w2Metric, normalise(found.missing), normalise(lost)).cost)).toBeLessThan(
        0.02,
      );
    }
  });

  it("never raises its objective (W2), keeps what was there, and has the mass of the whole", () => {
    const space = spaceOf();
    const random = seededRandom(2);
    for (let trial = 0; trial < 10; trial++) {
      const noisy = curve(random.normal(), random.normal(), random.normal());
      const { kept, lost } = damage(noisy, { kind: "cut", share: 0.3, random });
      const found = completeMeasure(space, kept, { missing: totalMass(lost), tolerance: 1e-9 });
      expect(found.objectives.length).toBeGreaterThan(1);
      found.objectives.slice(1).forEach((value, p) => {
        expect(value).toBeLessThanOrEqual(found.objectives[p]!);
      });
      expectNear(totalMass(found.completed), 1, { atol: 1e-12, why: "rounding of sums" });
      expect(Array.from(found.completed.points.subarray(0, kept.points.length))).toEqual(
        Array.from(kept.points),
      );
      expect(found.certificate.status).toBe("converged");
      expectNear(found.misfit ** 2 * totalMass(kept), found.certificate.upper, {
        atol: 1e-9,
        why: "width of the bracket",
      });
    }
  });

  it("is nearer to the truth than the mean of the atoms and the nearest one are, for W2 and HK", () => {
    for (const metric of [w2Metric, hkMetric(4)]) {
      const random = seededRandom(3);
      const many = Array.from({ length: 30 }, () => curve(...insideHull(random)));
      const space = spaceOf(metric, many);
      const errors = { found: 0, mean: 0, nearest: 0 };
      for (let trial = 0; trial < 10; trial++) {
        const truth = curve(...insideHull(random));
        const { kept, lost } = damage(truth, { kind: "cut", share: 0.3, random });
        const missing = totalMass(lost);
        const error = (part: Measure) => metricCost(w2Metric, normalise(part), normalise(lost)).cost;
        errors.found += error(completeMeasure(space, kept, { missing }).missing);
        errors.mean += error(
          cover(expMap(space.reference, combine(space, new Float64Array(30).fill(1))), kept, missing).missing,
        );
        errors.nearest += error(nearestAtom(space, many, kept, { missing, candidates: 6 }).cover.missing);
      }
      expect(errors.found).toBeLessThan(0.7 * errors.mean);
      expect(errors.found).toBeLessThan(errors.nearest);
    }
  });

  it("of nothing that is missing fills nothing in", () => {
    const space = spaceOf();
    const found = completeMeasure(space, ATOMS[2]!, { missing: 0, shrinkage: 0 });
    expect(found.missing.count).toBe(0);
    expect(found.completed).toBe(ATOMS[2]);
  });

  it("is the mean of the atoms where shrinkage is strong", () => {
    const space = spaceOf();
    const { kept, lost } = damage(curve(1, 1, 0), { kind: "cut", share: 0.3, random: seededRandom(4) });
    const { shares } = completeMeasure(space, kept, { missing: totalMass(lost), shrinkage: 1e9 });
    const row = combine(space, shares).velocity;
    const mean = combine(space, [1, 1, 1, 1, 1, 1]).velocity;
    expectNear(row, mean, { atol: 1e-6, why: "1 / shrinkage" });
  });

  it("takes its start as shares of their sum", () => {
    const space = spaceOf();
    const { kept, lost } = damage(curve(1, 0, 1), { kind: "cut", share: 0.3, random: seededRandom(4) });
    const from = (start: number[]) =>
      completeMeasure(space, kept, { missing: totalMass(lost), shrinkage: 1, maxIterations: 0, start });
    const found = from([30, 10, 0, 0, 0, 0]);
    expect(Array.from(found.shares)).toEqual([0.75, 0.25, 0, 0, 0, 0]);
    expect(found.objectives).toEqual(from([0.75, 0.25, 0, 0, 0, 0]).objectives);
    expect(() => from([1, 1])).toThrow(/6 measures/);
  });

  it("leaves out atoms that lie far from what is left, where there are too many", () => {
    const random = seededRandom(12);
    const near = Array.from({ length: 6 }, () => curve(...insideHull(random)));
    const far = Array.from({ length: 20 }, () => curve(3 + random.uniform(), -4, 5));
    const mixed = [...far.slice(0, 10), ...near, ...far.slice(10)];
    const space = spaceOf(w2Metric, mixed);
    const { kept, lost } = damage(near[2]!, { kind: "cut", share: 0.3, random });
    const options = { missing: totalMass(lost), shrinkage: 0 };
    const found = completeMeasure(space, kept, { ...options, mostAtoms: 6 });
    expect([found.candidates, found.shares.length]).toEqual([6, 26]);
    for (const s of [...far.keys()]) expect(found.shares[s < 10 ? s : s + 6]).toBe(0);
    const alone = completeMeasure(spaceOf(w2Metric, near), kept, options);
    expect(Array.from(found.shares.subarray(10, 16))).toEqual(Array.from(alone.shares));
    expect(found.objectives).toEqual(alone.objectives);
    expect(completeMeasure(space, kept, { ...options, mostAtoms: 26 }).candidates).toBe(26);
    expect(() => completeMeasure(space, kept, { ...options, mostAtoms: 0 })).toThrow(/mostAtoms is 0/);
  });

  it("never raises its objective for HK either, and says where a step would", () => {
    const space = spaceOf(hkMetric(4));
    const random = seededRandom(13);
    const ended = new Set<string>();
    for (let trial = 0; trial < 10; trial++) {
      const noisy = curve(random.normal(), random.normal(), random.normal());
      const { kept, lost } = damage(noisy, { kind: "cut", share: 0.3, random });
      const found = completeMeasure(space, kept, { missing: totalMass(lost), tolerance: 1e-12 });
      found.objectives.slice(1).forEach((value, p) => {
        expect(value).toBeLessThanOrEqual(found.objectives[p]!);
      });
      ended.add(found.status);
    }
    expect(ended).toContain("stalled"); // the objective is not what the quadratic programme lowers
  });

  it("refuses what does not fit, and ends when it is told to", () => {
    const space = spaceOf();
    const half = normalise(ATOMS[0]!, 0.5);
    expect(() => completeMeasure(space, half, { missing: 1 })).toThrow(/below 1/);
    expect(() => completeMeasure(space, half, { missing: 0.2 })).toThrow(/normalise\(mu, 0.8\)/);
    expect(() => completeMeasure(space, half, { missing: 0.5, shrinkage: -1 })).toThrow(/shrinkage is -1/);
    expect(() => completeMeasure(space, measure([1, 2, 3], { dim: 3 }), { missing: 0.5 })).toThrow(
      /dimension 3/,
    );
    expect(() => completeMeasure(space, half, { missing: 0.5, tolerance: Number.NaN })).toThrow(
      /tolerance is NaN/,
    );
    expect(() => completeMeasure(space, half, { missing: 0.5, maxIterations: Number.NaN })).toThrow(
      /maxIterations is NaN/,
    );
    expect(() => completeMeasure(spaceOf(optMetric(1)), half, { missing: 0.5 })).toThrow(/use w2 or hk/);
    const { kept, lost } = damage(curve(1, 1, 1), { kind: "hole", share: 0.4, random: seededRandom(5) });
    const stopped = completeMeasure(space, kept, {
      missing: totalMass(lost),
      tolerance: 0,
      onProgress: () => false,
    });
    expect(stopped.status).toBe("aborted");
  });
});

describe("shrinkage", () => {
  const random = seededRandom(6);
  /** Rows of two halves; the hidden one is the visible one and noise. */
  function rows(signal: number, noise: number, count = 40) {
    const data = Array.from({ length: count }, () => {
      const seen = Array.from({ length: 6 }, () => random.normal());
      return [...seen.map((x) => signal * x), ...seen.map((x) => signal * x + noise * random.normal())];
    });
    const centred = data.map((row) =>
      row.map((x, k) => x - data.reduce((sum, other) => sum + other[k]!, 0) / count),
    );
    const products = (from: number, to: number) =>
      gram(matrix(count, to - from, Float64Array.from(centred.flatMap((row) => row.slice(from, to)))));
    return { whole: products(0, 12), visible: products(0, 6) };
  }

  it("is none where the visible part tells the hidden one, and strong where it tells nothing", () => {
    const told = chooseShrinkage(rows(1, 0));
    const { whole } = rows(1, 1);
    const other = rows(1, 5);
    expect(told).toBeLessThanOrEqual(0.1);
    expect(chooseShrinkage({ whole: other.whole, visible: other.visible })).toBeGreaterThan(told);
    expect(
      chooseShrinkage({
        whole: { ...whole, rows: 2, cols: 2, data: whole.data.subarray(0, 4) },
        visible: whole,
      }),
    ).toBe(0);
  });
});

describe("damage", () => {
  it.each(Object.keys(DAMAGES) as DamageName[])(
    "%s divides a measure in two, up to a point by the share",
    (kind) => {
      const mu = uniformCloud(seededRandom(7), 50, 3);
      const { kept, lost } = damage(mu, { kind, share: 0.3, random: seededRandom(8) });
      expect(lost.count).toBe(15);
      expectNear(totalMass(pool([kept, lost])), 1, { atol: 1e-12, why: "rounding of a sum" });
      expectNear(metricCost(w2Metric, pool([kept, lost]), mu).cost, 0, {
        atol: 1e-12,
        why: "the same points",
      });
      expect(damage(mu, { kind, share: 0.3, random: seededRandom(8) })).toEqual({ kept, lost });
    },
  );

  it("leaves at least a point on either side, and takes none without mass", () => {
    const mu = measure([0, 1, 2], { dim: 1, weights: [1, 0, 1] });
    for (const share of [0.001, 0.999]) {
      const { kept, lost } = damage(mu, { kind: "cut", share, random: seededRandom(1) });
      expect([kept.count, lost.count]).toEqual([1, 1]);
    }
    expect(() =>
      damage(measure([0], { dim: 1 }), { kind: "cut", share: 0.5, random: seededRandom(1) }),
    ).toThrow(/one point/);
    expect(() => damage(mu, { kind: "cut", share: 1, random: seededRandom(1) })).toThrow(/between 0 and 1/);
  });

  it("cuts along a plane: what is lost lies beyond what is kept", () => {
    const mu = uniformCloud(seededRandom(9), 40, 2);
    const random = seededRandom(10);
    const { kept, lost } = damage(mu, { kind: "cut", share: 0.25, random });
    const again = seededRandom(10);
    const direction = [again.normal(), again.normal()];
    const along = ({ points, count }: Measure) =>
      Array.from(
        { length: count },
        (_, i) => direction[0]! * points[2 * i]! + direction[1]! * points[2 * i + 1]!,
      );
    expect(Math.min(...along(lost))).toBeGreaterThan(Math.max(...along(kept)));
  });
});
