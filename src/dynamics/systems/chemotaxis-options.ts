import { ShapeError } from "../../errors.js";
import type { Box } from "../particles.js";

/** Every constant of the bacteria. Lengths in cm, times in s. */
export interface ChemotaxisOptions {
  /** v_cell, of a running cell; default: 0.003. */
  readonly speed?: number;
  /** h; default: 1/16. */
  readonly step?: number;
  /** Of a cell, which runs while more than half of them turn counter-clockwise; default: 6. */
  readonly flagella?: number;
  /** Mean of the normal density that the chemical signal S is; default: 6.5. */
  readonly signalMean?: number;
  /** Standard deviation of it; default: 1.35. */
  readonly signalDeviation?: number;
  /** tau_e, of the fast variable u1; 0: it follows at once. Default: 0.1. */
  readonly excitationTime?: number;
  /** tau_a, of the slow variable u2; default: 20. */
  readonly adaptationTime?: number;
  /** alpha of f(S) = alpha S / (K_S + S); default: 40. */
  readonly sensitivity?: number;
  /** K_S, in the unit of S; default: 0.3. */
  readonly halfSaturation?: number;
  /** Y_0, level of the messenger CheY-P at u1 = 0, in micromoles; default: 2.95. */
  readonly restingLevel?: number;
  /** K, the level at which a flagellum turns either way equally long, in micromoles; default: 3.1. */
  readonly motorLevel?: number;
  /** Hill coefficient of the motor; default: 10.3. */
  readonly hill?: number;
  /** omega, flips of a flagellum per second at the level K, either way; default: 1.3. */
  readonly flipRate?: number;
  /** Where all cells start; default: 4. */
  readonly start?: number;
  /** Mirrors that turn cells round; default: none. */
  readonly box?: Box;
}

export type ChemotaxisConstants = Required<Omit<ChemotaxisOptions, "box">>;

export const CHEMOTAXIS_DEFAULTS: ChemotaxisConstants = {
  speed: 0.003,
  step: 1 / 16,
  flagella: 6,
  signalMean: 6.5,
  signalDeviation: 1.35,
  excitationTime: 0.1,
  adaptationTime: 20,
  sensitivity: 40,
  halfSaturation: 0.3,
  restingLevel: 2.95,
  motorLevel: 3.1,
  hill: 10.3,
  flipRate: 1.3,
  start: 4,
};

/**
 * The constants that Karris et al. 2024 do not print: the defaults are a reconstruction, chosen so that the relaxation is
 * essentially complete at 4000 s, as published.
 */
export const CHEMOTAXIS_RECONSTRUCTED: readonly (keyof ChemotaxisConstants)[] = [
  "excitationTime",
  "adaptationTime",
  "sensitivity",
  "halfSaturation",
  "restingLevel",
  "motorLevel",
  "hill",
  "flipRate",
  "start",
];

/** The binomial law of those that turn is summed up from its first term. */
const MOST_FLAGELLA = 40;
const MAY_BE_ANY: readonly (keyof ChemotaxisConstants)[] = ["signalMean", "start"];
const MAY_BE_ZERO: readonly (keyof ChemotaxisConstants)[] = ["speed", "excitationTime", "sensitivity"];

/** @throws ShapeError, with the name of the option, unless all constants are numbers of the right sign. */
export function chemotaxisConstants(options: ChemotaxisOptions): ChemotaxisConstants {
  const constants = { ...CHEMOTAXIS_DEFAULTS, ...options };
  for (const name of Object.keys(CHEMOTAXIS_DEFAULTS) as (keyof ChemotaxisConstants)[]) {
    const value = constants[name];
    const least = MAY_BE_ZERO.includes(name) ? 0 : Number.MIN_VALUE;
    if (!Number.isFinite(value) || (!MAY_BE_ANY.includes(name) && value < least)) {
      const sign = MAY_BE_ANY.includes(name) ? "" : least === 0 ? " of at least 0" : " above 0";
      throw new ShapeError(`${name} of the bacteria is ${value}; it must be a finite number${sign}`, {
        found: value,
      });
    }
  }
  if (!Number.isSafeInteger(constants.flagella) || constants.flagella > MOST_FLAGELLA) {
    throw new ShapeError(
      `flagella is ${constants.flagella}; it must be a whole number of at most ${MOST_FLAGELLA}`,
      {
        found: constants.flagella,
      },
    );
  }
  return constants;
}
