import type { Html, PageSection } from "../report/index.js";
import { lineChart } from "../report/line-chart.js";
import { valueTable } from "../report/value-table.js";
import type { LawAxis, LawResults, SimulateResults } from "../simulate/results.js";
import { chiSquareText } from "../simulate/text.js";
import { short } from "../text-table.js";
import { LAW_COLOUR } from "./run-colours.js";

/** The runs at their end next to the law that is known, if one is. */
export function lawSection({ law }: SimulateResults, colours: readonly string[]): PageSection[] {
  if (!law) return [];
  return [
    {
      heading: law.isSteady ? "The steady law" : "The exact law",
      text: textOf(law),
      html: [...law.axes.map((axis) => axisChart(axis, law, colours)), distanceTable(law)],
    },
  ];
}

function textOf({ about, isSteady, t }: LawResults): string {
  const compared = `The clouds of the runs at t = ${short(t)}, coordinate by coordinate, and `;
  const which = isSteady
    ? `the law that the system tends to: ${about}. No run is in it before it has had the time: what the control, plain simulation, is off by tells how much is left, and the others are to be as far off as it is.`
    : `the law of the system at that time: ${about}.`;
  return `${compared}${which}`;
}

function axisChart({ axis, x, exact, runs }: LawAxis, law: LawResults, colours: readonly string[]): Html {
  const lines = [
    ...runs.map(({ name, density }, r) => ({ label: name, colour: colours[r]!, values: density })),
    { label: law.isSteady ? "steady law" : "exact law", colour: LAW_COLOUR, values: exact },
  ];
  return lineChart(lines, x, {
    title: law.axes.length === 1 ? "Density" : `Density of ${axis}`,
    xLabel: `${law.axes.length === 1 ? "place" : axis} (in units of the system)`,
    yLabel: "density (share of the mass per unit)",
    caption: [`Means over ${x.length} bins.`],
  });
}

function distanceTable({ axes }: LawResults): Html {
  const rows = axes.flatMap(({ axis, runs }) =>
    runs.map(({ name, rms, chiSquare, degrees }) => [
      axes.length === 1 ? name : `${name}, ${axis}`,
      short(rms),
      degrees === 0 ? "–" : chiSquare.toPrecision(4),
      String(degrees),
      chiSquareText(chiSquare, degrees),
    ]),
  );
  return valueTable({
    title: "Distance from the law",
    columns: ["", "RMS", "chi-square", "degrees", "ratio"],
    rows,
    caption: [
      "RMS: root of the mean square difference of the densities of the bins.",
      "Chi-square is Pearson's, over bins of which at least 5 particles are expected; the ratio to its degrees of freedom is about 1 for independent particles of the law.",
    ],
  });
}
