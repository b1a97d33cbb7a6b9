import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ADAPTATION_PLANS,
  type AdaptationPlanName,
  adaptRows,
  barycentricAdaptation,
  classRegularised,
  exact,
  fitAdaptation,
  fitKnn,
  type Matrix,
  marginals,
  matrixFromRows,
  measure,
  predictKnn,
  type Random,
  rowView,
  seededRandom,
  sinkhorn,
  training,
} from "../../src/index.js";
import { expectNear } from "../support/expect-near.js";

const oracle = JSON.parse(readFileSync(join(import.meta.dirname, "../oracle/adaptation.json"), "utf8"));
const source = matrixFromRows(oracle.source);
const target = matrixFromRows(oracle.target);
const labelled = training(source, oracle.labels, 3);
const NAMES = Object.keys(ADAPTATION_PLANS) as AdaptationPlanName[];

describe("adaptation as POT does it", () => {
  it("has the images of the exact plan, of its rows and of others", () => {
    const fitted = fitAdaptation("exact", labelled, target);
    const why = "the optimal plan of random points is unique, so that only rounding differs";
    expectNear(fitted.images.data, oracle.exact.images.flat(), { atol: 1e-9, why });
    const fresh = adaptRows(fitted, matrixFromRows(oracle.fresh_rows));
    expectNear(fresh.data, oracle.exact.fresh.flat(), { atol: 1e-9, why });
  });

  it("has the images of the entropic plan, of its rows and of others", () => {
    const { epsilon } = oracle;
    const fitted = fitAdaptation("entropic", labelled, target, { epsilon });
    const why = "marginals are right to 1e-6 by the default stop, and coordinates are below 10";
    expectNear(fitted.images.data, oracle.entropic.images.flat(), { atol: 1e-4, why });
    const fresh = adaptRows(fitted, matrixFromRows(oracle.fresh_rows));
    expectNear(fresh.data, oracle.entropic.fresh.flat(), { atol: 1e-4, why });
  });

  it("has the class-regularised plan after as many rounds", () => {
    const m = target.rows;
    const transport = classRegularised(cloud(source), cloud(target), Int32Array.from(oracle.labels), {
      epsilon: oracle.epsilon,
      classWeight: oracle.class_weight * Math.sqrt(m),
      smoothing: m / 1000,
      stop: { tolerance: 0, maxIterations: oracle.outer - 1 }, // POT's first round has no class term
    });
    expect(transport.certificate.status).toBe("iteration-limit");
    const plan = new Float64Array(source.rows * m);
    transport.plan.mass.forEach((mass, e) => {
      plan[transport.plan.rows[e]! * m + transport.plan.cols[e]!] = mass;
    });
    expectNear(plan, oracle.class.plan.flat(), {
      atol: 1e-8,
      why: "entropic problems are solved to 1e-12 in both; entries are up to 1 / 30",
    });
  });
});

describe("the class-regularised plan", () => {
  const solve = (classWeight: number) =>
    classRegularised(cloud(source), cloud(target), labelled.labels, {
      epsilon: 0.5,
      classWeight,
      stop: { tolerance: 1e-6 },
    });

  it("is the entropic plan where classes weigh nothing", () => {
    const none = solve(0);
    const entropic = sinkhorn(cloud(source), cloud(target), { epsilon: 0.5, stop: { tolerance: 1e-10 } });
    expect(none.certificate.status).toBe("converged");
    expectNear(none.cost, entropic.cost, { rtol: 1e-7, why: "both stop at marginal errors of 1e-8 or less" });
  });

  it("lowers its objective from round to round, and converges", () => {
    const { objectives, certificate } = solve(5);
    expect(objectives.length).toBeGreaterThan(3);
    for (let r = 1; r < objectives.length; r++) {
      expect(objectives[r]! - objectives[r - 1]!).toBeLessThan(1e-7); // marginals of each round are off by 1e-8
    }
    expect(objectives[0]! - objectives.at(-1)!).toBeGreaterThan(0.01);
    expect(certificate.status).toBe("converged");
  });

  it("brackets the transport without regularisation, its marginals exact", () => {
    const optimum = exact(cloud(source), cloud(target)).cost;
    for (const weight of [0, 1, 10]) {
      const { certificate, cost, plan } = solve(weight);
      expect(certificate.lower).toBeLessThanOrEqual(optimum);
      expect(certificate.upper).toBeGreaterThanOrEqual(optimum);
      expect(cost - optimum).toBeLessThanOrEqual(certificate.upper - certificate.lower + 1e-5);
      const sent = marginals(plan);
      const why = "rows are exact, columns right to 1e-8 in sum";
      expectNear(sent.source, new Float64Array(source.rows).fill(1 / source.rows), { atol: 1e-7, why });
      expectNear(sent.target, new Float64Array(target.rows).fill(1 / target.rows), { atol: 1e-7, why });
    }
  });

  it("fills target points from one class the more, the more classes weigh", () => {
    const mixed = [0, 0.5, 5].map((weight) => mixing(solve(weight).plan));
    expect(mixed[1]).toBeLessThan(mixed[0]!);
    expect(mixed[2]).toBeLessThan(mixed[1]!);
  });

  it("passes over points without mass and keeps the mass", () => {
    const mu = measure([[0], [1], [5]], { weights: [1, 2, 0] });
    const nu = measure([[0.5], [1.5], [9]], { weights: [2, 1, 0] });
    const { plan, certificate } = classRegularised(mu, nu, Int32Array.of(0, 1, 0), { epsilon: 0.1 });
    expectNear(marginals(plan).source, [1, 2, 0], { atol: 1e-7, why: "rows are exact" });
    expectNear(marginals(plan).target, [2, 1, 0], {
      atol: 3e-6,
      why: "columns are right to 1e-6 of the mass",
    });
    expect(certificate.status).toBe("converged");
  });

  it("ends where it is told to", () => {
    const stopped = classRegularised(cloud(source), cloud(target), labelled.labels, {
      epsilon: 0.5,
      classWeight: 5,
      onProgress: () => false,
    });
    expect(stopped.certificate.status).toBe("aborted");
    expect(stopped.objectives.length).toBe(1); // the plan without classes was not finished
    let messages = 0;
    const later = classRegularised(cloud(source), cloud(target), labelled.labels, {
      epsilon: 0.5,
      classWeight: 5,
      onProgress: ({ unit, done }) => {
        expect(unit).toBe("plans");
        messages++;
        return done < 2;
      },
    });
    expect([later.certificate.status, later.objectives.length]).toEqual(["aborted", 3]);
    expect(messages).toBeGreaterThan(5); // it is told within the rounds, too
    const limited = classRegularised(cloud(source), cloud(target), labelled.labels, {
      epsilon: 0.5,
      classWeight: 5,
      stop: { maxIterations: 2 },
    });
    expect(limited.certificate.status).toBe("iteration-limit");
  });

  it("refuses what makes no sense, in a sentence", () => {
    const [mu, nu] = [cloud(source), cloud(target)];
    expect(() => classRegularised(mu, nu, Int32Array.of(0, 1))).toThrow("2 classes for 24 source points");
    expect(() => classRegularised(mu, nu, labelled.labels, { classWeight: -1 })).toThrow("classWeight is -1");
    expect(() => classRegularised(mu, nu, labelled.labels, { smoothing: Number.NaN })).toThrow(
      "smoothing is NaN",
    );
    expect(() =>
      classRegularised(
        mu,
        nu,
        labelled.labels.map((c) => c - 1),
      ),
    ).toThrow("class number -1 is below 0");
  });
});

describe("the barycentric map", () => {
  it.each(NAMES)("with the plan %s sends each row to a mean of target rows", (kind) => {
    const { images } = fitAdaptation(kind, labelled, target);
    for (let k = 0; k < target.cols; k++) {
      const column = Array.from({ length: target.rows }, (_, j) => target.data[j * target.cols + k]!);
      for (let i = 0; i < images.rows; i++) {
        const value = images.data[i * images.cols + k]!;
        expect(value).toBeGreaterThanOrEqual(Math.min(...column) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(...column) + 1e-12);
      }
    }
  });

  it("is the affine map where the target is the image of the source under one with a positive definite matrix", () => {
    const random = seededRandom(5);
    const x = blob(60, random);
    const y = matrixFromRows(Array.from({ length: 60 }, (_, i) => affine(rowView(x, 59 - i))));
    const fitted = fitAdaptation("exact", training(x, new Int32Array(60), 1), y);
    const expected = Array.from({ length: 60 }, (_, i) => affine(rowView(x, i))).flat();
    expectNear(fitted.images.data, expected, {
      atol: 1e-12,
      why: "gradients of convex functions are optimal maps (Brenier), so that each row goes to its own image, up to rounding",
    });
  });

  it.each([
    ["exact", 0.25],
    ["entropic", 0.25],
    ["class", 0.25],
  ] as const)("with the plan %s is near that map between samples of two normal laws", (kind, allowed) => {
    const random = seededRandom(11);
    const x = blob(400, random.fork(0));
    const y = matrixFromRows(
      Array.from({ length: 400 }, (_, j) => affine(rowView(blob(400, random.fork(1)), j))),
    );
    const { images } = fitAdaptation(kind, training(x, new Int32Array(400), 1), y);
    let off = 0;
    let all = 0;
    for (let i = 0; i < 400; i++) {
      const right = affine(rowView(x, i));
      off += squaredLength(rowView(images, i), right);
      all += squaredLength(rowView(x, i), right);
    }
    // of the squared way of the map; the empirical plan is off by about n^(-1/2) in two dimensions
    expect(Math.sqrt(off / all)).toBeLessThan(allowed);
  });

  it("moves rows outside as their nearest row, and its own rows to their images", () => {
    const from = matrixFromRows([
      [0, 0],
      [4, 0],
    ]);
    const adaptation = {
      source: from,
      images: matrixFromRows([
        [10, 10],
        [4, 1],
      ]),
    };
    expect(Array.from(adaptRows(adaptation, from).data)).toEqual([10, 10, 4, 1]);
    const moved = adaptRows(
      adaptation,
      matrixFromRows([
        [1, 1],
        [3, -2],
        [2, 0],
      ]),
    );
    expect(Array.from(moved.data)).toEqual([11, 11, 3, -1, 12, 10]); // the last is as near to both: the first counts
  });

  it("moves many rows as it moves each alone", () => {
    const random = seededRandom(12);
    const adaptation = { source: blob(40, random.fork(0)), images: blob(40, random.fork(1)) };
    const many = blob(600, random.fork(2));
    const all = adaptRows(adaptation, many);
    for (let s = 0; s < 600; s++) {
      const alone = adaptRows(adaptation, matrixFromRows([Array.from(rowView(many, s))]));
      expect(Array.from(rowView(all, s))).toEqual(Array.from(alone.data));
    }
  });

  it("refuses a plan between other rows, and rows of other columns", () => {
    const { plan } = exact(cloud(source), cloud(target));
    expect(() => barycentricAdaptation(target, source, plan)).toThrow(
      "a 24 x 30 plan does not lead from 30 rows",
    );
    const adaptation = barycentricAdaptation(source, target, plan);
    expect(() => adaptRows(adaptation, matrixFromRows([[1, 2]]))).toThrow("2 and of 3 numbers");
  });
});

describe("adaptation for a classifier", () => {
  const shift = twoBlobs();

  it("lets a classifier of the source name the target, whose labels nothing has seen", () => {
    const { rows, labels, target: away, hidden } = shift;
    const plain = fitKnn(training(rows, labels, 2), { neighbours: 5 });
    const before = share(predictKnn(plain, away), hidden);
    expect(before).toBeLessThan(0.7); // the blobs of the target lie where those of the source do not
    for (const kind of NAMES) {
      const { images } = fitAdaptation(kind, training(rows, labels, 2), away);
      const adapted = fitKnn(training(images, labels, 2), { neighbours: 5 });
      expect(share(predictKnn(adapted, away), hidden)).toBeGreaterThan(0.95);
    }
  });

  it("certifies W2^2 between the rows whatever the plan", () => {
    const { rows, labels, target: away } = shift;
    const optimum = fitAdaptation("exact", training(rows, labels, 2), away).transport.cost;
    for (const kind of NAMES) {
      const { certificate } = fitAdaptation(kind, training(rows, labels, 2), away).transport;
      expect(certificate.status).toBe("converged");
      expect(certificate.lower).toBeLessThanOrEqual(optimum);
      expect(certificate.upper).toBeGreaterThanOrEqual(optimum);
    }
  });

  it.each(["entropic", "class"] as const)("finds the plan %s of domains that are far apart", (kind) => {
    const { rows, labels, target: away } = shift;
    const near = fitAdaptation(kind, training(rows, labels, 2), away);
    const far = { ...away, data: away.data.map((x) => x + 2 ** 23) };
    const moved = fitAdaptation(kind, training(rows, labels, 2), far);
    expect(moved.transport.certificate.status).toBe("converged");
    expectNear(
      moved.images.data.map((x) => x - 2 ** 23),
      near.images.data,
      {
        atol: 1e-4,
        why: "8e6 is rounded to 1e-9, and plans stop at marginal errors of 1e-6 of all, 1e-4 of one row",
      },
    );
    const { lower, upper } = moved.transport.certificate;
    const optimum = exact(cloud(rows), cloud(far)).cost;
    expect([lower <= optimum, optimum <= upper]).toEqual([true, true]);
  });

  it("refuses strengths that the plan does not have", () => {
    const { rows, labels, target: away } = shift;
    const asked = (kind: AdaptationPlanName, options: object) => () =>
      fitAdaptation(kind, training(rows, labels, 2), away, options);
    expect(asked("exact", { epsilon: -5 })).toThrow('the plan "exact" has no epsilon');
    expect(asked("entropic", { classWeight: Number.NaN })).toThrow('the plan "entropic" has no classWeight');
    expect(asked("class", { classWeight: Number.NaN })).toThrow("classWeight is NaN");
  });

  it("says which strengths it used", () => {
    const { rows, labels, target: away } = shift;
    const settings = (kind: AdaptationPlanName, epsilon?: number) =>
      fitAdaptation(kind, training(rows, labels, 2), away, { epsilon }).settings;
    expect(settings("exact")).toEqual({});
    expectNear(settings("entropic", 0.25).epsilon!, 0.25, {
      rtol: 1e-12,
      why: "it is scaled to a frame and back",
    });
    const { epsilon, classWeight } = settings("class") as { epsilon: number; classWeight: number };
    expect(epsilon).toBeGreaterThan(0);
    expect(classWeight).toBe(epsilon);
  });

  it("blurs as much wherever the target lies", () => {
    const { rows, labels, target: away } = shift;
    const far = { ...away, data: away.data.map((x) => x + 1000) };
    for (const kind of ["entropic", "class"] as const) {
      const near = fitAdaptation(kind, training(rows, labels, 2), away);
      const moved = fitAdaptation(kind, training(rows, labels, 2), far);
      const why =
        "coordinates of 1000 are rounded to 1e-13, their squares, which costs are made of, to 1e-10";
      expectNear(moved.settings.epsilon!, near.settings.epsilon!, { rtol: 1e-8, why });
      expectNear(
        moved.images.data.map((x) => x - 1000),
        near.images.data,
        { atol: 1e-3, why: "plans stop at marginal errors of 1e-6 of all, 1e-4 of one row" },
      );
    }
  });

  it("refuses rows of other columns", () => {
    expect(() => fitAdaptation("exact", labelled, matrixFromRows([[1, 2]]))).toThrow(
      "the source has dimension 3, the target has dimension 2",
    );
  });
});

function cloud(rows: Matrix) {
  return measure(rows.data, { dim: rows.cols });
}

/** Standard normal rows in the plane. */
function blob(count: number, random: Random): Matrix {
  return matrixFromRows(Array.from({ length: count }, () => [random.normal(), random.normal()]));
}

/** A shift of (3, -1) after the symmetric matrix ((1.5, 0.4), (0.4, 0.8)), whose eigenvalues are 1.68 and 0.62. */
function affine(x: ArrayLike<number>): number[] {
  return [3 + 1.5 * x[0]! + 0.4 * x[1]!, -1 + 0.4 * x[0]! + 0.8 * x[1]!];
}

function squaredLength(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return (x[0]! - y[0]!) ** 2 + (x[1]! - y[1]!) ** 2;
}

/** How much two classes share target points: sum over target points and pairs of classes of s_c s_c'. */
function mixing(plan: { rows: Int32Array; cols: Int32Array; mass: Float64Array }): number {
  const shares = Array.from({ length: target.rows }, () => new Float64Array(3));
  plan.mass.forEach((mass, e) => {
    shares[plan.cols[e]!]![oracle.labels[plan.rows[e]!]]! += mass * target.rows;
  });
  return shares.reduce((sum, own) => sum + 1 - own.reduce((squares, s) => squares + s * s, 0), 0);
}

/** Two blobs, and the same two stretched and moved, so that the second lies where the first was. */
function twoBlobs() {
  const random = seededRandom(3);
  const labels = Int32Array.from({ length: 80 }, (_, s) => s % 2);
  const rows = matrixFromRows(
    Array.from(labels, (label) => [3 * label + 0.5 * random.normal(), 0.5 * random.normal()]),
  );
  const hidden = Int32Array.from({ length: 70 }, (_, s) => s % 2);
  const away = matrixFromRows(
    Array.from(hidden, (label) => [3 * label - 3 + 0.5 * random.normal(), 2 + 0.8 * random.normal()]),
  );
  return { rows, labels, target: away, hidden };
}

function share(found: Int32Array, wanted: Int32Array): number {
  return found.filter((label, s) => label === wanted[s]).length / wanted.length;
}
