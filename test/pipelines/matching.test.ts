import { expect, it } from "vitest";
import { stopwatch } from "../../pipelines/report.js";
import { steadyStateTask } from "../../pipelines/steady-state/options.js";
import { searched } from "../../pipelines/steady-state/search.js";
import { memoryCheckpoint } from "../../pipelines/store/checkpoint.js";
import type { MethodName } from "../../pipelines/systems/steady-methods.js";
import { createPool, type ParticleResidual, seededRandom } from "../../src/index.js";

/** A search with a pool that answers the same to all matchings; which of them it is asked for. */
async function searchedWith(method: MethodName, particles: number) {
  const pool = await createPool({ workers: 0 });
  const asked: string[] = [];
  const field = new Float64Array(particles);
  const answer: ParticleResidual = { value: 7, field, status: "converged" };
  const particleLoss = async (name: string): Promise<ParticleResidual> => {
    asked.push(name);
    return answer;
  };
  const task = steadyStateTask({
    system: "double-well",
    method,
    preset: "small",
    settings: { particles, plain: 0, ...(method === "sinkhorn-newton" ? { iterations: 1 } : { epochs: 1 }) },
  });
  const place = { checkpoint: memoryCheckpoint(), pool: { ...pool, particleLoss } };
  const { results } = await searched(task, seededRandom(1), place, stopwatch());
  return { results, asked };
}

it("matchings that take long are solved by the pool, and what it answers is what a method goes by", async () => {
  const descent = await searchedWith("sinkhorn-descent", 201);
  expect(descent.results.residuals.map(({ residual }) => residual)).toEqual([7, 7]);
  expect(descent.results.freshResidual).toBe(7);
  // two epochs, the second to close; two images against the particles, and against each other
  expect(descent.asked).toEqual(new Array(5).fill("sinkhorn"));
  const newton = await searchedWith("sinkhorn-newton", 201);
  // a field of 0 says that all are where they belong
  expect(newton.results.residuals.map(({ residual }) => residual)).toEqual([0]);
  expect(newton.asked.length).toBeGreaterThan(0);
});

it("those of few particles, and those on the line, which are sorting, are solved at once", async () => {
  expect((await searchedWith("sinkhorn-descent", 200)).asked).toEqual([]);
  expect((await searchedWith("wasserstein-adam", 2000)).asked).toEqual([]);
});
