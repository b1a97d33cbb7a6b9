import { expect, it } from "vitest";
import { classify, cluster, distance, embedDataset, info } from "../../pipelines/index.js";
import { reportOf } from "./run-program.js";
import { DATA } from "./small-data.js";

const apes = `${DATA}/apes`;
const settled = <T extends object>(report: T) => ({ ...report, timings: {} });

it("a call without options does what the command line does without options", async () => {
  const called = await cluster({ path: apes, k: 2 });
  expect(settled(called.report)).toEqual(settled(await reportOf("cluster", apes, "--k", "2")));
  const inspected = await info({ path: apes });
  expect(settled(inspected.report)).toEqual(settled(await reportOf("info", apes)));
});

it("every command has defaults for all but what it is about", async () => {
  const sorted = await classify({ path: apes, label: "genus", model: "knn" });
  expect(sorted.report.results.folds).toHaveLength(5);
  expect((await embedDataset({ path: apes })).report.settings.reference).toBe("barycenter");
  const bunny = `${DATA}/meshes/bunny.ply`;
  expect((await distance({ source: bunny, target: bunny, sample: 20 })).report.settings.method).toBe("exact");
});
