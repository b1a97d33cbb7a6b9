import { totalMass } from "../../measure/measure.js";
import { outOfFrame } from "../frame.js";
import type { Potentials } from "../potentials.js";
import { weightedSum } from "../weighted-sum.js";
import type { CentredPair } from "./centred-pair.js";
import type { Level } from "./level.js";
import { softTransform } from "./soft-transform.js";
import { withMasses } from "./sweep.js";

interface LevelOfPair {
  readonly pair: CentredPair;
  readonly level: Level;
}

/**
 * f_ab - f_aa and g_ab - f_bb for all points as given, those without mass included: how the divergence changes with the
 * mass of a point. sum f a = sum g b. O((n + m)^2 d).
 */
export function debiasedPotentials(
  between: LevelOfPair,
  ofSource: LevelOfPair,
  ofTarget: LevelOfPair,
): Potentials {
  const { source, target } = between.pair;
  const f = difference(sourcePotential(between), sourcePotential(ofSource));
  const g = difference(targetPotential(between), sourcePotential(ofTarget));
  const excess = weightedSum(f, source.weights) - weightedSum(g, target.weights);
  const t = excess / (totalMass(source) + totalMass(target));
  return { f: f.map((value) => value - t), g: g.map((value) => value + t) };
}

/** f at all source points, as the softmin of g. */
function sourcePotential({ pair, level }: LevelOfPair): Float64Array {
  const { frame, problem } = pair;
  const soft = softTransform(
    { x: frame.x, y: problem.y, dim: frame.dim, cost: problem.cost },
    withMasses(level.g, problem.b, level.epsilon),
    level.epsilon,
  );
  return soft.map((value, i) => outOfFrame(frame, value, frame.shiftX[i]!));
}

/** g at all target points, as the softmin of f. */
function targetPotential({ pair, level }: LevelOfPair): Float64Array {
  const { frame, problem } = pair;
  const soft = softTransform(
    { x: frame.y, y: problem.x, dim: frame.dim, cost: problem.cost },
    withMasses(level.f, problem.a, level.epsilon),
    level.epsilon,
  );
  return soft.map((value, j) => outOfFrame(frame, value, frame.shiftY[j]!));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}
