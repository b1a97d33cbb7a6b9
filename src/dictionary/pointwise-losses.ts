import { exponential, logarithm } from "../numeric/elementary.js";
import { compensatedSum } from "../numeric/sum.js";
import type { LossKind } from "./loss.js";

/** sum_j (q_j - x_j)^2. */
export const squaredLoss: LossKind = {
  name: "squared",
  atRow: (_, data, logBarycenter) => {
    const off = logBarycenter.map((value, j) => exponential(value) - data[j]!);
    return {
      loss: compensatedSum(off.map((value) => value * value)),
      gradient: off.map((value, j) => 2 * value * exponential(logBarycenter[j]!)),
      iterations: 0,
    };
  },
};

/** KL(q | x) = sum_j q_j log(q_j / x_j) - q_j + x_j, for data x above 0. */
export const divergenceLoss: LossKind = {
  name: "divergence",
  requiresPositiveData: true,
  atRow: (_, data, logBarycenter) => {
    const logRatio = logBarycenter.map((value, j) => value - logarithm(data[j]!));
    const terms = logRatio.map((value, j) => exponential(logBarycenter[j]!) * (value - 1) + data[j]!);
    return {
      loss: compensatedSum(terms),
      gradient: logRatio.map((value, j) => exponential(logBarycenter[j]!) * value),
      iterations: 0,
    };
  },
};
