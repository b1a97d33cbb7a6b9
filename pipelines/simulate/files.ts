import { encodeNpy, encodePly } from "../../loaders/index.js";
import type { Measure } from "../../src/index.js";
import { fitsPly } from "../fits-ply.js";
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

interface CloudShape {
  readonly dim: number;
  /** Do masses change? */
  readonly weighted: boolean;
}

const cloudsName = (name: string): string => `${name}.npy`;
const weightsName = (name: string): string => `${name}-weights.npy`;
const finalName = (name: string): string => `${name}-final.ply`;

/** Clouds of a run over time, and the last of them; weights where they change. */
const cloudFiles = (name: string, shape: CloudShape): readonly string[] => [
  cloudsName(name),
  ...(shape.weighted ? [weightsName(name)] : []),
  ...(fitsPly(shape.dim) ? [finalName(name)] : []),
];

const STEP_SIZES = "step-sizes.csv";

/** What `simulate` leaves when these variants run. */
export function simulateFiles({
  variants,
  stepSizes,
  simulation,
  dim,
}: Pick<SimulateTask, "variants" | "stepSizes" | "dim"> & {
  readonly simulation: Pick<SimulateTask["simulation"], "mass">;
}): readonly string[] {
  const curve = stepSizes > 0 ? [STEP_SIZES] : [];
  const weighted = simulation.mass !== undefined;
  const named = ["control", ...variants];
  return [...TABLES, ...curve, ...named.flatMap((name) => cloudFiles(name, { dim, weighted }))];
}

/** All that it may leave, whatever the system. */
export const SIMULATE_FILES: readonly string[] = simulateFiles({
  variants: [
    ...new Set(Object.values(SYSTEMS).flatMap(({ simulate }) => Object.keys(simulate?.variants ?? {}))),
  ],
  stepSizes: 1,
  simulation: { mass: () => 1 },
  dim: 1,
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
    ...named.flatMap(({ name, frames }) => clouds(name, frames, results.mass !== undefined)),
  ];
}

function clouds(name: string, frames: readonly Frame[], weighted: boolean): OutputFile[] {
  const last = frames.at(-1)!.measure;
  const measures = frames.map(({ measure }) => measure);
  const shape = { dim: last.dim, weighted };
  return [
    { name: cloudsName(name), bytes: framesNpy(measures) },
    ...(weighted ? [{ name: weightsName(name), bytes: weightsNpy(measures) }] : []),
    ...(fitsPly(shape.dim) ? [{ name: finalName(name), bytes: encodePly(last) }] : []),
  ];
}

/** Frames x particles x dimension; points of all frames x dimension where the number of particles changes. */
function framesNpy(measures: readonly Measure[]): Uint8Array {
  const { dim } = measures[0]!;
  const points = joined(measures.map((mu) => mu.points));
  return encodeNpy(points, [...shapeOf(measures), dim]);
}

/** Frames x particles, or one row of all. */
function weightsNpy(measures: readonly Measure[]): Uint8Array {
  return encodeNpy(joined(measures.map(({ weights }) => weights)), shapeOf(measures));
}

function shapeOf(measures: readonly Measure[]): number[] {
  const { count } = measures[0]!;
  if (measures.every((mu) => mu.count === count)) return [measures.length, count];
  return [measures.reduce((sum, mu) => sum + mu.count, 0)];
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
