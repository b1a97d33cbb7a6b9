import { describe, expect, it } from "vitest";
import type { ReferencesResults } from "../../../pipelines/references/references-results.js";
import { joinRows } from "../../../pipelines/references/rows.js";
import { averagedDistances } from "../../../pipelines/references/several.js";
import {
  embed,
  gaussianReference,
  lotDistances,
  optMetric,
  rowDistance,
  seededRandom,
} from "../../../src/index.js";
import { temporaryFolder } from "../../loaders/temporary-folder.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted } from "../../support/random-measures.js";
import { reportOf, run, succeed } from "../run-program.js";
import { QUICK, shapes, TINY } from "../small-data.js";

const measures = [0, 1, 2, 3].map((s) => shifted(randomCloud(seededRandom(s), 12, 2), [s, 0]));

describe("distances at several references", () => {
  it("are the root of the mean of the squared LOT distances at each, singular masses included", () => {
    const metric = optMetric(0.4); // small beside the spread: some mass is left
    const embeddings = [1, 2, 3].map((seed) =>
      embed(gaussianReference(measures, { count: 6, random: seededRandom(seed), metric }), measures),
    );
    expect(embeddings.some(({ singular }) => singular!.some(({ count }) => count > 0))).toBe(true);
    const each = embeddings.map(lotDistances);
    const { data } = averagedDistances(joinRows(embeddings));
    const means = data.map((_, p) => Math.sqrt(each.reduce((sum, one) => sum + one.data[p]! ** 2, 0) / 3));
    expectNear(data, means, { rtol: 1e-14, atol: 1e-15, why: "rounding of a sum of three" });
  });

  it("are those of rows side by side in W2", () => {
    const embeddings = [1, 2].map((seed) =>
      embed(gaussianReference(measures, { count: 6, random: seededRandom(seed) }), measures),
    );
    const rows = joinRows(embeddings);
    expectNear(averagedDistances(rows).data[1]!, rowDistance(rows.matrix, 0, 1), {
      rtol: 1e-9,
      why: "distances of all pairs come from inner products, which cancel",
    });
  });

  it("of one reference are its own", () => {
    const embedding = embed(gaussianReference(measures, { count: 6, random: seededRandom(1) }), measures);
    expect(averagedDistances(joinRows([embedding]))).toEqual(lotDistances(embedding));
  });
});

describe("cluster --references", () => {
  it.each(["k-means", "k-medoids", "hierarchical"])(
    "clusters by %s, and measures the average",
    async (method) => {
      const folder = await temporaryFolder(shapes({ perClass: 4 }));
      const argv = [
        folder,
        "--k",
        "3",
        "--label",
        "shape",
        "--method",
        method,
        "--reference",
        "gaussian",
        ...QUICK,
      ];
      const { results, settings, certificates } = await reportOf("cluster", ...argv, "--references", "3");
      expect(results.adjustedRandIndex).toBe(1);
      expect(settings.references).toBe(3);
      expect(results.reference).toMatchObject({ kind: "gaussian", references: 3 });
      expect(results.reference.id.split(" ")).toHaveLength(3);
      expect(certificates.transports).toBe(3 * 12 + 5);
      const compared: { results: ReferencesResults } = JSON.parse(
        await succeed("references", folder, ...QUICK, "--references", "3", "--json"),
      );
      const averaged = compared.results.candidates.find(({ name }) => name === "gaussian x 3")!;
      expect(results.fidelity.spearman).toBe(averaged.fidelity.spearman);
      expect(results.fidelity.worstRatio).toBe(averaged.fidelity.worstRatio);
    },
  );

  it("says nothing new where there is one", async () => {
    const folder = await temporaryFolder(shapes({ perClass: 2 }));
    const one = await reportOf("cluster", folder, "--k", "3", ...QUICK);
    const same = await reportOf("cluster", folder, "--k", "3", ...QUICK, "--references", "1");
    expect(same.results).toEqual(one.results);
  });

  it("is refused where the kind says how many there are", async () => {
    const { exitCode, error } = await run(
      "cluster",
      await temporaryFolder(TINY),
      ...["--k", "2", "--reference", "auto", "--references", "2"],
    );
    expect(exitCode).toBe(2);
    expect(error).toContain("--references is of kinds that are one measure");
  });
});
