/**
 * What the host calls for entropic transport. Records (a `Gibbs`, an array) are passed through only: in WebAssembly they are addresses,
 * which `Kernels.doubles` and `Kernels.ints` make readable.
 */
import { Gibbs } from "./gibbs.js";
import { Soft } from "./soft.js";
import type { Doubles, f64, i32 } from "./subset.js";

export {
  addColumns,
  computeRows,
  cutBelow,
  prepareGibbs,
  runEnd,
  runStart,
  scaleRows,
  sumRows,
} from "./gibbs.js";
export { prepareSoft, runSoft } from "./soft.js";
export { forgetAll } from "./subset.js";

/**
 * A soft c-transform from m points to n, for the cost of length scale kappa (0: the squared distance); the host fills
 * points, calls `prepareSoft`, fills h, calls `runSoft`.
 */
export function newSoft(n: i32, m: i32, dim: i32, kappa: f64): Soft {
  return new Soft(n, m, dim, kappa);
}

export function softX(soft: Soft): Doubles {
  return soft.clouds.x;
}

export function softY(soft: Soft): Doubles {
  return soft.clouds.y;
}

export function softH(soft: Soft): Doubles {
  return soft.h;
}

export function softF(soft: Soft): Doubles {
  return soft.f;
}

/**
 * The Gibbs kernel, with room for so many of its rows; the host fills points, calls `prepareGibbs`, fills f and g, calls
 * `computeRows`, fills u and v, calls `sumRows`, `addColumns` or `scaleRows`.
 */
export function newGibbs(n: i32, m: i32, dim: i32, kappa: f64, rows: i32): Gibbs {
  return new Gibbs(n, m, dim, kappa, rows);
}

export function gibbsX(gibbs: Gibbs): Doubles {
  return gibbs.clouds.x;
}

export function gibbsY(gibbs: Gibbs): Doubles {
  return gibbs.clouds.y;
}

export function gibbsF(gibbs: Gibbs): Doubles {
  return gibbs.f;
}

export function gibbsG(gibbs: Gibbs): Doubles {
  return gibbs.g;
}

export function rowFactors(gibbs: Gibbs): Doubles {
  return gibbs.u;
}

export function columnFactors(gibbs: Gibbs): Doubles {
  return gibbs.v;
}

export function rowSums(gibbs: Gibbs): Doubles {
  return gibbs.rowSums;
}

export function columnSums(gibbs: Gibbs): Doubles {
  return gibbs.columnSums;
}

/** The stored rows, row-major. */
export function gibbsValues(gibbs: Gibbs): Doubles {
  return gibbs.values;
}
