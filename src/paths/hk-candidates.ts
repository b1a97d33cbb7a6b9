import { forEachMove, movedMasses, unmoved } from "../lot/hk-moves.js";
import type { Measure } from "../measure/measure.js";
import { cosine, exponentialMinusOne, logarithm, logarithmOfOnePlus, sine } from "../numeric/elementary.js";
import { type SparsePlan, sparsePlan } from "../transport/plan.js";
import type { Potentials } from "../transport/potentials.js";
import { certifyUnbalanced } from "../transport/unbalanced/certify-unbalanced.js";
import type { Candidate, Prove } from "./candidate.js";
import type { CandidatesAt } from "./w2-candidates.js";

/** A particle of `hkBetween`, seen from both ends of its way on the cone. */
interface Mover {
  readonly i: number;
  readonly j: number;
  readonly mass: number;
  readonly across: number;
  readonly ahead: number;
}

/**
 * On a HK geodesic a particle is on a straight line of the cone over space, and the optimal plan between two of its points
 * carries their inner product there: from the source m b, from the target m (q sin(theta) a + q cos(theta) b), with a, b and q
 * as in `hkBetween`. Of mass that only fades or grows it carries (1 - t) m and t m.
 *
 * With f optimal between the ends, 1 - exp(-f_t / kappa^2) = t (1 - exp(-f / kappa^2)) is optimal from the source to time t:
 * these are linear in t as initial values of the Hamilton-Jacobi equation of HK. Liero, Mielke and Savaré 2016, section 4.
 */
export function hkCandidates(
  kappa: number,
  source: Measure,
  target: Measure,
  plan: SparsePlan,
  { f, g }: Potentials,
): CandidatesAt {
  const { sent, received, ratio } = movedMasses(kappa, source, target, plan);
  const movers: Mover[] = [];
  forEachMove(kappa, source, target, plan, (i, j, mass, theta) => {
    const q = ratio(i, j);
    const share = source.weights[i]! * (mass / sent[i]!);
    movers.push({ i, j, mass: share, across: q * sine(theta), ahead: q * cosine(theta) });
  });
  const fading = unmoved(source, sent);
  const growing = unmoved(target, received);
  const count = movers.length + fading.length + growing.length;
  const from = ends(
    movers.map(({ i }) => i),
    fading,
    0,
  );
  const to = ends(
    movers.map(({ j }) => j),
    growing,
    fading.length,
  );
  return (t) => {
    const ahead = movers.map((mover) => 1 - t + t * mover.ahead);
    const left = movers.map(({ mass }, p) => mass * ahead[p]!);
    const come = movers.map((mover, p) => mover.mass * (t * mover.across ** 2 + mover.ahead * ahead[p]!));
    return {
      source: {
        plan: planTo(from, [...left, ...masses(source, fading, 1 - t)], source.count, count),
        f: potentialAt(t, f, kappa),
      },
      target: {
        plan: planTo(to, [...come, ...masses(target, growing, t)], target.count, count),
        f: potentialAt(1 - t, g, kappa),
      },
    } satisfies { source: Candidate; target: Candidate };
  };
}

interface Ends {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** Points of one end that particles belong to: the movers come first, then, after `passed` others, those that stay. */
function ends(moved: readonly number[], staying: Int32Array, passed: number): Ends {
  return {
    rows: Int32Array.from([...moved, ...staying]),
    cols: Int32Array.from([...moved.keys(), ...Array.from(staying, (_, p) => moved.length + passed + p)]),
  };
}

function masses({ weights }: Measure, places: Int32Array, factor: number): Float64Array {
  return Float64Array.from(places, (i) => factor * weights[i]!);
}

function planTo(
  { rows, cols }: Ends,
  mass: readonly number[],
  points: number,
  particles: number,
): SparsePlan {
  return sparsePlan({ rows, cols, mass: Float64Array.from(mass) }, [points, particles]);
}

/** -kappa^2 log(1 - t (1 - exp(-f / kappa^2))); Infinity, which fades alone, gives -kappa^2 log(1 - t). */
function potentialAt(t: number, f: Float64Array, kappa: number): Float64Array {
  const rho = kappa * kappa;
  return f.map((value) => {
    const change = t * (value === Infinity ? -1 : exponentialMinusOne(-value / rho));
    return -rho * (Math.abs(change) <= 0.5 ? logarithmOfOnePlus(change) : logarithm(1 + change));
  });
}

/** O(n m d) at worst. */
export const proveHk =
  (kappa: number): Prove =>
  (end, mu, { plan, f }) =>
    certifyUnbalanced(end, mu, plan, { f }, { kappa, status: "converged", iterations: 0 });
