import { expect, it } from "vitest";
import { exactFamily } from "../../../src/kernels/exact.js";
import type { ExactKernels } from "../../../src/kernels/kernels.js";
import { webAssemblyKernels } from "../../../src/kernels/webassembly.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { commonFrame } from "../../../src/transport/frame.js";
import { extended } from "../../../src/transport/partial/extended.js";
import { solveExtended } from "../../../src/transport/partial/solve-extended.js";
import type { Lend } from "../../../src/transport/simplex/solve-dense.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";

const lending =
  (kernels: ExactKernels): Lend =>
  (work) => {
    kernels.functions.forgetAll();
    return work(kernels);
  };

it("solveExtended gives the same bits in JavaScript and in WebAssembly", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = seededRandom(seed);
    const dim = 1 + (seed % 5);
    const cloud = seed % 2 === 0 ? randomCloud : uniformCloud;
    const source = cloud(random, 1 + random.integer(120), dim);
    const target = cloud(random, 1 + random.integer(120), dim);
    const { farthest } = commonFrame(source, target);
    // All of the mass needs no extra points.
    const mass = [1e-3, 0.4, 1, undefined][seed % 4];
    const problem = { source, target, mass, farthest };
    const balanced = extended(problem, mass === undefined ? 0.1 : undefined);
    const [plain, compiled] = [exactFamily.plain, webAssemblyKernels(exactFamily)()].map((kernels) =>
      solveExtended(problem, balanced, {}, lending(kernels)),
    );
    expect(compiled, `seed ${seed}`).toEqual(plain);
  }
});
