import { describe, expect, it } from "vitest";
import {
  ConvergenceError,
  FormatError,
  isOtError,
  MeasureError,
  ShapeError,
  SimulatorError,
} from "../../src/errors.js";
import { errorOf, failureOf } from "../../src/pool/failure.js";

const CERTIFICATE = {
  status: "stalled",
  iterations: 3,
  lower: 0.25,
  upper: 1,
  sourceError: 0,
  targetError: 0,
} as const;

describe("an error that crosses threads", () => {
  it.each<[string, Error]>([
    ["MeasureError", new MeasureError("weight 3 is -1", { index: 3, value: -1 })],
    ["ShapeError", new ShapeError("3 for 2", { expected: 2, found: 3 })],
    ["FormatError", new FormatError("cut off", { file: "a.csv", place: "line 2" })],
    ["ConvergenceError", new ConvergenceError("no", CERTIFICATE)],
    ["SimulatorError", new SimulatorError("lost", { step: 3, time: 1.5 })],
  ])("keeps class and fields: %s", (name, error) => {
    const copy = errorOf(structuredClone(failureOf(error)));
    expect(copy).toBeInstanceOf(error.constructor);
    expect(copy).toEqual(error);
    expect(copy.name).toBe(name);
    expect(isOtError(copy)).toBe(true);
  });

  it("keeps the text of a cause, which may not be cloneable itself", () => {
    const error = new FormatError("bad", { file: "a", cause: new Error("deeper") });
    const copy = errorOf(structuredClone(failureOf(error)));
    expect(copy.cause).toBe("Error: deeper");
  });

  it("keeps name, sentence and stack of any other error, and the text of what is none", () => {
    const error = new RangeError("too long");
    const copy = errorOf(structuredClone(failureOf(error)));
    expect(copy).toMatchObject({ name: "RangeError", message: "too long", stack: error.stack });
    expect(errorOf(failureOf("a word"))).toMatchObject({ name: "Error", message: "a word" });
  });
});
