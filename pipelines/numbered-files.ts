import type { EncodedMeasure } from "../loaders/index.js";

/** What numbered files are called before their number, command by command. */
const STEMS = { generate: "generated", interpolate: "step", impute: "completed" } as const;

export type NumberedCommand = keyof typeof STEMS;
type Extension = EncodedMeasure["extension"] | "png" | "npy";

const EXTENSIONS: readonly Extension[] = ["ply", "csv", "png", "npy"];
const LEAST_DIGITS = 3;
const PATTERN = new RegExp(
  `^(?:${Object.values(STEMS).join("|")})-\\d{${LEAST_DIGITS},}\\.(?:${EXTENSIONS.join("|")})$`,
);

/** `generated-007.ply`: the number from 0, with as many digits as the last of `count` needs, and three at least. */
export function numberedName(
  command: NumberedCommand,
  index: number,
  count: number,
  extension: Extension,
): string {
  const digits = Math.max(LEAST_DIGITS, String(count - 1).length);
  return `${STEMS[command]}-${String(index).padStart(digits, "0")}.${extension}`;
}

/** The names that so many files may have, whatever the data turn out to be. */
export function numberedNames(command: NumberedCommand, count: number): readonly string[] {
  return EXTENSIONS.flatMap((extension) =>
    Array.from({ length: count }, (_, index) => numberedName(command, index, count, extension)),
  );
}

/** Is it the name of such a file? */
export function isNumberedName(name: string): boolean {
  return PATTERN.test(name);
}
