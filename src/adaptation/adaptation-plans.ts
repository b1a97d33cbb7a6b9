import type { Training } from "../learn/training.js";
import type { OnProgress } from "../numeric/certificate.js";
import { columnMeans, type Matrix, subtractRow } from "../numeric/matrix.js";
import { sinkhorn } from "../transport/entropic/sinkhorn.js";
import { exact } from "../transport/exact.js";
import type { Transport } from "../transport/transport.js";
import { type Adaptation, barycentricAdaptation, rowsMeasure } from "./barycentric-adaptation.js";
import { classRegularised } from "./class-regularised.js";

/** Strengths of what a plan is regularised by; each plan takes its own. */
export interface AdaptationStrengths {
  /** Of "entropic" and "class"; default: that of `sinkhorn` between the domains moved to one mean. */
  readonly epsilon?: number | undefined;
  /** Of "class"; default: epsilon. */
  readonly classWeight?: number | undefined;
}

export interface AdaptationOptions extends AdaptationStrengths {
  /** Told while the plan is solved; returning `false` ends that with status "aborted". */
  readonly onProgress?: OnProgress;
}

/** An adaptation with the transport behind it and the strengths that were used. */
export interface FittedAdaptation extends Adaptation {
  readonly transport: Transport;
  readonly settings: Readonly<Record<string, number>>;
}

interface SolvedPlan {
  readonly transport: Transport;
  readonly settings: Readonly<Record<string, number>>;
}

type SolvePlan = (source: Training, target: Matrix, options: AdaptationOptions) => SolvedPlan;

const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/**
 * The default epsilon of `sinkhorn` for the rows about their means. A common shift changes no plan, and must not change how much
 * one is blurred; measured with the shift in it, a cost that is mostly shift would blur classes away.
 */
function meanFreeEpsilon(source: Matrix, target: Matrix): number {
  const centred = (rows: Matrix): Matrix => subtractRow(rows, columnMeans(rows));
  return sinkhorn(rowsMeasure(centred(source)), rowsMeasure(centred(target))).plan.epsilon;
}

/** The plans between rows that an adaptation can be made of. */
export const ADAPTATION_PLANS = {
  exact: (source, target, { onProgress }) => ({
    transport: exact(rowsMeasure(source.rows), rowsMeasure(target), given("onProgress", onProgress)),
    settings: {},
  }),
  entropic: (source, target, { epsilon, onProgress }) => {
    const options = {
      epsilon: epsilon ?? meanFreeEpsilon(source.rows, target),
      ...given("onProgress", onProgress),
    };
    const transport = sinkhorn(rowsMeasure(source.rows), rowsMeasure(target), options);
    return { transport, settings: { epsilon: transport.plan.epsilon } };
  },
  class: (source, target, { epsilon, classWeight, onProgress }) => {
    const transport = classRegularised(rowsMeasure(source.rows), rowsMeasure(target), source.labels, {
      epsilon: epsilon ?? meanFreeEpsilon(source.rows, target),
      ...given("classWeight", classWeight),
      ...given("onProgress", onProgress),
    });
    return {
      transport,
      settings: { epsilon: transport.epsilon, classWeight: transport.classWeight },
    };
  },
} as const satisfies Record<string, SolvePlan>;

export type AdaptationPlanName = keyof typeof ADAPTATION_PLANS;

/**
 * Moves labelled rows of one domain among the rows of another, whose labels are unknown: solves the plan between them, each
 * row having the same mass, and takes its barycentric map. A classifier learnt on `images` with the labels of the source is one for the
 * target.
 *
 * @returns `transport.certificate` brackets W2^2 between the two sets of rows, whatever the plan is regularised by; its status says how
 *   the plan's own solver ended.
 * @throws ShapeError if the columns differ or a strength is out of range; MeasureError if an entry is not finite.
 */
export function fitAdaptation(
  kind: AdaptationPlanName,
  source: Training,
  target: Matrix,
  options: AdaptationOptions = {},
): FittedAdaptation {
  const solve: SolvePlan = ADAPTATION_PLANS[kind];
  const { transport, settings } = solve(source, target, options);
  return { ...barycentricAdaptation(source.rows, target, transport.plan), transport, settings };
}
