import { exactMethod, oneDMethod } from "./exact.js";
import { gromovMethod } from "./gromov.js";
import type { Method, MethodOption } from "./method.js";

import { minibatchMethod } from "./minibatch.js";
import { partialMethod } from "./partial.js";
import { semidiscreteMethod } from "./semidiscrete.js";
import { sinkhornDivergenceMethod, sinkhornMethod } from "./sinkhorn.js";
import { maxSlicedMethod, slicedMethod } from "./sliced.js";
import { hellingerKantorovichMethod, unbalancedDivergenceMethod, unbalancedMethod } from "./unbalanced.js";

export type { Method, MethodAnswer, MethodNames, MethodOption, MethodOptions } from "./method.js";

/** The solvers that `distance --method` names. */
export const METHODS = {
  exact: exactMethod,
  "one-d": oneDMethod,
  sinkhorn: sinkhornMethod,
  "sinkhorn-divergence": sinkhornDivergenceMethod,
  sliced: slicedMethod,
  "max-sliced": maxSlicedMethod,
  minibatch: minibatchMethod,
  semidiscrete: semidiscreteMethod,
  unbalanced: unbalancedMethod,
  "unbalanced-divergence": unbalancedDivergenceMethod,
  hk: hellingerKantorovichMethod,
  partial: partialMethod,
  "gromov-wasserstein": gromovMethod,
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
