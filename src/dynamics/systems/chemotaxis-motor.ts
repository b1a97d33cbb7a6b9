import { exponential, exponentialMinusOne, logarithm } from "../../numeric/elementary.js";
import type { ChemotaxisConstants } from "./chemotaxis-options.js";

/** u1 that the table covers; others are computed. The bacteria of the defaults stay within 0.4. */
const TABLE_END = 1;
/** With 2^14 cells each way linear interpolation is off by less than 1e-8 of a probability at the default constants. */
const CELLS_TO_END = 16384;
/** Y / Y_0 is not less than this, however high u1 is: levels of a substance are positive. */
const LEAST_LEVEL = 1e-3;

/** Probabilities that a flagellum flips within a micro-step, at a level u1 of the fast variable. */
export interface Motor {
  /** 1 - exp(-k_+ h), of one that turns counter-clockwise. */
  readonly turnsClockwise: (u1: number) => number;
  /** 1 - exp(-k_- h), of one that turns clockwise. */
  readonly turnsCounterClockwise: (u1: number) => number;
}

/**
 * Flips at the rates  k_+ = omega (Y / K)^(H/2)  from counter-clockwise to clockwise and  k_- = omega (Y / K)^(-H/2)  back,
 * at the messenger level  Y = Y_0 (1 - u1),  so that a flagellum turns clockwise a share Y^H / (K^H + Y^H) of the time
 * (Cluzel, Surette and Leibler 2000).
 */
export function flagellarMotor(constants: ChemotaxisConstants): Motor {
  const { step, restingLevel, motorLevel, hill, flipRate } = constants;
  const tilt = (u1: number): number =>
    exponential((hill / 2) * logarithm((restingLevel / motorLevel) * Math.max(LEAST_LEVEL, 1 - u1)));
  return {
    turnsClockwise: tabulated((u1) => -exponentialMinusOne(-flipRate * step * tilt(u1))),
    turnsCounterClockwise: tabulated((u1) => -exponentialMinusOne((-flipRate * step) / tilt(u1))),
  };
}

/** Share of the time that a flagellum turns counter-clockwise while u1 is 0. */
export function restingBias({ restingLevel, motorLevel, hill }: ChemotaxisConstants): number {
  return 1 / (1 + exponential(hill * logarithm(restingLevel / motorLevel)));
}

function tabulated(f: (u1: number) => number): (u1: number) => number {
  const values = new Float64Array(2 * CELLS_TO_END + 1);
  for (let c = 0; c < values.length; c++) values[c] = f((c / CELLS_TO_END - 1) * TABLE_END);
  return (u1) => {
    const place = (u1 / TABLE_END + 1) * CELLS_TO_END;
    if (!(place >= 0 && place < 2 * CELLS_TO_END)) return f(u1);
    const cell = Math.floor(place);
    const low = values[cell]!;
    return low + (place - cell) * (values[cell + 1]! - low);
  };
}
