import { expect, it } from "vitest";
import { seededRandom } from "../../src/numeric/random.js";
import { uniforms } from "../../src/numeric/uniforms.js";
import { expectNear } from "../support/expect-near.js";

it("uniform numbers in bulk fill tenths equally and never reach 0 or 1", () => {
  const uniform = uniforms(seededRandom(2));
  const count = 200_000;
  const tenths = new Float64Array(10);
  let follow = 0;
  let last = 0.5;
  let outside = 0;
  for (let n = 0; n < count; n++) {
    const u = uniform();
    if (!(u > 0 && u < 1)) outside++;
    tenths[Math.floor(10 * u)]!++;
    follow += (u - 0.5) * (last - 0.5);
    last = u;
  }
  expect(outside).toBe(0);
  const why = "5 standard errors";
  expectNear(tenths, new Array(10).fill(count / 10), { atol: 5 * Math.sqrt(0.09 * count), why });
  expectNear(follow / count, 0, { atol: 5 / 12 / Math.sqrt(count), why });
});
