import { prepareCosts } from "../../dist/src/kernels/costs.js";
import { exactFamily } from "../../dist/src/kernels/exact.js";
import { Forest } from "../../dist/src/kernels/forest.js";
import { greedyForest } from "../../dist/src/kernels/greedy.js";
import { extendPotentials, improve, readPotentials, Simplex } from "../../dist/src/kernels/simplex.js";
import { spanForest } from "../../dist/src/kernels/spanning.js";
import { startArcs } from "../../dist/src/kernels/start.js";
import { commonFrame } from "../../dist/src/transport/frame.js";
import { pivotBudget } from "../../dist/src/transport/simplex/budget.js";
import { coarser } from "../../dist/src/transport/simplex/coarsen.js";
import { denseTree } from "../../dist/src/transport/simplex/dense-tree.js";
import { wholeProblem } from "../../dist/src/transport/simplex/problem.js";

const TOLERANCE = 1e-15;
const MANY = 1e6;
/** Room of the list, as in `denseTree`. */
const ARCS_PER_NODE = 30;

/** One run of the dense road, step by step, with what each step leaves behind. Coordinates are those of the frame. */
export function denseRun(source, target) {
  const frame = commonFrame(source, target);
  const { problem, masses } = wholeProblem(source, target, frame);
  const coarse = coarser(problem);
  const below = denseTree(exactFamily.plain, coarse, pivotBudget(MANY));
  const simplex = emptySimplex(problem);
  prepareCosts(simplex.costs);
  extendPotentials(simplex, below);
  const extended = simplex.potential.slice(0, problem.supply.length);
  const window = startArcs(simplex.costs, simplex.masses, simplex.potential, simplex.arcs);
  const swept = simplex.potential.slice();
  const arcs = listedArcs(simplex);
  const forest = new Forest(simplex.tree.count);
  forest.open.set(simplex.masses);
  greedyForest(simplex.costs, forest, simplex.potential, simplex.arcs, window);
  spanForest(simplex.tree, forest, simplex.costs, simplex.potential);
  const begun = treeArcs(simplex);
  const pivots = allPivots(simplex, problem, masses.total);
  return {
    problem,
    unit: frame.scale ** 2,
    total: masses.total,
    coarse: { problem: coarse, arcs: treeArcs(below) },
    extended,
    swept,
    window,
    arcs,
    begun,
    root: begun.root,
    pivots,
    ended: treeArcs(simplex),
    optimal: readPotentials(simplex).slice(0, problem.supply.length),
  };
}

function emptySimplex({ x, y, dim, supply, demand }) {
  const simplex = new Simplex(
    supply.length,
    demand.length,
    dim,
    true,
    ARCS_PER_NODE * (supply.length + demand.length),
  );
  simplex.costs.x.set(x);
  simplex.costs.y.set(y);
  simplex.masses.set(supply);
  simplex.masses.set(demand, supply.length);
  return simplex;
}

function listedArcs({ arcs, costs }) {
  return Array.from({ length: arcs.length }, (_, e) => ({ i: arcs.source[e], j: arcs.target[e] - costs.n }));
}

/** Arcs of the tree as source, target and flow in units, and its root. */
export function treeArcs({ tree }) {
  const { n, count, parent, flow, root } = tree;
  const arcs = [];
  for (let v = 0; v < count; v++) {
    if (v === root) continue;
    const p = parent[v];
    arcs.push(v < n ? { i: v, j: p - n, flow: flow[v] } : { i: p, j: v - n, flow: flow[v] });
  }
  return Object.assign(arcs, { root });
}

/** The cost after each pivot, per mass and in units of the frame, and whether its arc came from a scan of all rows. */
function allPivots(simplex, problem, total) {
  const costNow = () =>
    treeArcs(simplex).reduce((sum, { i, j, flow }) => sum + flow * squared(problem, i, j), 0) / total;
  const pivots = [{ pivot: 0, cost: costNow(), scanned: false }];
  for (;;) {
    const listed = simplex.arcs.length;
    if (improve(simplex, TOLERANCE * problem.largestCost, 1, Infinity) === 0) return pivots;
    pivots.push({ pivot: pivots.length, cost: costNow(), scanned: simplex.arcs.length > listed });
  }
}

function squared({ x, y, dim }, i, j) {
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += (x[i * dim + k] - y[j * dim + k]) ** 2;
  return sum;
}
