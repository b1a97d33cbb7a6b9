import { formatPercent } from "../report/format.js";
import { short, textTable } from "../text-table.js";
import type {
  FloorRatios,
  LawResults,
  MassResults,
  SimulateResults,
  StepSizeResults,
  VariantResults,
} from "./results.js";

/** Rows of the table; w2-to-control.csv has them all. */
const MOST_ROWS = 24;

/** What a terminal shows of the runs. */
export function simulateText(results: SimulateResults): string {
  const { system, particles, dim, finalTime, samplingFloor, variants, stepSizes, law, mass } = results;
  const label = distanceLabel(results);
  const facts = textTable([
    ["system", `${system}, ${particles} particles in ${dim} ${dim === 1 ? "dimension" : "dimensions"}`],
    ["time", `0 to ${short(finalTime)}`],
    ...variants.map(({ name, microSteps: { paid, plain }, maps }) => [
      name,
      `${paid} of ${plain} micro-steps (${formatPercent(paid / plain)}), ${maps} maps`,
    ]),
    ...variants.map(({ name, toFloor }) => [`${name} by the floor`, floorText(toFloor)]),
    ["sampling floor", `${label} ${short(samplingFloor)} between two controls at the end`],
    ...(mass ? [["mass at the end", massText(mass)]] : []),
    ...(stepSizes ? [["step size", stepSizeText(stepSizes)]] : []),
    ...(law ? [["exact law", lawText(law)]] : []),
  ]);
  return `${facts}\n\n${recoveries(results)}`;
}

function stepSizeText({ best, atEnd, window, replicates }: StepSizeResults): string {
  const end = atEnd ? ", an end of the grid" : "";
  return `|v^h - v^2h| / |v^2h| is least at h = ${short(best)}${end}; the window has ${short(window)} (${replicates} replicates)`;
}

/** Of the first coordinate. */
function lawText({ axes, isSteady }: LawResults): string {
  const runs = axes[0]!.runs.map(
    ({ name, chiSquare, degrees }) => `${name} ${chiSquareText(chiSquare, degrees)}`,
  );
  return `chi^2 / degrees of freedom of ${isSteady ? "the steady law" : "the law at the end"}: ${runs.join(", ")}`;
}

/** About 1 for samples of the law. */
export function chiSquareText(chiSquare: number, degrees: number): string {
  return degrees === 0 ? "–" : (chiSquare / degrees).toPrecision(3);
}

/** A distance to the control in floors. */
export function floorText({ atEnd, recent, recoveries }: FloorRatios): string {
  const write = (ratio: number | null): string => (ratio === null ? "–" : ratio.toPrecision(3));
  const end = `${write(atEnd)} at the end`;
  return recoveries === 0 ? end : `${end}, ${write(recent)} in the mean of the last ${recoveries} recoveries`;
}

/** How people write the metric. */
export function distanceLabel({ metric }: Pick<SimulateResults, "metric">): string {
  return metric.toUpperCase();
}

function massText({ exact, runs }: MassResults): string {
  const ends = runs.map(({ name, mass }) => `${name} ${short(mass.at(-1)!)}`);
  return `${ends.join(", ")}; ${short(exact.at(-1)!)} by the closed form`;
}

/** Distances to the control at the ends of recoveries. */
function recoveries(results: SimulateResults): string {
  const { variants, floorCurve } = results;
  const label = distanceLabel(results);
  const times = [...new Set(variants.flatMap((variant) => recovered(variant).map(({ t }) => t)))].sort(
    (a, b) => a - b,
  );
  const floor = new Map(floorCurve.map(({ t, w2 }) => [t, w2]));
  const columns = variants.map((variant) => new Map(recovered(variant).map(({ t, w2 }) => [t, w2])));
  const write = (value: number | undefined): string => (value === undefined ? "" : value.toPrecision(4));
  const shown = times.length <= MOST_ROWS ? times : times.slice(-MOST_ROWS);
  return textTable([
    [`${label} to the control at t =`, ...variants.map(({ name }) => name), "floor"],
    ...shown.map((t) => [short(t), ...columns.map((column) => write(column.get(t))), write(floor.get(t))]),
  ]);
}

function recovered({ w2ToControl }: VariantResults) {
  return w2ToControl.filter((point) => point.recovered);
}
