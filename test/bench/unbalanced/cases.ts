import { type Measure, normalise } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { type RelaxationOptions, relaxationOf } from "../../../src/transport/unbalanced/relaxation.js";
import { normalCloud } from "../exact/clouds.js";

export interface UnbalancedCase {
  readonly name: string;
  readonly n: number;
  readonly dim: number;
  readonly relaxation: RelaxationOptions;
  /** Undefined: the exact path. */
  readonly epsilon: number | undefined;
  readonly runs: number;
  /** POT's solvers that are run beside it. */
  readonly pot: readonly string[];
}

/** Of the entropic solvers. */
export const TOLERANCE = 1e-6;

const inWords = (relaxation: RelaxationOptions): string =>
  Object.entries(relaxation)
    .map(([name, value]) => `${name}=${value}`)
    .join();

const entropic = (n: number, relaxation: RelaxationOptions, epsilon: number): UnbalancedCase => ({
  name: `${n}-${inWords(relaxation)}-epsilon=${epsilon}`,
  n,
  dim: 2,
  relaxation,
  epsilon,
  runs: n <= 1000 ? 5 : 3,
  pot: ["sinkhorn", "sinkhorn_stabilized"],
});

const exactly = (n: number, relaxation: RelaxationOptions, dim = 2): UnbalancedCase => ({
  name: `${n}-${dim}d-${inWords(relaxation)}-exact`,
  n,
  dim,
  relaxation,
  epsilon: undefined,
  runs: n <= 300 ? 5 : n <= 1000 ? 3 : 1,
  pot: n <= 1000 ? ["mm_unbalanced"] : [],
});

export const CASES: readonly UnbalancedCase[] = [
  ...[300, 1000, 2000].flatMap((n) => [
    entropic(n, { rho: 1 }, 0.05),
    entropic(n, { rho: 100 }, 0.05),
    entropic(n, { kappa: 2 }, 0.05),
  ]),
  entropic(1000, { rho: 1 }, 0.01),
  ...[300, 1000, 2000].flatMap((n) => [
    exactly(n, { rho: 0.1 }),
    exactly(n, { rho: 1 }),
    exactly(n, { rho: 100 }),
    exactly(n, { kappa: 1 }),
  ]),
  exactly(300, { rho: 10 }, 10),
  exactly(1000, { rho: 10 }, 10),
];

/** Normal clouds of standard deviations 1 and 1.5 and masses 1 and 1.5. */
export function pairOf({ n, dim }: UnbalancedCase): readonly [Measure, Measure] {
  const random = seededRandom(n + dim);
  const source = normalCloud(random, n, dim, 1, true);
  return [source, normalise(normalCloud(random, n, dim, 1.5, true), 1.5)];
}

export const strengthOf = ({ relaxation }: UnbalancedCase): number => relaxationOf(relaxation).rho;
