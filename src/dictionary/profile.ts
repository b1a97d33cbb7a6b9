import { exponential, logarithm } from "../numeric/elementary.js";
import { compensatedSum } from "../numeric/sum.js";
import { logTotal } from "./log-scalings.js";

/** What a loss compares with the data: the barycentre, where masses have to agree brought to the mass of the data. */
export function profileOf(rho: number, data: Float64Array, logBarycenter: Float64Array): Float64Array {
  if (rho !== Infinity) return logBarycenter;
  const shift = logarithm(compensatedSum(data)) - logTotal(logBarycenter);
  return logBarycenter.map((value) => value + shift);
}

/** The derivative by the logarithm of the barycentre, from that by the logarithm of what it was compared as. */
export function fromProfile(rho: number, profile: Float64Array, gradient: Float64Array): Float64Array {
  if (rho !== Infinity) return gradient;
  const total = logTotal(profile);
  const sum = compensatedSum(gradient);
  return gradient.map((value, j) => value - sum * exponential(profile[j]! - total));
}
