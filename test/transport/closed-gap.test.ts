import { describe, expect, it } from "vitest";
import type { Status } from "../../src/numeric/certificate.js";
import { proveConverged } from "../../src/transport/closed-gap.js";
import { sparsePlan } from "../../src/transport/plan.js";

const plan = sparsePlan(
  { rows: new Int32Array(1), cols: new Int32Array(1), mass: new Float64Array([1]) },
  [1, 1],
);

/** What is said of a transport that ended with a status and a bracket, the squared extent of the clouds being 1. */
function said(status: Status, lower: number, upper: number): Status {
  const potentials = { f: new Float64Array(1), g: new Float64Array(1) };
  const certificate = { status, iterations: 7, lower, upper, sourceError: 0, targetError: 0 };
  return proveConverged({ cost: upper, plan, potentials, certificate }, 1).certificate.status;
}

describe("proveConverged", () => {
  it("believes what a closed bracket proves", () => {
    expect(said("converged", 1 - 0.9e-9, 1)).toBe("converged");
    expect(said("converged", 0, 0)).toBe("converged");
  });

  it("calls an open bracket stalled", () => {
    expect(said("converged", 1 - 1.1e-9, 1)).toBe("stalled");
    expect(said("converged", 0, 1)).toBe("stalled");
  });

  it("explains a gap by rounding only up to 1e-14 of mass times squared extent", () => {
    expect(said("converged", 0, 0.9e-14)).toBe("converged");
    expect(said("converged", 0, 1.1e-14)).toBe("stalled");
  });

  it.each([
    [Number.NaN, 1],
    [0, Number.NaN],
    [0, Infinity],
    [-Infinity, 1],
  ])("calls a bracket from %f to %f non-finite, whatever the solver said", (lower, upper) => {
    expect(said("converged", lower, upper)).toBe("non-finite");
    expect(said("aborted", lower, upper)).toBe("non-finite");
  });

  it.each(["iteration-limit", "aborted", "stalled"] as const)("leaves %s as it is", (status) => {
    expect(said(status, 1, 1)).toBe(status);
    expect(said(status, 0, 1)).toBe(status);
  });
});
