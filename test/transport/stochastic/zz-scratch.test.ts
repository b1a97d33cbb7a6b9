import { it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { minibatch } from "../../../src/transport/stochastic/minibatch.js";
import { cloud, unequal } from "../clouds.js";
it("x", () => {
  for (const [n, dim] of [[200, 2], [1000, 2], [300, 10]] as const)
  for (const [K, L] of [[10, 100], [50, 50], [100, 100], [200,100]] as const) {
    const a = cloud(1, n, { dim, weight: unequal });
    const b = cloud(2, n, { dim, shift: 0.5, scale: 1.5, weight: unequal });
    const t = exact(a, b).cost;
    const r = minibatch(a, b, { batchSize: K, batches: L, random: seededRandom(1) });
    console.log(n, dim, K, L, "true", t.toFixed(4), "cost", r.cost.toFixed(4), r.statistical.standardError.toFixed(4), "deb", r.statistical.debiased.mean.toFixed(4), r.statistical.debiased.standardError.toFixed(4), "br", r.certificate.lower.toFixed(4), r.certificate.upper.toFixed(4), r.certificate.sourceError.toFixed(3), r.statistical.mean - r.cost);
  }
});
