import type { Values } from "../systems/parameters.js";
import type { DensityLaw } from "../systems/steady-kind.js";
import type { SystemKind } from "../systems/system-kind.js";

/** A law that needs no simulation. */
export interface KnownLaw extends DensityLaw {
  /** The law that the system tends to, not that of the time. */
  readonly isSteady: boolean;
}

/** The law of the particles at a time, else the one that they tend to; undefined where neither is known. */
export function knownLaw(
  { simulate, steady }: SystemKind,
  values: Values,
  time: number,
): KnownLaw | undefined {
  if (simulate?.law && time > 0) return { ...simulate.law(values, time), isSteady: false };
  const law = steady?.law?.(values);
  return law && { ...law, isSteady: true };
}
