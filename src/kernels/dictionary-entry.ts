/**
 * What the host calls to learn dictionaries. Records (a `Layer`, an array) are passed through only: in WebAssembly they are addresses,
 * which `Kernels.doubles` and `Kernels.ints` make readable.
 */
import { Layer } from "./layer.js";
import { Scalings } from "./scalings.js";
import type { Doubles, f64, i32 } from "./subset.js";
import { Symmetric } from "./symmetric.js";

export { differentiateLayer, runLayer } from "./layer.js";
export { dualValues, planCosts } from "./scalings.js";
export { forgetAll } from "./subset.js";

/** A symmetric matrix of entries from 0 to 1, and its short form; the host fills all of it. */
export function newSymmetric(n: i32, parts: i32, evenRank: i32, oddRank: i32): Symmetric {
  return new Symmetric(n, parts, evenRank, oddRank);
}

export function symmetricEntries(symmetric: Symmetric): Doubles {
  return symmetric.entries;
}

export function evenPart(symmetric: Symmetric): Doubles {
  return symmetric.even;
}

export function evenTransposed(symmetric: Symmetric): Doubles {
  return symmetric.evenTransposed;
}

export function oddPart(symmetric: Symmetric): Doubles {
  return symmetric.odd;
}

export function oddTransposed(symmetric: Symmetric): Doubles {
  return symmetric.oddTransposed;
}

/**
 * Eight barycentres at a time; the host fills atoms and weights, calls `runLayer`, fills the derivative by log q, calls
 * `differentiateLayer`.
 */
export function newLayer(kernel: Symmetric, atoms: i32, iterations: i32, phi: f64, t: f64): Layer {
  return new Layer(kernel, atoms, iterations, phi, t);
}

export function layerLogAtoms(layer: Layer): Doubles {
  return layer.logAtoms;
}

export function layerFirstLogs(layer: Layer): Doubles {
  return layer.firstLogs;
}

export function layerWeights(layer: Layer): Doubles {
  return layer.weights;
}

export function layerLogQ(layer: Layer): Doubles {
  return layer.logQ;
}

export function layerByLogQ(layer: Layer): Doubles {
  return layer.byLogQ;
}

export function layerByWeights(layer: Layer): Doubles {
  return layer.byWeights;
}

export function layerByLogAtoms(layer: Layer): Doubles {
  return layer.byLogAtoms;
}

export function layerByFirstLogs(layer: Layer): Doubles {
  return layer.byFirstLogs;
}

/** Eight transport losses at a time; the host fills costs, data and log q, calls `planCosts` or `dualValues`. */
export function newScalings(
  kernel: Symmetric,
  epsilon: f64,
  rho: f64,
  most: i32,
  tolerance: f64,
  keepsAll: boolean,
): Scalings {
  return new Scalings(kernel, epsilon, rho, most, tolerance, keepsAll);
}

export function scalingCosts(scalings: Scalings): Doubles {
  return scalings.costs;
}

export function scalingData(scalings: Scalings): Doubles {
  return scalings.data;
}

export function scalingLogQ(scalings: Scalings): Doubles {
  return scalings.logQ;
}

export function scalingByLogQ(scalings: Scalings): Doubles {
  return scalings.byLogQ;
}

export function scalingLosses(scalings: Scalings): Doubles {
  return scalings.losses;
}

export function scalingRounds(scalings: Scalings): i32 {
  return scalings.rounds;
}
