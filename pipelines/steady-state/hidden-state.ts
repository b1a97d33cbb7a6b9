import type { Values } from "../systems/parameters.js";

/**
 * What became of a hidden state of the whole population at the start of each simulation: it was "unknown", part of what was looked for;
 * "restarted", as published; or restarted and "healed", brought into balance with the places.
 */
export type HiddenState = "unknown" | "restarted" | "healed";

/** By the settings `hidden` and `heal`; undefined in systems that have none. */
export function hiddenState({ hidden, heal }: Values): HiddenState | undefined {
  if (heal === undefined) return undefined;
  if (hidden === "unknown") return "unknown";
  return Number(heal) > 0 ? "healed" : "restarted";
}

export const HIDDEN_STATES: Readonly<Record<HiddenState, string>> = {
  unknown: "part of what is looked for, so that the law is that of the simulation itself",
  restarted:
    "restarted from 0 in each simulation, as published: that recipe has a steady law of its own, which is not the simulation's; --heal or --hidden unknown mend it",
  healed: "restarted in each simulation, and brought into balance with the places before time counts",
};
