import { exponential, logarithm } from "../../numeric/elementary.js";

/**
 * log sum_i w_i exp(-f_i / rho): the mass that potentials let take part in the transport; -Infinity if there is none.
 * Points with f_i = Infinity or without mass give nothing. O(n).
 */
export function logSurvivingMass(weights: Float64Array, f: Float64Array, rho: number): number {
  let least = Infinity;
  for (let i = 0; i < f.length; i++) if (weights[i]! > 0 && f[i]! < least) least = f[i]!;
  if (least === Infinity) return -Infinity;
  let sum = 0;
  for (let i = 0; i < f.length; i++) {
    if (weights[i]! > 0) sum += weights[i]! * exponential((least - f[i]!) / rho);
  }
  return logarithm(sum) - least / rho;
}

/**
 * The t for which (f + t, g - t) proves most: rho / 2 log of the quotient of the two surviving masses, which makes them
 * equal; 0 if there are none. Séjourné, Vialard and Peyré 2022, proposition 2.
 */
export function bestTranslation(logOfSource: number, logOfTarget: number, rho: number): number {
  if (logOfSource === -Infinity || logOfTarget === -Infinity) return 0;
  return (rho / 2) * (logOfSource - logOfTarget);
}
