import { applyPlan, barycentricProjection, exact, measure, type Plan, sinkhorn } from "pushforward";

export interface TransportInput {
  /** Places x, y of equal masses. */
  readonly source: readonly (readonly [number, number])[];
  readonly target: readonly (readonly [number, number])[];
  /** Of the entropy, in units of the cost; 0: none. */
  readonly epsilon: number;
}

/** Mass that goes from one place to another. */
export interface Move {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly mass: number;
}

export interface TransportOutput {
  readonly cost: number;
  /** Bounds of the least cost without entropy, computed from the answer. */
  readonly lower: number;
  readonly upper: number;
  readonly status: string;
  /** Those that carry at least a hundredth of a point's mass. */
  readonly moves: readonly Move[];
  /** Where the mass of each source point goes in the mean: x1, y1, x2, y2, ... */
  readonly images: Float64Array;
}

/** Cheapest transport between two clouds, exact or with entropy. */
export function transport({ source, target, epsilon }: TransportInput): TransportOutput {
  const mu = measure(source);
  const nu = measure(target);
  const { cost, plan, certificate } = epsilon > 0 ? sinkhorn(mu, nu, { epsilon }) : exact(mu, nu);
  const { lower, upper, status } = certificate;
  return {
    cost,
    lower,
    upper,
    status,
    moves: movesOf(plan, source, target),
    images: barycentricProjection(plan, nu),
  };
}

function movesOf(plan: Plan, source: TransportInput["source"], target: TransportInput["target"]): Move[] {
  const least = 0.01 / source.length;
  return target.flatMap((to, j) => {
    const column = applyPlan(
      plan,
      Float64Array.from(target, (_, k) => Number(k === j)),
    );
    return source.map((from, i): Move => ({ from, to, mass: column[i]! })).filter(({ mass }) => mass > least);
  });
}
