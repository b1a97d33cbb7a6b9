import type { Potential } from "../potential.js";

export interface QuadraticPotentialOptions {
  /** Default: 1. */
  readonly dim?: number;
  /** k; default: 1. */
  readonly stiffness?: number;
  /** c in each coordinate; default: 0. */
  readonly centre?: number;
}

/** U(x) = k |x - c|^2 / 2: the Ornstein-Uhlenbeck process is its Langevin dynamics. */
export function quadraticPotential({
  dim = 1,
  stiffness = 1,
  centre = 0,
}: QuadraticPotentialOptions = {}): Potential {
  return {
    dim,
    value: (point) => {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += (point[k]! - centre) ** 2;
      return (stiffness / 2) * sum;
    },
    gradient: (points, into) => {
      for (let p = 0; p < points.length; p++) into[p] = stiffness * (points[p]! - centre);
    },
  };
}
