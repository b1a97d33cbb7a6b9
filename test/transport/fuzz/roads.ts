import { type Measure, measure } from "../../../src/measure/measure.js";
import { exact } from "../../../src/transport/exact.js";
import type { ExactOptions } from "../../../src/transport/exact-options.js";
import { solveLarge } from "../../../src/transport/large/solve-large.js";
import { oneD } from "../../../src/transport/one-d.js";
import { solveDense } from "../../../src/transport/simplex/solve-dense.js";
import type { SparsePlan } from "../../../src/transport/sparse-plan.js";
import type { Transport } from "../../../src/transport/transport.js";

/** One way to the exact answer, and the problems that it takes. */
export interface Road {
  readonly name: string;
  readonly solve: (source: Measure, target: Measure, options: ExactOptions) => Transport<SparsePlan>;
  readonly takes: (source: Measure) => boolean;
}

const any = (): boolean => true;
const line = ({ dim }: Measure): boolean => dim === 1;

export const ROADS: readonly Road[] = [
  { name: "exact", solve: exact, takes: any },
  { name: "oneD", solve: oneD, takes: line },
  { name: "dense", solve: inThePlane(solveDense), takes: any },
  { name: "large", solve: inThePlane(solveLarge), takes: any },
];

/** The same road for points of the line too, as points of the plane with the same squared distances. */
function inThePlane(solve: Road["solve"]): Road["solve"] {
  return (source, target, options) => solve(raised(source), raised(target), options);
}

function raised(mu: Measure): Measure {
  if (mu.dim !== 1) return mu;
  const points = Float64Array.from({ length: 2 * mu.count }, (_, p) => (p % 2 === 0 ? mu.points[p / 2]! : 0));
  return measure(points, { dim: 2, weights: mu.weights });
}
