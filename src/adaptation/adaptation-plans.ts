import { ShapeError } from "../errors.js";
import type { Training } from "../learn/training.js";
import type { OnProgress } from "../numeric/certificate.js";
import type { Matrix } from "../numeric/matrix.js";
import { exact } from "../transport/exact.js";
import type { Transport } from "../transport/transport.js";
import { type Adaptation, barycentricAdaptation, rowsMeasure } from "./barycentric-adaptation.js";
import { classRegularised } from "./class-regularised.js";
import { entropicAboutOneMean } from "./entropic-about-one-mean.js";

/** Strengths that each plan is regularised by, in units of cost. */
export interface AdaptationStrengths {
  readonly exact: Readonly<Record<never, never>>;
  readonly entropic: {
    /** Default: that of `sinkhorn` between the domains moved to one mean. */
    readonly epsilon?: number | undefined;
  };
  readonly class: {
    /** Default: as of "entropic". */
    readonly epsilon?: number | undefined;
    /** Default: epsilon. */
    readonly classWeight?: number | undefined;
  };
}

export type AdaptationPlanName = keyof AdaptationStrengths;

export type AdaptationOptions<K extends AdaptationPlanName = AdaptationPlanName> = AdaptationStrengths[K] & {
  /** Told while the plan is solved; returning `false` ends that with status "aborted". */
  readonly onProgress?: OnProgress;
};

/** An adaptation with the transport behind it and the strengths that were used. */
export interface FittedAdaptation extends Adaptation {
  readonly transport: Transport;
  readonly settings: Readonly<Record<string, number>>;
}

interface SolvedPlan {
  readonly transport: Transport;
  readonly settings: Readonly<Record<string, number>>;
}

/** What any plan may be asked. */
type AnyOptions = AdaptationOptions<"class">;

type SolvePlan = (source: Training, target: Matrix, options: AnyOptions) => SolvedPlan;

const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/** The plans between rows that an adaptation can be made of. */
export const ADAPTATION_PLANS = {
  exact: (source, target, { onProgress }) => ({
    transport: exact(rowsMeasure(source.rows), rowsMeasure(target), given("onProgress", onProgress)),
    settings: {},
  }),
  entropic: (source, target, { epsilon, onProgress }) => {
    const options = { ...given("epsilon", epsilon), ...given("onProgress", onProgress) };
    const transport = entropicAboutOneMean(rowsMeasure(source.rows), rowsMeasure(target), options);
    return { transport, settings: { epsilon: transport.plan.epsilon } };
  },
  class: (source, target, { epsilon, classWeight, onProgress }) => {
    const transport = classRegularised(rowsMeasure(source.rows), rowsMeasure(target), source.labels, {
      ...given("epsilon", epsilon),
      ...given("classWeight", classWeight),
      ...given("onProgress", onProgress),
    });
    return {
      transport,
      settings: { epsilon: transport.epsilon, classWeight: transport.classWeight },
    };
  },
} as const satisfies Record<AdaptationPlanName, SolvePlan>;

const TAKES: Readonly<Record<AdaptationPlanName, readonly (keyof AdaptationStrengths["class"])[]>> = {
  exact: [],
  entropic: ["epsilon"],
  class: ["epsilon", "classWeight"],
};

/** Callers without types are told, too, of a strength that would do nothing. */
function requireTaken(kind: AdaptationPlanName, options: AnyOptions): void {
  for (const name of TAKES.class) {
    if (options[name] === undefined || TAKES[kind].includes(name)) continue;
    throw new ShapeError(`the plan "${kind}" has no ${name}; leave it out`, { found: String(options[name]) });
  }
}

/**
 * Moves labelled rows of one domain among the rows of another, whose labels are unknown: solves the plan between them, each
 * row having the same mass, and takes its barycentric map. A classifier learnt on `images` with the labels of the source is one for the
 * target.
 *
 * @returns `transport.certificate` brackets W2^2 between the two sets of rows, whatever the plan is regularised by; its status says how
 *   the plan's own solver ended.
 * @throws ShapeError if the columns differ, a strength is out of range or the plan has none of that name; MeasureError if an entry is not finite.
 */
export function fitAdaptation<K extends AdaptationPlanName>(
  kind: K,
  source: Training,
  target: Matrix,
  options?: AdaptationOptions<K>,
): FittedAdaptation {
  const asked: AnyOptions = options ?? {};
  requireTaken(kind, asked);
  const solve: SolvePlan = ADAPTATION_PLANS[kind];
  const { transport, settings } = solve(source, target, asked);
  return { ...barycentricAdaptation(source.rows, target, transport.plan), transport, settings };
}
