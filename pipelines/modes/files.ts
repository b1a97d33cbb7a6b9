import type { EncodedMeasure } from "../../loaders/index.js";

/** What `modes` leaves always, or with `--label`. */
export const MODES_FILES = [
  "modes.csv",
  "coordinates.csv",
  "components.npy",
  "mean.npy",
  "arrows.csv",
  "reference.csv",
  "report.html",
] as const;
export const DIRECTION_FILES = [
  "directions.csv",
  "direction-arrows.csv",
  "weights.npy",
  "importance.csv",
] as const;

/** Modes of a dataset that can be asked for, and measures along each. */
export const MOST_MODES = 50;
export const MOST_STEPS = 101;

type Extension = EncodedMeasure["extension"] | "png";
const EXTENSIONS: readonly Extension[] = ["ply", "csv", "png"];
const PATTERN = new RegExp(`^mode-\\d\\d-step-\\d{3}\\.(?:${EXTENSIONS.join("|")})$`);

/** `mode-01-step-000.ply`: modes count from 1, as in all texts, steps from 0. */
export function stepName(mode: number, step: number, extension: Extension): string {
  return `mode-${String(mode + 1).padStart(2, "0")}-step-${String(step).padStart(3, "0")}.${extension}`;
}

/** The names that the measures of so many modes may have, whatever the data turn out to be. */
export function stepNames(modes: number, steps: number): readonly string[] {
  return EXTENSIONS.flatMap((extension) =>
    Array.from({ length: modes * steps }, (_, p) => stepName(Math.floor(p / steps), p % steps, extension)),
  );
}

/** Is it the name of a measure on a mode? */
export function isStepName(name: string): boolean {
  return PATTERN.test(name);
}
