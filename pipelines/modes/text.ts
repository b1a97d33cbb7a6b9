import type { Metric } from "../../src/index.js";
import { METRICS } from "../metric.js";
import { short } from "../text-table.js";
import type { ModeResult, ModesResults, StepResult } from "./results.js";

/** Detours below this share are not worth a sentence. */
const LARGE_DETOUR = 0.01;

/** A place on a mode: "mean", "+1.5 sd", with a true minus sign. */
export function placeText(deviations: number): string {
  if (deviations === 0) return "mean";
  return `${deviations < 0 ? "\u2212" : "+"}${Number(Math.abs(deviations).toPrecision(3))} sd`;
}

export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A mode in a line of text. */
export function modeText(mode: ModeResult, metric: Metric): string {
  return [
    `${percentText(mode.explained)} of the variance, standard deviation ${short(mode.deviation)}, items from ${placeText(mode.least)} to ${placeText(mode.most)}`,
    ...doubtsOf(mode, metric),
  ].join("; ");
}

/** What a reader should know of the measures along a mode: which are extrapolations, which no items could be. */
export function doubtsOf({ steps }: ModeResult, metric: Metric): string[] {
  const beyond = steps.filter((step) => !step.withinData);
  const outside = steps.filter((step) => step.massOutside > 0);
  const crossing = steps.filter((step) => (step.detour ?? 0) > LARGE_DETOUR);
  const gone = steps.filter((step) => step.mass === 0);
  return [
    ...(beyond.length > 0 ? [`${placesText(beyond)} beyond the data`] : []),
    ...(gone.length > 0 ? [`no mass is left at ${listed(gone)}`] : []),
    ...(outside.length > 0
      ? [
          `at ${listed(outside, ({ massOutside }) => massOutside)} of the reference mass the vector is none that a logarithm gives; ${CUT[metric.name]}`,
        ]
      : []),
    ...(crossing.length > 0
      ? [
          `at ${listed(crossing, (step) => step.detour!)} paths cross: the squared ${METRICS[metric.name].symbol} from the reference is less by that share than the vector says`,
        ]
      : []),
  ];
}

/** What `expMap` does there. */
const CUT = {
  w2: "",
  hk: "mass that would fall below 0 is 0, but for what moves",
  opt: "shares and lengths are cut to their limits",
} as const;

function placesText(steps: readonly StepResult[]): string {
  return `${listed(steps)} ${steps.length === 1 ? "lies" : "lie"}`;
}

function listed(steps: readonly StepResult[], share?: (step: StepResult) => number): string {
  return steps
    .map((step) => placeText(step.deviations) + (share ? ` (${percentText(share(step))})` : ""))
    .join(", ");
}

/** Where there are fewer modes than were asked for. */
export function fewerText({ modes }: ModesResults): string {
  return `${modes.length}: the items vary in no more directions`;
}

/** Of the spread of the items; what is left out below this share is rounding. */
const ROUNDING = 1e-9;

/** What the modes leave out, in a line of text. */
export function leftOutText({ modes, reconstruction, totalVariance }: ModesResults): string {
  const { rootMeanSquare, largest, worstItem } = reconstruction;
  if (rootMeanSquare <= ROUNDING * Math.sqrt(totalVariance)) return "nothing";
  return (
    `${percentText(Math.max(0, 1 - modes.at(-1)!.cumulative))} of the variance; rows are off by ${short(rootMeanSquare)} ` +
    `(root mean square), at most ${short(largest)} (${worstItem})`
  );
}
