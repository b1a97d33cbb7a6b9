import { MeasureError, ShapeError } from "../errors.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { selectEmbedded } from "../lot/embedded-items.js";
import { geometryOf } from "../lot/geometries.js";
import { type Measure, pool, totalMass } from "../measure/measure.js";
import type { Certificate, OnProgress, Status } from "../numeric/certificate.js";
import { iterate, stopRule } from "../numeric/iterate.js";
import { improved, type Matched, matched, objectiveOf, shrinkageOf, taskOf } from "./alternation.js";
import { candidatesOf, MOST_ATOMS, spreadOver } from "./candidate-atoms.js";
import { requireInner } from "./item-products.js";

export interface CompleteOptions {
  /** Share of the mass of the whole that is missing, at least 0 and below 1. */
  readonly missing: number;
  /**
   * How strongly the synthesis is drawn to the mean of the atoms, at least 0; default: by leaving atoms out, with the same part
   * hidden (see `chooseShrinkage`).
   */
  readonly shrinkage?: number;
  /** Shares over the atoms to start from, in any common unit; default: equal ones. */
  readonly start?: ArrayLike<number>;
  /**
   * Atoms that may get a share, at most; default 256. Of more those are left out that lie farthest, in the part that is visible from
   * the start. The mean that the synthesis is drawn to is that of the others.
   */
  readonly mostAtoms?: number;
  /** It ends when a step changes the objective by less than this part of it; default 1e-6. */
  readonly tolerance?: number;
  /** Default 100. */
  readonly maxIterations?: number;
  /** Told after each step; returning `false` ends the work. */
  readonly onProgress?: OnProgress;
}

/** A damaged measure and what was found of its whole. */
export interface Completion {
  /** Over the atoms, at least 0 and of sum 1. */
  readonly shares: Float64Array;
  /** Number of atoms that might have got one: all, or `mostAtoms`. */
  readonly candidates: number;
  /** The mean of the atoms with these shares: the whole as the atoms have it. */
  readonly synthesis: Measure;
  /** The part of it that the damaged measure does not cover; it may have no points. */
  readonly missing: Measure;
  /** The damaged measure, as it is, and the missing part. */
  readonly completed: Measure;
  /** What is minimised, at the start and after each step. */
  readonly objectives: readonly number[];
  /** Root of the cost of moving the visible part of the synthesis onto the damaged measure, per unit of mass. */
  readonly misfit: number;
  /** As given, or as it was chosen. */
  readonly shrinkage: number;
  /**
   * "converged" says that a step changes little, "stalled" that it would raise the objective, as none does for W2. The problem is not
   * convex: nothing bounds the least objective over all shares.
   */
  readonly status: Status;
  /** Of the last partial transport, which decided what is missing. */
  readonly certificate: Certificate;
}

/**
 * The whole of a measure of which a part is missing, as a mean of atoms whose visible part is nearest to what is left.
 *
 * W2:  minimise  F(lambda, p) = sum_ij p_ij |x_i(lambda) - y_j|^2 + rho |sum_s lambda_s row_s - mean row|^2
 *
 * over shares lambda of the simplex and plans p with p 1 <= w, p^T 1 = b: the damaged measure (y, b), of mass (1 - missing) |w|, is matched with that part of the synthesis (x, w) that
 * fits it best, and the rest of the synthesis is what is missing. Alternately p is an optimal partial transport, and lambda the
 * answer of the quadratic programme
 *
 *   minimise over the simplex  sum_i p_i |sum_s lambda_s row_s,i - target_i|^2 + rho |sum_s lambda_s row_s - mean row|^2,   p_i = sum_j p_ij,
 *
 * where target_i is the tangent vector from reference point i to the mean of the y_j matched with it. Both are exact, so that F
 * never rises: it ends where neither helps alone, which need not be the least F. rho, the shrinkage, keeps shares from following what
 * says nothing about the missing part, such as how the points of a surface happened to be drawn.
 *
 * HK: partial transport of the positions, the damaged measure brought to (1 - missing) of the mass of the synthesis, decides what is
 * visible. target is then the logarithm of the damaged measure with its own masses, completed by the rest of the synthesis, and
 * p_i the reference mass times the visible share of point i: growth is fitted where something is seen. The first term of the
 * objective is the cost of the partial transport; it mostly falls, but no law says so: where it would rise the step is halved, up to
 * four times, and then the work ends as stalled.
 *
 * Missing points are unknown where they are: if the atoms differ in pose from the damaged measure, align them before; this moves
 * nothing rigidly.
 *
 * @throws ShapeError as `stopRule`, if dimensions differ, `missing` is not in [0, 1), `mostAtoms` is no whole number of at least 1, `start` does
 *   not have a share for each atom, or the metric is OPT; MeasureError if those shares are not at least 0 and one above, or, for
 *   W2, the mass of the damaged measure is not (1 - missing) of that of the reference up to 1e-9.
 *
 * A step takes one partial transport, one quadratic programme, S^2 products of rows and, for HK, one logarithm, for S atoms that
 * may get a share: O(S^2 + S * length of a row) memory. Choosing these of more takes as much as a step without the programme.
 */
export function completeMeasure(
  atoms: EmbeddedItems,
  damaged: Measure,
  options: CompleteOptions,
): Completion {
  requireFits(atoms, damaged, options);
  const stop = stopRule(options, DEFAULT_STOP);
  const { places, start } = candidatesOf(atoms, damaged, options);
  const task = taskOf(selectEmbedded(atoms, places), damaged, options.missing);
  const first = matched(task, start);
  const shrinkage = options.shrinkage ?? shrinkageOf(task, first);
  const begun: Matched = { ...first, objectives: [objectiveOf(task, first, shrinkage)] };
  const { state, status } = iterate(
    begun,
    (last) => improved(task, last, shrinkage),
    stop,
    ({ done, error }) => options.onProgress?.({ unit: "steps", done, error: error! }),
  );
  const { whole: synthesis, missing, transport, objectives } = state;
  return {
    shares: spreadOver(places, state.shares, atoms.matrix.rows),
    candidates: places.length,
    shrinkage,
    misfit: Math.sqrt(transport.cost / transport.moved),
    synthesis,
    missing,
    completed: missing.count > 0 ? pool([damaged, missing]) : damaged,
    objectives,
    status,
    certificate: transport.certificate,
  };
}

const DEFAULT_STOP = { tolerance: 1e-6, maxIterations: 100 };
/** Masses that agree this well are equal; as balanced transport has it. */
const EQUAL_MASSES = 1e-9;

function requireFits(
  { reference }: EmbeddedItems,
  damaged: Measure,
  { missing, shrinkage = 0, mostAtoms = MOST_ATOMS }: CompleteOptions,
): void {
  const { metric, measure } = reference;
  requireInner(reference);
  if (!(missing >= 0 && missing < 1)) {
    throw new ShapeError(`the missing share is ${missing}; it must be at least 0 and below 1`, {
      found: missing,
    });
  }
  if (!(shrinkage >= 0 && shrinkage < Infinity)) {
    throw new ShapeError(`shrinkage is ${shrinkage}; it must be finite and at least 0`, { found: shrinkage });
  }
  if (!(Number.isSafeInteger(mostAtoms) && mostAtoms >= 1)) {
    throw new ShapeError(`mostAtoms is ${mostAtoms}; it must be a whole number of at least 1`, {
      found: mostAtoms,
    });
  }
  if (damaged.dim !== measure.dim) {
    throw new ShapeError(`the damaged measure has dimension ${damaged.dim}, the atoms ${measure.dim}`, {
      expected: measure.dim,
      found: damaged.dim,
    });
  }
  if (!geometryOf(metric).isBalanced) return;
  const expected = (1 - missing) * totalMass(measure);
  const found = totalMass(damaged);
  if (Math.abs(found - expected) <= EQUAL_MASSES * expected) return;
  throw new MeasureError(
    `the damaged measure has mass ${found}; with ${missing} of it missing it should be ${expected}: use normalise(mu, ${expected})`,
    { value: found },
  );
}
