import { describe, expect, it } from "vitest";
import { summariseCertificates } from "../../pipelines/report.js";
import type { Certificate } from "../../src/index.js";
import { expectNear } from "../support/expect-near.js";

function bracket(lower: number, upper: number, status: Certificate["status"] = "converged"): Certificate {
  return { status, iterations: 1, lower, upper, sourceError: 0, targetError: 0 };
}

describe("a summary of certificates", () => {
  it("gives gaps relative to their own cost and to the mean cost", () => {
    const summary = summariseCertificates([bracket(4, 4), bracket(1e-16, 2e-16), bracket(2, 2, "stalled")]);
    expect(summary).toMatchObject({ transports: 3, worstGap: 0.5, notConverged: 1 });
    expectNear(summary.worstGapOfMean, 0.5e-16, { rtol: 1e-12, why: "rounding" });
  });

  it("has no gap where all costs are 0, or there is no transport", () => {
    const none = { worstGap: 0, worstGapOfMean: 0, notConverged: 0 };
    expect(summariseCertificates([bracket(0, 0)])).toEqual({ transports: 1, ...none });
    expect(summariseCertificates([])).toEqual({ transports: 0, ...none });
  });
});
