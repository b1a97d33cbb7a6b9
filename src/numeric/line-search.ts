/**
 * A rule for the length s of a step: it asks for |F(x + s d)|^2 at lengths of its choice, and returns the one to take.
 *
 * @param start |F(x)|^2; its slope along a Newton step is taken as -2 |F(x)|^2.
 */
export type LineSearch = (start: number) => Generator<number, number, number>;

/** Shorter steps are not tried. */
const SHORTEST = 1e-2;

/** The whole step, whatever it does: for noisy residuals, or where one evaluation costs much. */
export const wholeStep: LineSearch = function* () {
  yield 1;
  return 1;
};

/**
 * Backtracking to the rule of Armijo: |F|^2 has to fall by 1e-4 of what its slope promises. The next length is the minimiser of
 * the parabola through what is known, between a tenth and a half of the last one; the best length tried if all fail.
 *
 * Dennis and Schnabel 1983, section 6.3.
 */
export const armijo: LineSearch = function* (start) {
  let best = { length: 1, value: Infinity };
  for (let length = 1; length >= SHORTEST; ) {
    const value = yield length;
    if (value <= start * (1 - 2e-4 * length)) return length;
    if (value < best.value) best = { length, value };
    // start - 2 start s + c s^2 has its minimum at start / c; a value that is not finite says nothing of c
    const curvature = (value - start + 2 * start * length) / length ** 2;
    const least = curvature < Infinity ? start / curvature : 0;
    length = Math.min(length / 2, Math.max(length / 10, least));
  }
  return best.length;
};

export interface WolfeOptions {
  /** |F|^2 has to fall by this part of what its slope at the start promises; default: 1e-4. */
  readonly decrease?: number;
  /** The slope has to be at most this part of the slope at the start, in absolute value; default: 0.9. */
  readonly flattening?: number;
  /** Slopes are difference quotients over this length; default: 0.01 (noise wants it large). */
  readonly difference?: number;
  /** Default: 4. */
  readonly longest?: number;
}

/** A length with |F|^2 and its slope there. */
interface Trial {
  readonly length: number;
  readonly value: number;
  readonly slope: number;
}

/** Halvings of a bracket: after them it is shorter than the noise that such a search can be used with. */
const HALVINGS = 6;

/**
 * The strong conditions of Wolfe: lengths are doubled until a good one is bracketed, and the bracket is halved. Each length costs two values,
 * one for the slope.
 *
 * Nocedal and Wright 2006, algorithms 3.5 and 3.6.
 */
export function strongWolfe(options: WolfeOptions = {}): LineSearch {
  const { decrease = 1e-4, flattening = 0.9, difference = 1e-2, longest = 4 } = options;
  return function* (start) {
    const enough = ({ length, value }: Trial): boolean => value <= start * (1 - 2 * decrease * length);
    const flat = ({ slope }: Trial): boolean => Math.abs(slope) <= 2 * flattening * start;
    let low: Trial = { length: 0, value: start, slope: -2 * start };
    let high: Trial | undefined;
    for (let length = 1; high === undefined && length <= longest; length *= 2) {
      const next = yield* tried(length);
      const falls = enough(next) && next.value < low.value;
      if (falls && flat(next)) return next.length;
      if (falls && next.slope < 0) low = next;
      else if (falls) [low, high] = [next, low];
      else high = next;
    }
    for (let h = 0; high !== undefined && h < HALVINGS; h++) {
      const next = yield* tried((low.length + high.length) / 2);
      if (!enough(next) || next.value >= low.value) {
        high = next;
        continue;
      }
      if (flat(next)) return next.length;
      if (next.slope * (high.length - low.length) >= 0) high = low;
      low = next;
    }
    return low.length > 0 ? low.length : (high?.length ?? 1);
  };

  function* tried(length: number): Generator<number, Trial, number> {
    const value = yield length;
    const ahead = yield length + difference;
    return { length, value, slope: (ahead - value) / difference };
  }
}
