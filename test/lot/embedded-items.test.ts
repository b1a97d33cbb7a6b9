import { describe, expect, it } from "vitest";
import { lotDistances } from "../../src/lot/distance.js";
import { joinEmbedded, selectEmbedded } from "../../src/lot/embedded-items.js";
import { embed } from "../../src/lot/embedding.js";
import { hkMetric, w2Metric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import { massive } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted } from "../support/random-measures.js";

describe.each([w2Metric, hkMetric(0.5)])("embedded items for $name", (metric) => {
  const cloud = (seed: number) => randomCloud(seededRandom(seed), 8, 2);
  const at = (seed: number) => reference(massive(cloud(seed)).measure, { metric });
  const measures = [cloud(2), shifted(cloud(3), [50, 0]), cloud(4), shifted(cloud(5), [50, 0])];
  const all = embed(at(1), measures);

  it("keep their distances where some are chosen, and where parts are joined again", () => {
    const whole = lotDistances(all);
    const some = lotDistances(selectEmbedded(all, [3, 1]));
    const why = "sums in another order";
    expectNear(some.data[1]!, whole.data[3 * 4 + 1]!, { rtol: 1e-14, why });
    const joined = joinEmbedded(selectEmbedded(all, [0, 1]), selectEmbedded(all, [2, 3]));
    expect(lotDistances(joined)).toEqual(whole);
  });

  it("of different references do not go together", () => {
    expect(() => joinEmbedded(all, embed(at(6), measures))).toThrow(/do not go together/);
  });
});
