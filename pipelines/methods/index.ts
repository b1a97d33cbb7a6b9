import { exactMethod, oneDMethod } from "./exact.js";
import type { Method, MethodOption, MethodOptions } from "./method.js";

export type { Method, MethodAnswer, MethodNames, MethodOption, MethodOptions } from "./method.js";

/** The solvers that `distance --method` names. */
export const METHODS = {
  exact: exactMethod,
  "one-d": oneDMethod,
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

/** Options as the command line spells them. */
export const OPTION_FLAGS = {
  epsilon: "--epsilon",
  blur: "--blur",
  reach: "--reach",
  kappa: "--kappa",
  mass: "--mass",
  price: "--price",
  directions: "--directions",
  starts: "--starts",
  alpha: "--alpha",
  batchSize: "--batch-size",
  batches: "--batches",
  tolerance: "--tolerance",
  maxIterations: "--max-iterations",
} as const satisfies Record<MethodOption, string>;

const OPTIONS = Object.keys(OPTION_FLAGS) as MethodOption[];

/** The sentence that refuses an option that the method does not take; undefined if all are in place. */
export function misplacedOption(name: MethodName, options: MethodOptions): string | undefined {
  const method: Method = METHODS[name];
  const wrong = OPTIONS.find((option) => options[option] !== undefined && !method.takes.includes(option));
  if (wrong === undefined) return undefined;
  const takers = Object.entries<Method>(METHODS).filter(([, { takes }]) => takes.includes(wrong));
  const names = takers.map(([taker]) => taker).join(", ");
  return `${OPTION_FLAGS[wrong]} means nothing to --method ${name}; it belongs to: ${names}`;
}
