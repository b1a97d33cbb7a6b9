import { describe, expect, it } from "vitest";
import { REFERENCES } from "../../pipelines/lot.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { reportOf } from "./run-program.js";
import { csv, DATA, QUICK } from "./small-data.js";

/** Four items of mass 3 in two classes. */
const HEAVY = {
  "labels.csv": csv(["item,class", "a,u", "b,u", "c,v", "d,v"]),
  "points.csv": csv([
    "item,x,y,weight",
    ...["a,0,0,1", "a,1,0,2", "b,0,1,1", "b,1,1,2", "c,5,5,2", "c,6,5,1", "d,5,6,2", "d,6,6,1"],
  ]),
};

describe.each(Object.keys(REFERENCES))("a %s reference", (reference) => {
  it("has the mass of the items where masses are kept", async () => {
    const folder = await temporaryFolder(HEAVY);
    const argv = [folder, "--k", "2", "--normalise", "none", "--reference", reference, ...QUICK];
    const { results, certificates } = await reportOf("cluster", ...argv);
    expect(results.adjustedRandIndex).toBe(1);
    expect(certificates.notConverged).toBe(0);
  });
});

describe("a report", () => {
  const apes = `${DATA}/apes`;

  it("tells which reference was used, how it ended and what was done to the items", async () => {
    const { results } = await reportOf("cluster", apes, "--k", "3", "--align", "rigid", ...QUICK);
    expect(results.reference).toMatchObject({
      kind: "barycenter",
      points: 10,
      fittedOn: 167,
      status: expect.stringMatching(/converged|iteration-limit/),
      alignment: "procrustes",
    });
  });

  it("tells of each fold which reference it fitted and whether its settings were tuned", async () => {
    const argv = [apes, "--label", "genus", "--model", "knn", "--folds", "2", ...QUICK];
    const { results } = await reportOf("classify", ...argv);
    for (const fold of results.folds) {
      expect(fold.tuned).toBe(true);
      expect(fold.reference.fittedOn).toBe(167 - fold.tested);
      expect(fold.reference.alignment).toBe("none");
    }
    const folder = await temporaryFolder(HEAVY);
    const few = await reportOf(
      "classify",
      folder,
      "--label",
      "class",
      "--model",
      "knn",
      "--folds",
      "2",
      ...QUICK,
    );
    expect(few.results.folds.map((fold) => fold.tuned)).toEqual([false, false]);
  });

  it("counts the transports of the reference among those that it vouches for", async () => {
    const argv = [apes, "--k", "2", "--pairs", "5", "--reference-size", "10"];
    const gaussian = await reportOf("cluster", ...argv, "--reference", "gaussian");
    const barycenter = await reportOf("cluster", ...argv, "--reference", "barycenter");
    expect(gaussian.certificates.transports).toBe(167 + 5);
    const iterations = Number(barycenter.results.reference.iterations);
    expect(barycenter.certificates.transports).toBe(167 + 5 + 32 * iterations);
  });
});
