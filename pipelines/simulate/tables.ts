import { coordinateNames } from "../../loaders/index.js";
import { type CsvCell, csvText } from "../csv-text.js";
import type { Frame } from "./frames.js";
import type { SimulateResults, StepSizeResults } from "./results.js";

/** Distances of all runs from the control; the floor is the second control's. */
export function distancesCsv({ variants, floorCurve }: SimulateResults): string {
  const rows = variants.flatMap(({ name, w2ToControl }) =>
    w2ToControl.map(({ t, w2, stage, recovered }): CsvCell[] => [name, t, w2, stage, recovered ? 1 : 0]),
  );
  const floor = floorCurve.map(({ t, w2 }): CsvCell[] => ["second-control", t, w2, "", 0]);
  return csvText(["run", "t", "w2", "stage", "recovered"], [...rows, ...floor]);
}

export function planeCsv({ plane }: SimulateResults): string {
  const rows = plane.curves.flatMap(({ name, t, x, y }) =>
    t.map((time, f): CsvCell[] => [name, time, x[f]!, y[f]!]),
  );
  return csvText(["run", "t", "component1", "component2"], rows);
}

export function momentsCsv({ moments, dim }: SimulateResults): string {
  const names = coordinateNames(dim);
  const header = ["run", "t", ...names.map((name) => `mean_${name}`), ...names.map((name) => `sd_${name}`)];
  const rows = moments.flatMap(({ name, points }) =>
    points.map(({ t, mean, deviation }): CsvCell[] => [name, t, ...mean, ...deviation]),
  );
  return csvText(header, rows);
}

export function jumpsCsv({ variants }: SimulateResults): string {
  const rows = variants.flatMap(({ name, jumps }) =>
    jumps.map((jump): CsvCell[] => [
      name,
      jump.cycle,
      jump.from,
      jump.duration,
      jump.maps,
      jump.length,
      jump.meanResidual,
      jump.worstGap,
      jump.notConverged,
    ]),
  );
  const header = [
    "run",
    "cycle",
    "from",
    "duration",
    "maps",
    "length",
    "residual",
    "worstGap",
    "notConverged",
  ];
  return csvText(header, rows);
}

/** Empty where there is no number. */
export function stepSizesCsv({ points }: StepSizeResults): string {
  const rows = points.map(({ h, difference, standardError, speed, relative }): CsvCell[] => [
    h,
    difference,
    standardError ?? "",
    speed,
    relative ?? "",
  ]);
  return csvText(["h", "difference", "standardError", "speed", "relative"], rows);
}

/** What the frames of the NPY files are, in their order. */
export function framesCsv(
  named: readonly { readonly name: string; readonly frames: readonly Frame[] }[],
  step: number,
): string {
  const rows = named.flatMap(({ name, frames }) =>
    frames.map(({ at, stage, measure }, f): CsvCell[] => [name, f, at * step, stage, measure.count]),
  );
  return csvText(["run", "frame", "t", "stage", "particles"], rows);
}
