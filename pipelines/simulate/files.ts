import { encodeNpy, encodePly } from "../../loaders/index.js";
import type { Measure } from "../../src/index.js";
import type { OutputFile } from "../report.js";
import { SYSTEMS } from "../systems/index.js";
import type { Frame } from "./frames.js";
import type { SimulateTask } from "./options.js";
import type { SimulateResults } from "./results.js";
import type { AllRuns } from "./runs.js";
import { namedFrames } from "./summary.js";
import { distancesCsv, framesCsv, jumpsCsv, momentsCsv, planeCsv, stepSizesCsv } from "./tables.js";

const TABLES = [
  "report.html",
  "w2-to-control.csv",
  "plane.csv",
  "moments.csv",
  "jumps.csv",
  "frames.csv",
] as const;

/** Clouds of a run over time, and the last of them. */
const cloudFiles = (name: string): readonly string[] => [`${name}.npy`, `${name}-final.ply`];

const STEP_SIZES = "step-sizes.csv";

/** What `simulate` leaves when these variants run. */
export function simulateFiles({
  variants,
  stepSizes,
}: Pick<SimulateTask, "variants" | "stepSizes">): readonly string[] {
  const curve = stepSizes > 0 ? [STEP_SIZES] : [];
  return [...TABLES, ...curve, ...["control", ...variants].flatMap(cloudFiles)];
}

/** All that it may leave, whatever the system. */
export const SIMULATE_FILES: readonly string[] = simulateFiles({
  variants: [
    ...new Set(Object.values(SYSTEMS).flatMap(({ simulate }) => Object.keys(simulate?.variants ?? {}))),
  ],
  stepSizes: 1,
});

/** Tables and clouds; `report.html` besides. */
export function simulateOutput(results: SimulateResults, runs: AllRuns): OutputFile[] {
  const named = namedFrames(runs);
  const { step } = runs.system;
  return [
    { name: "w2-to-control.csv", bytes: distancesCsv(results) },
    { name: "plane.csv", bytes: planeCsv(results) },
    { name: "moments.csv", bytes: momentsCsv(results) },
    { name: "jumps.csv", bytes: jumpsCsv(results) },
    { name: "frames.csv", bytes: framesCsv(named, step) },
    ...(results.stepSizes ? [{ name: STEP_SIZES, bytes: stepSizesCsv(results.stepSizes) }] : []),
    ...named.flatMap(({ name, frames }) => clouds(name, frames)),
  ];
}

function clouds(name: string, frames: readonly Frame[]): OutputFile[] {
  const [npy, ply] = cloudFiles(name);
  const last = frames.at(-1)!.measure;
  const files = [{ name: npy!, bytes: framesNpy(frames.map(({ measure }) => measure)) }];
  return last.dim <= 3 ? [...files, { name: ply!, bytes: encodePly(last) }] : files;
}

/** Frames x particles x dimension; points of all frames x dimension where the number of particles changes. */
function framesNpy(measures: readonly Measure[]): Uint8Array {
  const { count, dim } = measures[0]!;
  const total = measures.reduce((sum, mu) => sum + mu.count, 0);
  const points = new Float64Array(total * dim);
  let at = 0;
  for (const mu of measures) {
    points.set(mu.points, at);
    at += mu.points.length;
  }
  const even = measures.every((mu) => mu.count === count);
  return encodeNpy(points, even ? [measures.length, count, dim] : [total, dim]);
}
