import type { DistancePoint, FloorRatios } from "./results.js";

/** Ends of recoveries that count: the law is about the same at all of them where a run ends near a steady state. */
const MOST_RECOVERIES = 8;

/** Distances of a run from the control in units of those of the second control, at the same times. */
export function floorRatios(
  run: readonly DistancePoint[],
  floor: readonly Pick<DistancePoint, "t" | "w2">[],
): FloorRatios {
  const floors = new Map(floor.map(({ t, w2 }) => [t, w2]));
  const recent = run.filter(({ recovered, t }) => recovered && floors.has(t)).slice(-MOST_RECOVERIES);
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return {
    atEnd: ratio(run.at(-1)!.w2, floor.at(-1)!.w2),
    recent: ratio(sumOf(recent.map(({ w2 }) => w2)), sumOf(recent.map(({ t }) => floors.get(t)!))),
    recoveries: recent.length,
  };
}

function ratio(distance: number, floor: number): number | null {
  return floor > 0 ? distance / floor : null;
}
