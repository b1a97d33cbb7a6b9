import * as Plot from "@observablehq/plot";
import { seededRandom } from "../../dist/src/numeric/random.js";
import { squaredDistance } from "../../dist/src/numeric/squared-distance.js";
import { cTransform } from "../../dist/src/transport/c-transform.js";
import {
  ACCENT,
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
import { denseRun } from "./dense-run.mjs";

const SEED = 1;
const COUNT = 120;
/** Target points of the picture of the tree: with equal masses, each is served by three source points. */
const FEW = 40;
/** Points of the picture of the potentials. */
const MANY = 600;

/** The pictures of one run of the dense road, by name. */
export function densePictures() {
  const run = runOf(COUNT, COUNT, true);
  return {
    coarse: coarsePicture(run),
    potentials: potentialsPicture(runOf(MANY, MANY, true)),
    arcs: arcsPicture(run),
    greedy: greedyPicture(run),
    tree: treePicture(runOf(COUNT, FEW, false)),
    pivots: pivotsPicture(run),
  };
}

function runOf(n, m, weighted) {
  const random = seededRandom(SEED);
  return denseRun(ringCloud(random, n, weighted), twinCloud(random, m, weighted));
}

function coarsePicture({ problem, coarse, total }) {
  const { x, y, supply, demand } = coarse.problem;
  const faint = (points, colour) =>
    Plot.dot(rowsOf(points), { x: "x", y: "y", r: 1.8, fill: colour, fillOpacity: 0.35 });
  return picture("Clusters of a few points each and the optimal plan between the clusters", {
    ...plane([problem.x, problem.y]),
    r: { type: "identity" },
    marks: [
      faint(problem.x, SOURCE),
      faint(problem.y, TARGET),
      arcMarks(
        coarse.arcs.filter(({ flow }) => flow > 0),
        x,
        y,
        {
          stroke: QUIET,
          strokeWidth: (d) => (120 * d.flow) / total,
          strokeLinecap: "round",
        },
      ),
      ...cloudMarks(x, y, { a: supply, b: demand, size: 5.5 }),
      ...key([
        { label: "source clusters", colour: SOURCE },
        { label: "target clusters", colour: TARGET, symbol: "square", hollow: true },
        { label: "points (pale)", colour: "#b9d3ee" },
      ]),
    ],
  });
}

/** Reduced costs of the optimal arcs under other potentials, in windows and increasing order: all 0 under optimal ones. */
function reducedCosts(step, potential, { problem, ended, window }) {
  const n = problem.supply.length;
  const values = ended
    .filter(({ flow }) => flow > 0)
    .map(({ i, j }) => squaredDistance(problem.x, i, problem.y, j, 2) - potential[i] - potential[n + j]);
  values.sort((p, q) => p - q);
  return values.map((value, q) => ({ step, reduced: value / window, share: (q + 1) / values.length }));
}

/** Both c-transforms of source potentials. */
function transformed({ x, y, dim }, f) {
  const g = cTransform(x, f, y, dim);
  return [...cTransform(y, g, x, dim), ...g];
}

function potentialsPicture(run) {
  const before = reducedCosts("extended", transformed(run.problem, run.extended), run);
  const after = reducedCosts("swept", run.swept, run);
  const style = { x: "reduced", y: "share", strokeWidth: 2.2 };
  return picture(
    "Share of the optimal arcs whose reduced cost is below a value, under the potentials before and after the sweep",
    {
      height: 350,
      x: { label: "reduced cost of an optimal arc, in widths of the window", domain: [0, 1.3] },
      y: { label: "share of the optimal arcs", domain: [0, 1], grid: true },
      marks: [
        Plot.ruleX([1], { stroke: QUIET, strokeDasharray: "4,3" }),
        Plot.line(before, { ...style, stroke: TARGET, strokeDasharray: "6,3", clip: true }),
        Plot.line(after, { ...style, stroke: SOURCE, clip: true }),
        ...key([
          { label: "extended (dashed)", colour: TARGET },
          { label: "after the sweep", colour: SOURCE },
          { label: "the window", colour: QUIET },
        ]),
      ],
    },
  );
}

function arcsPicture({ problem, arcs }) {
  return picture(`The ${arcs.length} listed arcs, of the ${COUNT * COUNT} that there are`, {
    ...plane([problem.x, problem.y]),
    r: { type: "identity" },
    marks: [
      arcMarks(arcs, problem.x, problem.y, { stroke: QUIET, strokeOpacity: 0.5, strokeWidth: 0.7 }),
      ...cloudMarks(problem.x, problem.y),
      ...key([...CLOUD_KEY, { label: `${arcs.length} of ${COUNT * COUNT} arcs`, colour: QUIET }]),
    ],
  });
}

function greedyPicture({ problem, arcs, begun, total }) {
  const listed = new Set(arcs.map(({ i, j }) => i * COUNT + j));
  const flows = begun.filter(({ flow }) => flow > 0);
  const style = (colour) => ({
    stroke: colour,
    strokeWidth: (d) => 0.6 + (140 * d.flow) / total,
    strokeLinecap: "round",
  });
  return picture("The greedy flow: mass on listed arcs, and what was left on others", {
    ...plane([problem.x, problem.y]),
    r: { type: "identity" },
    marks: [
      arcMarks(
        flows.filter(({ i, j }) => listed.has(i * COUNT + j)),
        problem.x,
        problem.y,
        style(QUIET),
      ),
      arcMarks(
        flows.filter(({ i, j }) => !listed.has(i * COUNT + j)),
        problem.x,
        problem.y,
        style(ACCENT),
      ),
      ...cloudMarks(problem.x, problem.y),
      ...key([...CLOUD_KEY, { label: "left over: other arcs", colour: ACCENT }]),
    ],
  });
}

function treePicture({ problem, begun }) {
  const { root } = begun;
  return picture(
    "The spanning tree to begin with: arcs with flow, and arcs without flow that hang parts on it",
    {
      ...plane([problem.x, problem.y]),
      r: { type: "identity" },
      marks: [
        arcMarks(
          begun.filter(({ flow }) => flow > 0),
          problem.x,
          problem.y,
          { stroke: QUIET, strokeWidth: 1.6 },
        ),
        arcMarks(
          begun.filter(({ flow }) => flow === 0),
          problem.x,
          problem.y,
          {
            stroke: ACCENT,
            strokeWidth: 1.4,
            strokeDasharray: "3,3",
          },
        ),
        ...cloudMarks(problem.x, problem.y),
        Plot.dot([{ x: problem.x[2 * root], y: problem.x[2 * root + 1] }], {
          x: "x",
          y: "y",
          r: 8,
          stroke: "#1f2328",
          strokeWidth: 2,
        }),
        ...key([...CLOUD_KEY, { label: "no flow (dashed); root: ring", colour: ACCENT }]),
      ],
    },
  );
}

function pivotsPicture({ pivots, unit }) {
  const rows = pivots.map(({ pivot, cost, scanned }) => ({
    pivot,
    cost: unit * (cost - pivots.at(-1).cost),
    scanned,
  }));
  return picture(
    "Cost of the flow above the optimum after each pivot; pivots on arcs that a scan of all rows has found are marked",
    {
      height: 340,
      x: { label: "pivots", inset: 6 },
      y: { label: "cost above the optimum", grid: true },
      marks: [
        Plot.line(rows, { x: "pivot", y: "cost", stroke: SOURCE, strokeWidth: 2, curve: "step-after" }),
        Plot.dot(
          rows.filter((d) => d.scanned),
          {
            x: "pivot",
            y: "cost",
            r: 3,
            stroke: TARGET,
            fill: "#ffffff",
            strokeWidth: 1.6,
            symbol: "square",
          },
        ),
        ...key([
          { label: "arcs of the list", colour: SOURCE },
          { label: "arcs found by a scan of all rows", colour: TARGET, symbol: "square", hollow: true },
        ]),
      ],
    },
  );
}
