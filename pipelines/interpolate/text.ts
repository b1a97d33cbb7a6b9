import { short, textTable } from "../text-table.js";
import type { InterpolateResults, InterpolateStep } from "./results.js";

/** Steps that a terminal shows; steps.csv has them all. */
const MOST_ROWS = 40;

/** What `interpolate` prints. */
export function interpolateText(results: InterpolateResults): string {
  const { path, symbol, distance, legs, steps, reference, residuals, shape, departure } = results;
  const head = textTable([
    ["path", path],
    [symbol, distance],
    ...(legs.length > 1 ? legs.map((leg) => [`  ${leg.from} to ${leg.to}`, leg.distance]) : []),
    ["departure from linear", short(departure)],
    ...(reference ? [["reference", `${reference.points} points (${reference.kind})`]] : []),
    ...(residuals ?? []).map(({ item, residual }) => [`residual of ${item}`, short(residual)]),
    ...(shape
      ? [
          ["length, chord", `${short(shape.length)}, ${short(shape.chord)}`],
          ["turning", `${short(shape.turning)} rad`],
        ]
      : []),
  ]);
  const left = steps.length - MOST_ROWS;
  const more = left > 0 ? `\n${left} further steps in steps.csv` : "";
  return `${head}\n\n${stepTable(steps.slice(0, MOST_ROWS))}${more}`;
}

function stepTable(steps: readonly InterpolateStep[]): string {
  return textTable([
    ["file", "t", "points", "mass", "from source", "to target"],
    ...steps.map(({ file, t, points, mass, toSource, toTarget }) => [
      file,
      short(t),
      points,
      short(mass),
      String(Number(toSource.toPrecision(10))),
      String(Number(toTarget.toPrecision(10))),
    ]),
  ]);
}
