import type { PageSection } from "../report/index.js";
import { stepSizeChart } from "../report/step-size-chart.js";
import { valueTable } from "../report/value-table.js";
import type { SimulateResults, StepSizeResults } from "../simulate/results.js";
import { orDash, short } from "../text-table.js";

/** How long a finite difference should be, where that was asked. */
export function stepSizeSection({ stepSizes }: SimulateResults): PageSection[] {
  if (!stepSizes) return [];
  const { points, best, window } = stepSizes;
  const chart = stepSizeChart(points, {
    title: "Relative difference |v^h - v^2h| / |v^2h|",
    best,
    window,
    caption: [
      "Bars: the standard error of |v^h - v^2h| over replicates, up and down. Both axes are logarithmic.",
    ],
  });
  return [
    {
      heading: "The time of a difference",
      text: textOf(stepSizes),
      html: [
        ...(chart ? [chart] : []),
        valueTable({
          title: "Differences over h",
          columns: ["", "|v^h - v^2h|", "standard error", "|v^2h|", "ratio"],
          rows: points.map(({ h, difference, standardError, speed, relative }) => [
            `h = ${short(h)}`,
            short(difference),
            orDash(standardError, short),
            short(speed),
            orDash(relative, short),
          ]),
          caption: [],
        }),
      ],
    },
  ];
}

function textOf({ replicates, at, best, atEnd, window, microSteps }: StepSizeResults): string {
  const end = atEnd ? ", an end of the grid: a better one may lie beyond it" : "";
  const of = replicates === 1 ? "one plain simulation" : `${replicates} plain simulations`;
  return (
    `v^h is the map from the cloud at t = ${short(at)}, the middle of the first window, to that after h, divided by h; lengths are root mean squares over ` +
    `the particles of ${of} with starts of their own. For short h the difference is noise of the particles, for long h the curve has bent: ` +
    `the least ratio is at h = ${short(best)}${end}. The runs took differences up to ${short(window)} to either side; being centred, those bend less. ` +
    `${microSteps} micro-steps were simulated for it, which are not counted among those of the runs.`
  );
}
