import { type Measure, selectPoints } from "../../src/index.js";
import { type Curve, curveChart } from "../report/curve-chart.js";
import { formatPercent } from "../report/format.js";
import { type Html, htmlPage, measureChart, type PageSection } from "../report/index.js";
import { sampleIndices } from "../report/sample.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import type { MomentPoint, SimulateResults, VariantResults } from "../simulate/results.js";
import type { AllRuns } from "../simulate/runs.js";
import { namedFrames } from "../simulate/summary.js";
import { distanceLabel, floorText } from "../simulate/text.js";
import { short } from "../text-table.js";
import { cloudAnimation } from "../viewer/cloud-animation.js";
import { viewerScript } from "../viewer/viewer-script.js";
import { lawSection } from "./law-section.js";
import { FLOOR_COLOUR, LAW_COLOUR, runColour, variantColour } from "./run-colours.js";
import { latest, type NamedFrames, playedFrames } from "./run-frames.js";
import { runHistograms } from "./run-histograms.js";
import { stepSizeSection } from "./step-size-section.js";

/** Times at which clouds stand still, each with all runs. */
const MOST_STILLS = 6;
/** Points of a cloud that stands still. */
const STILL_POINTS = 1500;
/** Times that are written along a curve in the plane. */
const MOST_NAMES = 7;
const MOST_ROWS = 60;

/** The page of `simulate`. */
export async function simulatePage(report: Report<SimulateResults>, runs: AllRuns): Promise<string> {
  const { results, seed } = report;
  const named = namedFrames(runs);
  const { step } = runs.system;
  const script = results.dim <= 3 ? await viewerScript() : undefined;
  return htmlPage({
    title: `${results.system}, ${results.particles} particles to t = ${short(results.finalTime)}`,
    subtitle: subtitleOf(results),
    report,
    script,
    sections: [
      {
        heading: "The runs, played",
        text: playedText(named),
        html: pictures(named, step, seed, script !== undefined),
      },
      ...histogramSection(named, step, script !== undefined),
      distanceSection(results),
      ...lawSection(
        results,
        named.map((_, r) => runColour(r)),
      ),
      planeSection(results),
      ...massSection(results),
      momentSection(results),
      tableSection(results),
      jumpSection(results),
      ...stepSizeSection(results),
    ],
  });
}

function subtitleOf(results: SimulateResults): string {
  const { variants, samplingFloor } = results;
  const ends = variants.map(({ name, w2ToControl }) => `${name} ${short(w2ToControl.at(-1)!.w2)}`);
  return `${distanceLabel(results)} to plain simulation at the end: ${ends.join(", ")}; sampling floor ${short(samplingFloor)}`;
}

function playedText(named: readonly NamedFrames[]): string {
  const order = named.map(({ name }) => name).join(", ");
  return (
    `The clouds of all runs at the same times: ${order}. Between a window and the place where its jump lands there is no cloud ` +
    "of a run with jumps; the second half of each window, which serves the estimate only, is not shown."
  );
}

function pictures(named: readonly NamedFrames[], step: number, seed: number, plays: boolean): Html {
  const { dim } = named[0]!.frames[0]!.measure;
  const stills =
    dim === 1
      ? runHistograms(named, { step, times: stillTimes(named), colours: named.map((_, r) => runColour(r)) })
      : measureChart(stillsOf(named, step, seed), { title: "Clouds of the runs", seed });
  if (!plays) return stills;
  const where =
    dim === 1
      ? "Histograms of dots over the same places, columns that would leave their panel squeezed. "
      : "The same box and scale in all panels. ";
  return cloudAnimation(playedFrames(named, step), {
    title: "The runs, played",
    seed,
    linked: true,
    stills,
    note: `${where}Places are in units of the system. Between two clouds particles are drawn on straight lines.`,
  });
}

/** The stills of a line say more than those of a plane: they are shown where the runs are played, too. */
function histogramSection(named: readonly NamedFrames[], step: number, plays: boolean): PageSection[] {
  if (!plays || named[0]!.frames[0]!.measure.dim > 1) return [];
  return [
    {
      heading: "Histograms",
      text: "",
      html: runHistograms(named, {
        step,
        times: stillTimes(named),
        colours: named.map((_, r) => runColour(r)),
      }),
    },
  ];
}

/** Without the start, where all particles may be at one place. */
function stillTimes(named: readonly NamedFrames[]): number[] {
  return spread(
    named[0]!.frames.map(({ at }) => at).filter((at) => at > 0),
    MOST_STILLS,
  );
}

function stillsOf(named: readonly NamedFrames[], step: number, seed: number) {
  return stillTimes(named).flatMap((at) =>
    named.map(({ name, frames }) => ({
      title: `${name}, t = ${short(at * step)}`,
      measure: fewer(latest(frames, at), seed),
      item: { kind: "points" } as const,
    })),
  );
}

function fewer(mu: Measure, seed: number): Measure {
  return mu.dim === 1 ? mu : selectPoints(mu, sampleIndices(mu.count, STILL_POINTS, seed));
}

/** At most so many, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, k) => list[Math.round((k * (list.length - 1)) / (most - 1))]!);
}

function distanceSection(results: SimulateResults): PageSection {
  const { variants, floorCurve, samplingFloor } = results;
  const label = distanceLabel(results);
  const curves: Curve[] = [
    ...variants.map(
      ({ name, w2ToControl }, v): Curve => ({
        label: name,
        colour: variantColour(v),
        x: w2ToControl.map(({ t }) => t),
        y: w2ToControl.map(({ w2 }) => w2),
        marked: w2ToControl.map(({ recovered }) => recovered),
      }),
    ),
    {
      label: "second control: the sampling floor",
      colour: FLOOR_COLOUR,
      dashed: true,
      x: floorCurve.map(({ t }) => t),
      y: floorCurve.map(({ w2 }) => w2),
    },
  ];
  return {
    heading: "Distance from plain simulation",
    text:
      `${label} between the cloud of a run and the cloud of the control, a plain simulation of as many particles, at the same time. Two ` +
      "clouds of one law are apart as well: the floor is a second control with other random numbers, " +
      `${short(samplingFloor)} at the end. No run can be expected below it. In floors: ` +
      `${variants.map(({ name, toFloor }) => `${name} ${floorText(toFloor)}`).join("; ")}.`,
    html: curveChart(curves, {
      title: `${label} to the control`,
      xLabel: "time (in units of the system)",
      yLabel: results.metric === "w2" ? `${label} (in units of the system)` : label,
      fromZero: true,
      caption: [
        "Dots: ends of the simulation after a jump.",
        "Straight lines lead from the middle of a window to where the jump lands, over the time that is leapt over.",
      ],
    }),
  };
}

function planeSection({ plane, variants }: SimulateResults): PageSection {
  const [first, second] = plane.shares;
  const curves = plane.curves.map(({ name, t, x, y }, r): Curve => {
    const variant = variants.find((one) => one.name === name);
    return {
      label: name,
      colour: runColour(r),
      x,
      y,
      ...(variant && { marked: variant.w2ToControl.map(({ recovered }) => recovered) }),
      ...(r === 0 && { names: sparseNames(t, x, y) }),
    };
  });
  return {
    heading: "In the tangent space",
    text:
      `Every cloud as a vector: its LOT embedding at one reference, ${plane.referencePoints} points of the last cloud of the ` +
      "control. The plane is that of the first two principal components of the vectors of all runs together.",
    html: curveChart(curves, {
      title: "Runs in the principal plane",
      xLabel: `component 1 (${formatPercent(first)} of the variance)`,
      yLabel: `component 2 (${formatPercent(second)})`,
      equalScales: true,
      caption: ["The same scale on both axes.", "Dots: ends of the simulation after a jump."],
    }),
  };
}

/** Times along a curve, where there is room for them. */
function sparseNames(t: readonly number[], x: readonly number[], y: readonly number[]): string[] {
  const room = (Math.max(...x) - Math.min(...x)) / MOST_NAMES;
  let last: number | undefined;
  return t.map((time, f) => {
    const isFar = last === undefined || Math.hypot(x[f]! - x[last]!, y[f]! - y[last]!) > room;
    if (!isFar) return "";
    last = f;
    return `t = ${short(time)}`;
  });
}

function momentSection({ moments, dim }: SimulateResults): PageSection {
  const curves = (read: (point: MomentPoint) => number): Curve[] =>
    moments.map(({ name, points }, r) => ({
      label: name,
      colour: runColour(r),
      x: points.map(({ t }) => t),
      y: points.map(read),
    }));
  const deviation = curveChart(
    curves((point) => Math.sqrt(point.deviation.reduce((sum, sd) => sum + sd * sd, 0))),
    {
      title: dim === 1 ? "Standard deviation" : "Root of the total variance",
      xLabel: "time (in units of the system)",
      yLabel: "deviation (in units of the system)",
      fromZero: true,
      caption: [],
    },
  );
  const mean = curveChart(
    curves((point) => point.mean[0]!),
    {
      title: "Mean",
      xLabel: "time (in units of the system)",
      yLabel: "mean (in units of the system)",
      caption: [],
    },
  );
  return {
    heading: "Moments",
    text: "Of the particles; moments.csv has those of every coordinate.",
    html: dim === 1 ? [mean, deviation] : [deviation],
  };
}

/** Of particles whose mass changes. */
function massSection({ mass }: SimulateResults): PageSection[] {
  if (!mass) return [];
  const curves = mass.runs.map(
    ({ name, t, mass: values }, r): Curve => ({ label: name, colour: runColour(r), x: t, y: values }),
  );
  const exact = {
    label: "closed form",
    colour: LAW_COLOUR,
    dashed: true,
    x: mass.runs[0]!.t,
    y: mass.exact,
  };
  const last = mass.exact.at(-1)!;
  const ends = mass.runs.map(({ name, mass: values }) => `${name} ${formatPercent(values.at(-1)! / last)}`);
  return [
    {
      heading: "Total mass",
      text: `At the end, of the ${short(last)} by the closed form: ${ends.join(", ")}.`,
      html: curveChart([...curves, exact], {
        title: "Total mass",
        xLabel: "time (in units of the system)",
        yLabel: "mass",
        fromZero: true,
        caption: [],
      }),
    },
  ];
}

function tableSection(results: SimulateResults): PageSection {
  const { variants, floorCurve } = results;
  const floor = new Map(floorCurve.map(({ t, w2 }) => [t, w2]));
  const columns = variants.map(({ w2ToControl }) => new Map(w2ToControl.map(({ t, w2 }) => [t, w2])));
  const ends = variants.flatMap(({ w2ToControl }) => w2ToControl.filter(({ recovered }) => recovered));
  const times = [...new Set(ends.map(({ t }) => t))].sort((a, b) => a - b);
  const rows = times
    .slice(0, MOST_ROWS)
    .map((t) => [
      `t = ${short(t)}`,
      ...columns.map((column) => numberOf(column.get(t))),
      numberOf(floor.get(t)),
    ]);
  return {
    heading: "At the ends of recoveries",
    text: costText(variants),
    html: valueTable({
      title: `${distanceLabel(results)} to the control`,
      columns: ["", ...variants.map(({ name }) => name), "floor"],
      rows,
      caption: [times.length > MOST_ROWS ? "w2-to-control.csv has all." : undefined],
    }),
  };
}

function costText(variants: readonly VariantResults[]): string {
  return variants
    .map(
      ({ name, about, microSteps: { paid, plain } }) =>
        `${name} (${about}): ${paid} micro-steps instead of ${plain}, ${formatPercent(paid / plain)}.`,
    )
    .join(" ");
}

function numberOf(value: number | undefined): string {
  return value === undefined ? "–" : value.toPrecision(4);
}

function jumpSection({ variants }: SimulateResults): PageSection {
  const rows = variants.flatMap(({ name, jumps }) =>
    jumps.map(({ from, duration, maps, length }) => [
      `${name}, t = ${short(from)}`,
      short(duration),
      String(maps),
      short(length),
    ]),
  );
  return {
    heading: "Jumps",
    text: "Each from the middle of its window. The length is the root of the mean square of what particles move by.",
    html: valueTable({
      title: "Jumps",
      columns: ["", "over", "maps", "length"],
      rows: rows.slice(0, MOST_ROWS),
      caption: [rows.length > MOST_ROWS ? "jumps.csv has all." : undefined],
    }),
  };
}
