import { afterAll, describe, expect, it } from "vitest";
import {
  embedAtEach,
  fitReferences,
  type LotOptions,
  type ReferenceFitting,
} from "../../../pipelines/lot.js";
import { candidateName } from "../../../pipelines/references/candidates.js";
import { createPool, lotDistance, rowDistance, seededRandom, toTangent } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { noise, shapes } from "../small-data.js";
import { loadCollection } from "./loaded.js";

const pool = await createPool({ workers: 0 });
afterAll(() => pool.close());

function lot(parts: Partial<LotOptions>): LotOptions {
  return { metric: "w2", reference: "auto", referenceSize: 6, ...parts };
}

function fitting(rest: Partial<ReferenceFitting> = {}): ReferenceFitting {
  return { streams: { reference: seededRandom(3), metric: seededRandom(4) }, ...rest };
}

/** What the sentence of a choice begins with. */
function nameOf(choice: unknown): string {
  return String(choice).split(":")[0]!;
}

describe("--reference auto", () => {
  it.each([
    ["w2", "without labels"],
    ["w2", "with labels"],
    ["hk", "with labels"],
    ["opt", "without labels"],
  ] as const)(
    "in %s %s is the kind that it chose, fitted on all items as if it had been named",
    async (metric, which) => {
      const { collection, labels } = await loadCollection(shapes({ perClass: 3, apart: 1 }), "shape");
      const known = which === "with labels" ? { labels } : {};
      const chosen = await fitReferences(pool, lot({ metric }), collection, fitting(known));
      const { choice } = chosen[0]!.origin.details;
      const named = [
        ...(["gaussian", "k-means", "subsample", "barycenter", "medoid", "class-barycenter"] as const).map(
          (reference) => ({ reference }),
        ),
        { reference: "gaussian" as const, references: 3 },
      ].find((candidate) => candidateName(candidate) === nameOf(choice));
      expect(named).toBeDefined();
      const same = await fitReferences(pool, lot({ metric, ...named! }), collection, fitting(known));
      expect(chosen.map(({ id }) => id)).toEqual(same.map(({ id }) => id));
    },
  );

  it("says of all candidates what was measured, and on what", async () => {
    const { collection, labels } = await loadCollection(shapes({ perClass: 4, apart: 1 }), "shape");
    const [one] = await fitReferences(pool, lot({}), collection, fitting({ labels, classifier: "lda" }));
    const choice = String(one!.origin.details.choice);
    expect(choice).toContain("accuracies of lda in 3 folds of 12 of the items fitted on, 66 pairs");
    for (const name of [
      "gaussian",
      "k-means",
      "subsample",
      "barycenter",
      "medoid",
      "gaussian x 3",
      "class-barycenter",
    ]) {
      expect(choice).toMatch(new RegExp(`[ ;]${name} accuracy [0-9.]+, rank agreement [0-9.]+`));
    }
  });

  it("chooses one measure where one is wanted", async () => {
    const { collection, labels } = await loadCollection(shapes({ perClass: 3 }), "shape");
    const chosen = await fitReferences(pool, lot({}), collection, fitting({ labels, single: true }));
    expect(chosen).toHaveLength(1);
    expect(String(chosen[0]!.origin.details.choice)).not.toMatch(/class-barycenter|x 3/);
  });

  it("goes by distances alone where a class has one item, or one group", async () => {
    const files = shapes({ perClass: 2 });
    const { collection, labels } = await loadCollection(files, "shape");
    const lonely = {
      classes: [...labels.classes, "own"],
      codes: labels.codes.map((code, s) => (s === 0 ? 3 : code)),
    };
    const [one] = await fitReferences(pool, lot({}), collection, fitting({ labels: lonely }));
    expect(one!.origin.details.choice).not.toContain("accuracy");
    const groups = collection.names.map(() => "all in one");
    const [grouped] = await fitReferences(pool, lot({}), collection, fitting({ labels, groups }));
    expect(grouped!.origin.details.choice).not.toContain("accuracy");
  });

  it("costs no more transports for more items", async () => {
    const transports = async (clouds: number): Promise<number> => {
      const { collection, labels } = await loadCollection(noise({ clouds, copies: 1, seed: 1 }), "class");
      const fitted = await fitReferences(pool, lot({}), collection, fitting({ labels, classifier: "knn" }));
      const own = await fitReferences(
        pool,
        lot({ reference: nameOf(fitted[0]!.origin.details.choice) as "gaussian" }),
        collection,
        fitting({ labels }),
      );
      const count = (some: typeof fitted): number =>
        some.reduce((sum, { origin }) => sum + origin.certificates.length, 0);
      return count(fitted) - count(own);
    };
    const few = await transports(260);
    // fixed-point iterations of the barycentre candidate, of 32 transports each, end earlier or later
    expect(Math.abs((await transports(400)) - few)).toBeLessThanOrEqual(10 * 32);
    expect(few).toBeLessThanOrEqual(3968 + 2 * 768);
  }, 60_000);

  it("is the same for the same seed", async () => {
    const { collection, labels } = await loadCollection(shapes({ perClass: 3, apart: 1 }), "shape");
    const fitTwo = () => fitReferences(pool, lot({ metric: "hk" }), collection, fitting({ labels }));
    expect(await fitTwo()).toEqual(await fitTwo());
  });

  it("chooses for a single item too", async () => {
    const { collection } = await loadCollection(
      { "labels.csv": "item,shape\na,u\n", "points.csv": "item,x,y\na,0,0\na,1,2\n" },
      "shape",
    );
    const [one] = await fitReferences(pool, lot({}), collection, fitting());
    expect(one!.origin.details.choice).toContain("0 pairs");
  });
});

describe("several references", () => {
  it("are drawn independently, the first as if it were the only one", async () => {
    const { collection } = await loadCollection(shapes({ perClass: 3 }), "shape");
    for (const metric of ["w2", "hk"] as const) {
      const [only] = await fitReferences(pool, lot({ metric, reference: "gaussian" }), collection, fitting());
      const three = await fitReferences(
        pool,
        lot({ metric, reference: "gaussian", references: 3 }),
        collection,
        fitting(),
      );
      expect(three[0]!.id).toBe(only!.id);
      expect(new Set(three.map(({ id }) => id)).size).toBe(3);
      expect(three.map((one) => one.metric)).toEqual([only!.metric, only!.metric, only!.metric]);
    }
  });

  it("give rows whose squared distances are the mean of squared LOT distances", async () => {
    const { collection } = await loadCollection(shapes({ perClass: 2 }), "shape");
    const options = lot({ reference: "subsample", references: 4 });
    const references = await fitReferences(pool, options, collection, fitting());
    const { matrix, embeddings } = await embedAtEach(pool, references, collection);
    const squares = embeddings.map((rows, r) => {
      const at = references[r]!;
      const tangent = (s: number) =>
        toTangent(at, rows.matrix.data.subarray(s * rows.matrix.cols, (s + 1) * rows.matrix.cols));
      return lotDistance(at, tangent(0), tangent(4)) ** 2;
    });
    const mean = squares.reduce((sum, square) => sum + square, 0) / 4;
    expectNear(rowDistance(matrix, 0, 4) ** 2, mean, { rtol: 1e-12, why: "rounding of sums of squares" });
  });

  it("refuse what their kind does not have", async () => {
    const { collection, labels } = await loadCollection(shapes({ perClass: 2 }), "shape");
    const fitWith = (parts: Partial<LotOptions>, rest = {}) =>
      fitReferences(pool, lot(parts), collection, fitting(rest));
    await expect(fitWith({ reference: "gaussian", rounds: 2 })).rejects.toThrow(
      /--rounds is of --reference class-barycenter/,
    );
    await expect(fitWith({ reference: "class-barycenter", references: 2 }, { labels })).rejects.toThrow(
      /--references/,
    );
    await expect(fitWith({ reference: "class-barycenter" })).rejects.toThrow(/labelled items only/);
  });
});
