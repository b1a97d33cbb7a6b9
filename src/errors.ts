import type { Certificate } from "./numeric/certificate.js";

/** A measure that cannot be: non-finite coordinate, negative weight, no mass, masses that should agree. */
export class MeasureError extends Error {
  readonly tag = "MeasureError";
  override readonly name = "MeasureError";
  constructor(
    message: string,
    readonly details: { readonly index?: number; readonly value?: number } = {},
  ) {
    super(message);
  }
}

/** Sizes, dimensions or argument values that do not fit together. */
export class ShapeError extends Error {
  readonly tag = "ShapeError";
  override readonly name = "ShapeError";
  constructor(
    message: string,
    readonly details: { readonly expected?: number | string; readonly found?: number | string } = {},
  ) {
    super(message);
  }
}

/** Bytes that are not what their format promises; `place` is a line, row, column or byte offset in words. */
export class FormatError extends Error {
  readonly tag = "FormatError";
  override readonly name = "FormatError";
  constructor(
    message: string,
    readonly details: { readonly file?: string; readonly place?: string; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}

/** Thrown by `requireConverged` only: solvers themselves return their status. */
export class ConvergenceError extends Error {
  readonly tag = "ConvergenceError";
  override readonly name = "ConvergenceError";
  constructor(
    message: string,
    readonly certificate: Certificate,
  ) {
    super(message);
  }
}

/**
 * A micro-simulator did what none may do: it changed the number of particles, returned numbers that are not finite, threw, or
 * took longer for a step than its work can be saved in.
 */
export class SimulatorError extends Error {
  readonly tag = "SimulatorError";
  override readonly name = "SimulatorError";
  constructor(
    message: string,
    readonly details: {
      /** Micro-steps of the run before the one that failed. */
      readonly step: number;
      /** Of the system, at the start of that step. */
      readonly time: number;
      readonly cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}

/** Text without characters that would steer a terminal or break a line; names in data and files may hold them. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

export type OtError = MeasureError | ShapeError | FormatError | ConvergenceError | SimulatorError;
export type OtErrorTag = OtError["tag"];

const TAGS: readonly OtErrorTag[] = [
  "MeasureError",
  "ShapeError",
  "FormatError",
  "ConvergenceError",
  "SimulatorError",
];

/** Is this one of the errors that this package throws on purpose (and, with tags, one of those)? */
export function isOtError<T extends OtErrorTag = OtErrorTag>(
  error: unknown,
  ...tags: readonly T[]
): error is Extract<OtError, { tag: T }> {
  if (!(error instanceof Error) || !("tag" in error)) return false;
  const wanted: readonly OtErrorTag[] = tags.length > 0 ? tags : TAGS;
  return wanted.some((tag) => tag === error.tag);
}
