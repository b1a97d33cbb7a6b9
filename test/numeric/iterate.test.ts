import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { iterate, stopRule } from "../../src/numeric/iterate.js";

const rule = { tolerance: 1e-3, maxIterations: 100 };
const halved = (x: number) => ({ state: x / 2, error: Math.abs(x / 2) });

describe("iterate", () => {
  it("stops at the first error within the tolerance and says how many steps that took", () => {
    expect(iterate(1, halved, rule)).toEqual({
      state: 2 ** -10,
      error: 2 ** -10,
      status: "converged",
      iterations: 10,
    });
  });

  it("gives the last iterate when the limit is reached", () => {
    const ended = iterate(1, halved, { ...rule, maxIterations: 3 });
    expect(ended).toMatchObject({ state: 1 / 8, status: "iteration-limit", iterations: 3 });
  });

  it("does nothing when no iteration is allowed", () => {
    const ended = iterate(1, halved, { ...rule, maxIterations: 0 });
    expect(ended).toEqual({ state: 1, error: Infinity, status: "iteration-limit", iterations: 0 });
  });

  it.each([NaN, Infinity])("drops a step whose error is %s", (error) => {
    const step = (x: number) => (x < 1 / 4 ? { state: NaN, error } : halved(x));
    expect(iterate(1, step, rule)).toMatchObject({ state: 1 / 8, status: "non-finite", iterations: 3 });
  });

  it("ends when the method stalls", () => {
    const step = (x: number) => ({ ...halved(x), stalled: x < 1 / 2 });
    expect(iterate(1, step, rule)).toMatchObject({ status: "stalled", iterations: 3 });
  });

  it("ends when the caller says so, and tells the error meanwhile", () => {
    const errors: (number | undefined)[] = [];
    const ended = iterate(1, halved, rule, ({ error }) => {
      errors.push(error);
      return errors.length < 2;
    });
    expect(ended).toMatchObject({ state: 1 / 4, status: "aborted", iterations: 2 });
    expect(errors).toEqual([1 / 2, 1 / 4]);
  });
});

describe("stopRule", () => {
  it("keeps what is given, zeros too, and fills in the rest", () => {
    expect(stopRule({ tolerance: 0 }, rule)).toEqual({ tolerance: 0, maxIterations: 100 });
    expect(stopRule(undefined, rule)).toEqual(rule);
  });

  it.each([{ tolerance: NaN }, { tolerance: -1 }, { maxIterations: 1.5 }, { maxIterations: -1 }])(
    "refuses %o",
    (stop) => {
      try {
        stopRule(stop, rule);
        expect.unreachable();
      } catch (error) {
        expect(isOtError(error, "ShapeError")).toBe(true);
        expect(String(error)).toMatch(/stop\.(tolerance|maxIterations) is/);
      }
    },
  );
});
