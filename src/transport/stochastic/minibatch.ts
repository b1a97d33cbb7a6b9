import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { Certificate, OnProgress, Status } from "../../numeric/certificate.js";
import { iterate } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { requireBalanced } from "../balance.js";
import { certify, type Outcome } from "../certify.js";
import { exact } from "../exact.js";
import { momentPotential } from "../gaussian/moment-potential.js";
import { forEachPiece } from "../plan-pieces.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { type Batch, type DrawBatch, withoutReplacement, withReplacement } from "./draw-batch.js";
import { type Estimate, estimate } from "./estimate.js";

export interface MinibatchOptions {
  /** Points of each batch, on either side. */
  readonly batchSize: number;
  /** Pairs of batches. */
  readonly batches: number;
  readonly random: Random;
  /** Transport between two batches; `exact` by default. */
  readonly solver?: (source: Measure, target: Measure) => Transport;
  /** May a batch hold a point more than once? True by default; false needs equal masses. */
  readonly replacement?: boolean;
  /** Told after every pair of batches; returning `false` ends the work with what is done. */
  readonly onProgress?: OnProgress;
}

/** What chance leaves open: estimates of expectations over batches, never bounds of W2^2. */
export interface MinibatchStatistics extends Estimate {
  /** MB(source, target) - MB(source, source) / 2 - MB(target, target) / 2, pair by pair of the same batches. */
  readonly debiased: Estimate;
}

export interface MinibatchTransport extends Transport<SparsePlan> {
  /** Of MB, the expected cost between two batches. */
  readonly statistical: MinibatchStatistics;
}

/**
 * Minibatch transport: the mean of the transports between random batches of `batchSize` points drawn by mass.
 *
 *   MB(source, target) = E W2^2(batch of source, batch of target) >= W2^2(source, target).
 *
 * It is not W2^2: it exceeds it by a bias that shrinks as batches grow, and MB(mu, mu) > 0. `statistical.debiased` takes
 * the bias of either side off as the Sinkhorn divergence does; that is 0 for equal measures, and may be below 0 by
 * chance and, for small batches, below W2^2.
 *
 * @returns cost = statistical.mean, the cost of the plan returned: the mean of the batches' plans, in which points that
 *   were not drawn have no mass (see sourceError). The certificate brackets W2^2(source, target) itself: above by that
 *   plan rounded to its marginals, below by the mean of the batches' potentials made feasible. iterations counts pairs
 *   of batches; the status is "converged" when all were drawn and solved, else "aborted" or that of the first batch
 *   that did not converge. It says nothing about how near MB is to W2^2: the certificate does.
 * @throws ShapeError if dimensions differ, a number is not a whole number of at least 1 (2 for `batches`) or there are
 *   fewer points than in a batch without replacement; MeasureError if the total masses differ by more than 1e-9, masses
 *   differ within a measure where replacement is false, or squared distances overflow.
 *
 * Three solutions a pair, O(batches batchSize^2) time or so, O(n + m + batches batchSize) memory with `exact`; then the
 * certificate, O(n m d) time at worst. Fatras, Zine, Flamary, Gribonval and Courty 2020 (definitions 2 and 3); Fatras
 * et al. 2021, section 3.3 (debiasing).
 */
export function minibatch(source: Measure, target: Measure, options: MinibatchOptions): MinibatchTransport {
  requireBalanced(source, target);
  requireWhole("batchSize", options.batchSize, 1);
  requireWhole("batches", options.batches, 2);
  const { batches, solver = exact } = options;
  const drawSource = batchesOf(source, options, "source");
  const drawTarget = batchesOf(target, options, "target");
  const sums = emptySums(source.count);
  const step = (done: number) => {
    addPair(sums, drawPair(drawSource, drawTarget, options.random), solver);
    return { state: done + 1, error: batches - done - 1 }; // what is left to do; 0 is "converged"
  };
  const { status, iterations } = iterate(
    0,
    step,
    { tolerance: 0, maxIterations: batches },
    options.onProgress,
  );
  const outcome = { status: sums.failure ?? status, iterations };
  const plan = sparsePlan(averagedEntries(sums, iterations), [source.count, target.count]);
  const transport = bestBracket(source, target, plan, averagedPotential(sums), outcome);
  const costs = estimate(Float64Array.from(sums.costs));
  return {
    ...transport,
    statistical: { ...costs, debiased: estimate(Float64Array.from(sums.debiased)) },
  };
}

/** Up to this dimension the decompositions for the bound from moments take no time beside the rest. */
const MOMENTS_UP_TO = 64;

/** The certificate by the batches' potentials or, where that proves more, by the moments. */
function bestBracket(
  source: Measure,
  target: Measure,
  plan: SparsePlan,
  f: Float64Array,
  outcome: Outcome,
): Transport<SparsePlan> {
  const byBatches = certify(source, target, plan, { f }, outcome);
  if (source.dim > MOMENTS_UP_TO) return byBatches;
  const byMoments = certify(source, target, plan, { f: momentPotential(source, target) }, outcome);
  return byMoments.certificate.lower > byBatches.certificate.lower ? byMoments : byBatches;
}

type Solver = (source: Measure, target: Measure) => Transport;

function batchesOf(
  mu: Measure,
  { batchSize, replacement = true }: MinibatchOptions,
  name: string,
): DrawBatch {
  return replacement ? withReplacement(mu, batchSize) : withoutReplacement(mu, batchSize, name);
}

/** One batch of either side for the cost, and another for the cost of a measure with itself. */
interface Pair {
  readonly source: Batch;
  readonly target: Batch;
  readonly otherSource: Batch;
  readonly otherTarget: Batch;
}

function drawPair(drawSource: DrawBatch, drawTarget: DrawBatch, random: Random): Pair {
  return {
    source: drawSource(random),
    target: drawTarget(random),
    otherSource: drawSource(random),
    otherTarget: drawTarget(random),
  };
}

/** What the batches so far add up to. */
interface Sums {
  readonly costs: number[];
  readonly debiased: number[];
  readonly rows: number[];
  readonly cols: number[];
  readonly mass: number[];
  /** Sums of the batches' potentials at each source point, and how many there are. */
  readonly potential: Float64Array;
  readonly visits: Float64Array;
  /** Status of the first batch that did not converge. */
  failure?: Exclude<Status, "converged">;
}

function emptySums(n: number): Sums {
  return {
    costs: [],
    debiased: [],
    rows: [],
    cols: [],
    mass: [],
    potential: new Float64Array(n),
    visits: new Float64Array(n),
  };
}

function addPair(sums: Sums, { source, target, otherSource, otherTarget }: Pair, solver: Solver): void {
  const between = solver(source.measure, target.measure);
  const within = solver(source.measure, otherSource.measure);
  const beyond = solver(target.measure, otherTarget.measure);
  for (const { certificate } of [between, within, beyond]) noteStatus(sums, certificate);
  sums.costs.push(between.cost);
  sums.debiased.push(between.cost - within.cost / 2 - beyond.cost / 2);
  forEachPiece(between.plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      if (mass[e] === 0) continue;
      sums.rows.push(source.indices[rows[e]!]!);
      sums.cols.push(target.indices[cols[e]!]!);
      sums.mass.push(mass[e]!);
    }
  });
  source.indices.forEach((i, row) => {
    const value = between.potentials.f[row]!;
    if (!Number.isFinite(value)) return;
    sums.potential[i]! += value;
    sums.visits[i]!++;
  });
}

function noteStatus(sums: Sums, { status }: Certificate): void {
  if (status !== "converged") sums.failure ??= status;
}

function averagedEntries(
  { rows, cols, mass }: Sums,
  batches: number,
): Pick<SparsePlan, "rows" | "cols" | "mass"> {
  return {
    rows: Int32Array.from(rows),
    cols: Int32Array.from(cols),
    mass: Float64Array.from(mass, (value) => value / batches),
  };
}

/** -Infinity, that is unknown, at points that no batch held. */
function averagedPotential({ potential, visits }: Sums): Float64Array {
  return potential.map((sum, i) => (visits[i]! > 0 ? sum / visits[i]! : -Infinity));
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ShapeError(`${name} is ${value}; it must be a whole number of at least ${least}`, {
    found: value,
  });
}
