import type { Command } from "commander";
import { FEATURES } from "../segment/features.js";
import { SEGMENT_METHODS, type SegmentMethod, type SegmentMethodName } from "../segment/methods.js";
import { isGiven } from "./flags.js";

const isDictionary = ({ features }: SegmentMethod): boolean => FEATURES[features].hasModel;
const isUnbalanced = ({ features }: SegmentMethod): boolean => features === "unbalanced-dictionary";
const isGraph = ({ clusterer }: SegmentMethod): boolean => clusterer === "spectral";

/** Options that only some methods read, by the names that commander gives them. */
const READ_BY: Readonly<Record<string, (method: SegmentMethod) => boolean>> = {
  neighbours: isGraph,
  affinity: isGraph,
  kappa: ({ features }) => features === "hk",
  atoms: isDictionary,
  epsilon: isDictionary,
  steps: isDictionary,
  learningRate: isDictionary,
  weightRate: isDictionary,
  restarts: isDictionary,
  fixedAtoms: isDictionary,
  preset: isUnbalanced,
  rho: isUnbalanced,
  loss: isUnbalanced,
};

/** Ends with a usage error for an option that was given and that nothing of this run reads: it would seem to matter. */
export function requireRead(command: Command, methods: readonly SegmentMethodName[], preset: string): void {
  const chosen = methods.map((name): SegmentMethod => SEGMENT_METHODS[name]);
  const unread = Object.entries(READ_BY).find(
    ([name, reads]) => isGiven(command, name) && !chosen.some(reads),
  );
  if (unread !== undefined) {
    const [name, reads] = unread;
    const flag = command.options.find((option) => option.attributeName() === name)!.long;
    const readers = Object.entries<SegmentMethod>(SEGMENT_METHODS).flatMap(([key, method]) =>
      reads(method) ? [key] : [],
    );
    command.error(`error: ${flag} is for --methods ${readers.join(", ")}; of these there is none`);
  }
  if (preset === "old-code" && isGiven(command, "rho")) {
    command.error("error: --rho is not for --preset old-code, whose strengths are fixed");
  }
}
