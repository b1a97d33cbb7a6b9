import { expect } from "vitest";

interface Tolerance {
  readonly atol?: number;
  readonly rtol?: number;
  /** Why a difference of this size is right: rounding, sampling, a stopping rule. */
  readonly why: string;
}

/**
 * Number or array equality up to atol + rtol * |expected|, entry by entry, with the reason in the message. An expected
 * infinity or NaN admits nothing else.
 */
export function expectNear(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  tolerance: Tolerance,
): void {
  const found = typeof actual === "number" ? [actual] : Array.from(actual);
  const wanted = typeof expected === "number" ? [expected] : Array.from(expected);
  expect(found.length, "number of entries").toBe(wanted.length);
  const { atol = 0, rtol = 0, why } = tolerance;
  for (let p = 0; p < wanted.length; p++) {
    const allowed = atol + rtol * Math.abs(wanted[p]!);
    const off = Math.abs(found[p]! - wanted[p]!);
    const near = Number.isFinite(wanted[p]!) ? off <= allowed : Object.is(found[p], wanted[p]);
    if (!near) {
      expect.fail(`entry ${p}: ${found[p]} is not ${wanted[p]} within ${allowed} (${why}); off by ${off}`);
    }
  }
}
