import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { debiasedBarycenter } from "../../../src/transport/barycenter/debiased.js";
import { expectNear } from "../../support/expect-near.js";
import { ORACLE } from "./oracle.js";

const points = Float64Array.from({ length: 201 }, (_, i) => -10 + i / 10);

function normal(mean: number, deviation: number) {
  const raw = points.map((x) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2));
  const sum = raw.reduce((total, w) => total + w, 0);
  return measure(points, { dim: 1, weights: raw.map((w) => w / sum) });
}

describe("a debiased barycentre", () => {
  it("is found where the first iterates are too large for doubles", () => {
    const places = [
      0.3624212547943637, 0.8521496826655213, -0.4504327326467766, 0.599029319722482, 0.8234972165177673,
      -1.2151633089383838,
    ];
    const bar = debiasedBarycenter(
      [
        [0.4485982349840173, 0, 0.5514017650159827],
        [0.44657855309143213, 0.5534214469085678, 0],
      ].map((weights) => measure(places, { dim: 2, weights })),
      { epsilon: 1e-4 },
    );
    expect(bar.certificate.status).not.toBe("non-finite");
    expect(bar.certificate.lower).toBeLessThanOrEqual(bar.certificate.upper);
  });

  it("of normal laws of one variance has that variance", () => {
    const bar = debiasedBarycenter([normal(-2, 0.8), normal(2, 0.8)], {
      weights: [3, 1],
      epsilon: 0.5,
      stop: { tolerance: 1e-12 },
    });
    expect(bar.certificate.status).toBe("converged");
    const { weights } = bar.measure;
    const mean = points.reduce((sum, x, i) => sum + weights[i]! * x, 0);
    const variance = points.reduce((sum, x, i) => sum + weights[i]! * (x - mean) ** 2, 0);
    expectNear(mean, -1, { atol: 1e-9, why: "tails that the interval cuts off" });
    expectNear(variance, 0.64, { atol: 1e-9, why: "tails, and sums for integrals of smooth functions" });
    // W2^2 of the shifts by 1 and 3, whole steps: 3/16 of 16
    expect(bar.certificate.lower).toBeLessThanOrEqual(3);
    expectNear([bar.certificate.lower, bar.cost], [3, 3], {
      rtol: 0.001,
      why: "the potentials are smoothed",
    });
  });

  it("of one measure is that measure", () => {
    const mu = normal(1, 0.7);
    const bar = debiasedBarycenter([mu], { epsilon: 0.2, stop: { tolerance: 1e-12 } });
    expectNear(bar.measure.weights, mu.weights, {
      atol: 1e-9,
      why: "linear convergence, stopped at steps of 1e-12",
    });
  });

  it.each(ORACLE.fixed.filter(({ debiased }) => debiased))("is POT's: $name", (problem) => {
    const { dim, points: places, atoms, weights, epsilon, histogram, leastCost } = problem;
    const measures = atoms.map((masses) => measure(places, { dim, weights: masses }));
    const stop = { tolerance: 1e-9, maxIterations: 50_000 };
    const bar = debiasedBarycenter(measures, { weights, epsilon, stop });
    expect(bar.certificate.status).toBe("converged");
    expectNear(bar.measure.weights, histogram, {
      atol: 1e-6,
      why: "slow convergence: stopped at changes of 1e-9 or so",
    });
    expect(bar.certificate.lower).toBeLessThanOrEqual(leastCost! * (1 + 1e-9));
    expect(bar.certificate.upper).toBeGreaterThanOrEqual(leastCost! * (1 - 1e-9));
  });

  it("needs symmetric costs", () => {
    const two = [measure([[0], [1]], { weights: [0.5, 0.5] })];
    expect(() => debiasedBarycenter(two, { epsilon: 1, costs: Float64Array.of(0, 1, 2, 0) })).toThrow(
      /not symmetric/,
    );
  });
});
