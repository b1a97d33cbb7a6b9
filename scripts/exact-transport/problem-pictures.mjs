import * as Plot from "@observablehq/plot";
import { measure } from "../../dist/src/measure/measure.js";
import { seededRandom } from "../../dist/src/numeric/random.js";
import { exact } from "../../dist/src/transport/exact.js";
import { commonFrame } from "../../dist/src/transport/frame.js";
import {
  arcMarks,
  CLOUD_KEY,
  cloudMarks,
  key,
  picture,
  plane,
  QUIET,
  rowsOf,
  SOURCE,
  TARGET,
} from "./chart.mjs";
import { ringCloud, twinCloud } from "./clouds.mjs";

const SEED = 1;
const FEW = 40;

/** Two clouds and the optimal plan between them. */
export function problemPicture() {
  const random = seededRandom(SEED);
  const a = ringCloud(random, FEW, true);
  const b = twinCloud(random, FEW, true);
  const { plan } = exact(a, b);
  const arcs = Array.from(plan.mass, (mass, e) => ({ i: plan.rows[e], j: plan.cols[e], mass }));
  return picture(
    "Two clouds of weighted points and the optimal plan between them, as lines as thick as the mass they move",
    {
      ...plane([a.points, b.points]),
      r: { type: "identity" },
      marks: [
        arcMarks(arcs, a.points, b.points, {
          stroke: QUIET,
          strokeWidth: (d) => 120 * d.mass,
          strokeLinecap: "round",
        }),
        ...cloudMarks(a.points, b.points, { a: a.weights, b: b.weights, size: 4.5 }),
        ...key(CLOUD_KEY),
      ],
    },
  );
}

/** The same clouds far from each other and from 0, as given and in their common frame. */
export function framePicture() {
  const random = seededRandom(SEED);
  const a = ringCloud(random, FEW, true);
  const b = twinCloud(random, FEW, true);
  const moved = (mu, dx, dy) => ({
    ...mu,
    points: mu.points.map((value, p) => value + (p % 2 === 0 ? dx : dy)),
  });
  const source = moved(a, 20, 12);
  const target = moved(b, 28, 15);
  const frame = commonFrame(source, target);
  const rows = [
    ["as given", source.points, target.points],
    ["in the frame", frame.x, frame.y],
  ].flatMap(([panel, x, y]) => [
    ...rowsOf(x, () => ({ panel, side: "source points" })),
    ...rowsOf(y, () => ({ panel, side: "target points" })),
  ]);
  const half = (panel, side, style) =>
    Plot.dot(
      rows.filter((d) => d.panel === panel && d.side === side),
      { x: (d) => place(d.panel, d.x, 0), y: (d) => place(d.panel, d.y, 1), r: 3, ...style },
    );
  const place = (panel, value, k) => (panel === "as given" ? value : [40, 12][k] + 4 * value);
  return picture(
    "Two clouds as given, far from zero and from each other, and centred and scaled in their common frame",
    {
      height: 300,
      r: { type: "identity" },
      x: {
        label: null,
        ticks: [18, 20, 22, 24, 26, 28, 30, 36, 40, 44],
        tickFormat: (t) => (t > 33 ? (t - 40) / 4 : t),
        domain: [16, 46],
      },
      y: { axis: null, domain: [5.5, 19] },
      marks: [
        Plot.ruleX([33], { stroke: QUIET, strokeDasharray: "3,3" }),
        ...["as given", "in the frame"].flatMap((panel) => [
          half(panel, "source points", { fill: SOURCE }),
          half(panel, "target points", {
            fill: "#ffffff",
            stroke: TARGET,
            symbol: "square",
            strokeWidth: 1.6,
          }),
        ]),
        Plot.text(
          [
            { x: 24.5, y: 6.3, t: "as given: first coordinate" },
            { x: 40, y: 6.3, t: "in the frame: each cloud on its mean" },
          ],
          { x: "x", y: "y", text: "t" },
        ),
        ...key(CLOUD_KEY),
      ],
    },
  );
}

/** Masses summed up from the left: equal levels go to each other. */
export function linePicture() {
  const random = seededRandom(SEED);
  const cloud = (count, at, spread) => {
    const points = Array.from({ length: count }, () => at + spread * random.normal());
    const weights = points.map(() => 0.3 + random.uniform());
    const total = weights.reduce((sum, w) => sum + w, 0);
    return measure(Float64Array.from(points), { dim: 1, weights: weights.map((w) => w / total) });
  };
  const a = cloud(9, -1, 0.8);
  const b = cloud(7, 1.4, 1.1);
  const { plan } = exact(a, b);
  const order = [...plan.mass.keys()].sort(
    (e, o) =>
      a.points[plan.rows[e]] - a.points[plan.rows[o]] || b.points[plan.cols[e]] - b.points[plan.cols[o]],
  );
  let level = 0;
  const moves = order.map((e) => {
    const move = {
      x: a.points[plan.rows[e]],
      y: b.points[plan.cols[e]],
      from: level,
      to: level + plan.mass[e],
    };
    level = move.to;
    return move;
  });
  const stairs = (at) =>
    moves.flatMap((d) => [
      { x: d[at], y: d.from },
      { x: d[at], y: d.to },
    ]);
  return picture("Running sums of the masses of two clouds on a line; equal levels are joined by the plan", {
    height: 340,
    x: { label: "place on the line", inset: 12 },
    y: { label: "mass up to this place", domain: [0, 1] },
    marks: [
      Plot.rect(moves, {
        x1: "x",
        x2: "y",
        y1: "from",
        y2: "to",
        fill: QUIET,
        fillOpacity: 0.25,
        stroke: "#ffffff",
      }),
      Plot.line(stairs("x"), { x: "x", y: "y", stroke: SOURCE, strokeWidth: 2.5 }),
      Plot.line(stairs("y"), { x: "x", y: "y", stroke: TARGET, strokeWidth: 2.5, strokeDasharray: "6,3" }),
      ...key([
        { label: "source", colour: SOURCE },
        { label: "target (dashed)", colour: TARGET },
        { label: "the plan's entries", colour: QUIET, symbol: "square" },
      ]),
    ],
  });
}

/** The bracket that the certificate gives when the work is cut short. */
export function certificatePicture() {
  const random = seededRandom(SEED);
  const a = ringCloud(random, 120, true);
  const b = twinCloud(random, 120, true);
  const whole = exact(a, b).certificate.iterations;
  const steps = Array.from({ length: 33 }, (_, t) => Math.round((t * whole) / 32));
  const brackets = steps.map((maxPivots) => {
    const { lower, upper } = exact(a, b, { maxPivots }).certificate;
    return { maxPivots, lower, upper };
  });
  const last = exact(a, b);
  brackets.push({
    maxPivots: Math.round(1.04 * whole),
    lower: last.certificate.lower,
    upper: last.certificate.upper,
  });
  return picture(
    "Lower and upper bound of the optimal cost when the simplex is stopped after so many pivots",
    {
      height: 340,
      x: { label: "pivots allowed" },
      y: { label: "cost", zero: false, nice: true },
      marks: [
        Plot.areaY(brackets, { x: "maxPivots", y1: "lower", y2: "upper", fill: QUIET, fillOpacity: 0.25 }),
        Plot.ruleY([last.cost], { stroke: "#1f2328", strokeDasharray: "3,3" }),
        Plot.line(brackets, {
          x: "maxPivots",
          y: "upper",
          stroke: SOURCE,
          strokeWidth: 2,
          marker: "circle-fill",
        }),
        Plot.line(brackets, {
          x: "maxPivots",
          y: "lower",
          stroke: TARGET,
          strokeWidth: 2,
          marker: "circle-stroke",
        }),
        ...key([
          { label: "upper bound", colour: SOURCE },
          { label: "lower bound", colour: TARGET, hollow: true },
          { label: "optimal cost (dashed)", colour: "#1f2328" },
        ]),
      ],
    },
  );
}
