import { axisLabel, type ItemKind, type Measure } from "../../src/index.js";
import { type DensityStep, densitySteps } from "./density.js";
import { INK } from "./draw.js";
import { lineChart } from "./line-chart.js";
import type { Html } from "./markup.js";
import { union } from "./measure-views.js";
import { changeColour, GAIN_NAME, LOSS_NAME } from "./signed-colour.js";

/** A measure on a line at a place of a walk. */
export interface WalkedCurve {
  readonly title: string;
  readonly measure: Measure;
  /** -1 to 1, from end to end of the walk; 0 is the middle, drawn in black. */
  readonly place: number;
}

const POSITIONS = 400;

/**
 * Densities of measures on a line over one axis, blue at one end of the walk and red at the other: what differs is seen better than in panels side
 * by side. Undefined where a measure has no density, its mass being at one place.
 */
export function curveOverlay(
  curves: readonly WalkedCurve[],
  item: ItemKind,
  options: { readonly title: string },
): Html | undefined {
  const steps = curves.map(({ measure }) => densitySteps(measure));
  const known = steps.filter((one) => one !== undefined);
  if (known.length < steps.length || known.length === 0) return undefined;
  const [low, high] = union(known.map((one) => [one[0]!.x1, one.at(-1)!.x2]));
  const positions = Float64Array.from(
    { length: POSITIONS },
    (_, p) => low + ((p + 0.5) * (high - low)) / POSITIONS,
  );
  const lines = curves.map(({ title, place }, c) => ({
    label: title,
    colour: place === 0 ? INK : changeColour(place),
    values: valuesAt(known[c]!, positions),
  }));
  return lineChart(lines, positions, {
    title: options.title,
    xLabel: item.kind === "spectrum" ? axisLabel(item) : "coordinate",
    yLabel: "share of the mass per unit of the axis",
    caption: [
      `${curves[0]!.title} (${LOSS_NAME}) to ${curves.at(-1)!.title} (${GAIN_NAME}), the mean in black; shares of each measure's own mass.`,
    ],
  });
}

/** The density at increasing positions, linear between the middles of the steps; 0 outside. */
function valuesAt(steps: readonly DensityStep[], positions: Float64Array): Float64Array {
  const middle = ({ x1, x2 }: DensityStep): number => (x1 + x2) / 2;
  let at = 0; // the first step whose middle is beyond the position
  return positions.map((x) => {
    while (at < steps.length && middle(steps[at]!) <= x) at++;
    if (x < steps[0]!.x1 || x > steps.at(-1)!.x2) return 0;
    const before = steps[Math.max(0, at - 1)]!;
    const after = steps[Math.min(at, steps.length - 1)]!;
    if (before === after) return before.density;
    const share = (x - middle(before)) / (middle(after) - middle(before));
    return (1 - share) * before.density + share * after.density;
  });
}
