import { it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { measure } from "../../../src/measure/measure.js";
import { matrix } from "../../../src/numeric/matrix.js";
import { semidiscrete } from "../../../src/transport/stochastic/semidiscrete.js";
import { boxSampler, gaussianSampler } from "../../../src/transport/stochastic/sampler.js";
import { cloud, unequal } from "../clouds.js";
const eye = (d: number) => matrix(d, d, Float64Array.from({ length: d * d }, (_, p) => (p % (d + 1) === 0 ? 1 : 0)));
const show = (name: string, r: ReturnType<typeof semidiscrete>, t0: number) => {
  const { certificate: c, statistical: s } = r;
  console.log(name, (performance.now() - t0).toFixed(0), "ms", c.status, c.iterations, "cost", r.cost.toFixed(5), "br", c.lower.toFixed(5), c.upper.toFixed(5), "tE", c.targetError.toFixed(4),
    "dual", s.dual.mean.toFixed(5), s.dual.standardError.toFixed(5), "cost", s.cost.mean.toFixed(5), "L1", s.marginalError.observed.toFixed(4), s.marginalError.byChance.toFixed(4), s.marginalError.interval.map((v) => v.toFixed(3)));
};
it("x", () => {
  let t0 = performance.now();
  const g1 = gaussianSampler({ mean: Float64Array.of(0), covariance: eye(1) });
  show("three", semidiscrete(g1, measure([[-1], [0.5], [2]], { weights: [0.2, 0.5, 0.3] }), { random: seededRandom(1) }), t0);
  t0 = performance.now();
  show("three fine", semidiscrete(g1, measure([[-1], [0.5], [2]], { weights: [0.2, 0.5, 0.3] }), { random: seededRandom(1), stop: { tolerance: 0.01, maxIterations: 1e5 } }), t0);
  for (const n of [100, 1000]) {
    t0 = performance.now();
    const y = measure(Float64Array.from({ length: 2 * n }, (r => () => r.uniform())(seededRandom(3))), { dim: 2 });
    show("square " + n, semidiscrete(boxSampler([0, 0], [1, 1]), y, { random: seededRandom(1) }), t0);
    t0 = performance.now();
    const g2 = gaussianSampler({ mean: Float64Array.of(0, 0), covariance: eye(2) });
    show("gauss2 " + n, semidiscrete(g2, cloud(5, n, { shift: 1, scale: 1.5, weight: unequal }), { random: seededRandom(1) }), t0);
  }
  for (const [n, d] of [[100, 10], [1000, 10],] as const) {
    t0 = performance.now();
    const g2 = gaussianSampler({ mean: new Float64Array(d), covariance: eye(d) });
    show("gauss " + n + " d " + d, semidiscrete(g2, cloud(5, n, { dim: d, shift: 1, scale: 1.5 }), { random: seededRandom(1) }), t0);
  }
  t0 = performance.now();
  const g2 = gaussianSampler({ mean: Float64Array.of(0, 0), covariance: eye(2) });
  show("soft 100", semidiscrete(g2, cloud(5, 100, { shift: 1, scale: 1.5 }), { random: seededRandom(1), epsilon: 0.1 }), t0);
});
