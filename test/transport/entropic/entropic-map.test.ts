import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { entropicMap } from "../../../src/transport/entropic/entropic-map.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { barycentricProjection, transposePlan } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";

describe("entropicMap", () => {
  const random = seededRandom(1);
  const offset = [1e6, -1e6, 0];
  const source = shifted(randomCloud(random, 30, 3), offset);
  const target = shifted(randomCloud(random, 45, 3), [-3e5, 2, 7]);
  const { plan } = sinkhorn(source, target, { epsilon: 0.5 });

  it("is the barycentric projection at the points of the source", () => {
    const images = entropicMap(plan, source.points);
    const wanted = barycentricProjection(plan, target);
    for (let i = 0; i < 30; i++) {
      if (i % 5 === 4) continue; // without mass the projection has no image, the map has
      expectNear(images.slice(3 * i, 3 * i + 3), wanted.slice(3 * i, 3 * i + 3), {
        atol: 1e-8,
        why: "coordinates of 1e6 are stored to 1e-10, over an epsilon of 1/2",
      });
    }
  });

  it("is that of the transposed plan the other way round", () => {
    const back = transposePlan(plan);
    const images = entropicMap(back, target.points);
    const wanted = barycentricProjection(back, source);
    for (let j = 0; j < 45; j++) {
      if (j % 5 === 4) continue;
      expectNear(images.slice(3 * j, 3 * j + 3), wanted.slice(3 * j, 3 * j + 3), {
        atol: 1e-8,
        why: "coordinates of 1e6 are stored to 1e-10, over an epsilon of 1/2",
      });
    }
  });

  it("follows the formula at other points", () => {
    const mu = measure([[0], [1], [2]], { weights: [0.2, 0.3, 0.5] });
    const nu = measure([[5], [7]], { weights: [0.6, 0.4] });
    const found = sinkhorn(mu, nu, { epsilon: 1.5, stop: { tolerance: 1e-13 } });
    const { origins, potentials } = found.plan;
    const x = 0.7;
    const centred = [5, 7].map((y) => y - origins!.target[0]!);
    const shares = centred.map(
      (y, j) => nu.weights[j]! * Math.exp((potentials.g[j]! - (x - origins!.source[0]! - y) ** 2) / 1.5),
    );
    expectNear(
      entropicMap(found.plan, [x]),
      [(5 * shares[0]! + 7 * shares[1]!) / (shares[0]! + shares[1]!)],
      {
        rtol: 1e-13,
        why: "rounding",
      },
    );
  });

  it("is linear between samples of Gaussians, nearly", () => {
    // From N(0, 1) to N(0, 4): x -> 2 x as epsilon falls
    const grid = Array.from({ length: 321 }, (_, i) => (i - 160) / 16);
    const gaussian = (sd: number) => {
      const density = grid.map((x) => Math.exp((-x * x) / (2 * sd * sd)));
      const sum = density.reduce((total, value) => total + value, 0);
      return measure(grid, { dim: 1, weights: density.map((value) => value / sum) });
    };
    const epsilon = 0.1;
    const wide = sinkhorn(gaussian(1), gaussian(2), { epsilon });
    const rho = (Math.sqrt(epsilon * epsilon + 64) - epsilon) / 8;
    const points = [-1.03, 0.21, 1.5];
    expectNear(
      entropicMap(wide.plan, points),
      points.map((x) => 2 * rho * x),
      { atol: 1e-4, why: "a marginal error of 1e-6, divided by the density at 1.5" },
    );
  });

  it("takes no points, and refuses what are none", () => {
    expect(entropicMap(plan, [])).toEqual(new Float64Array(0));
    expect(() => entropicMap(plan, [1, 2])).toThrow(/2 coordinates do not fill points of dimension 3/);
    expect(() => entropicMap(plan, [1, Number.NaN, 2])).toThrow(/coordinate 1 is NaN/);
  });

  it("stays among the points of the target, however far the point", () => {
    const near = uniformCloud(random, 10, 2);
    const { plan: small } = sinkhorn(near, near, { epsilon: 0.01 });
    const image = entropicMap(small, [1e8, 0]);
    const rightmost = Math.max(...near.points.filter((_, p) => p % 2 === 0));
    expectNear(image[0]!, rightmost, { rtol: 1e-12, why: "the farthest point to the right gets all weight" });
  });
});
