import { type Certificate, relativeGap } from "../../src/index.js";
import type { CertificateSummary } from "../report.js";
import { type Check, isNumber, isRecordOf } from "../store/facts.js";

/** What a summary of certificates needs, for as many as come, without keeping them. */
export interface CertificateTally {
  readonly transports: number;
  readonly worstGap: number;
  readonly widest: number;
  readonly upperSum: number;
  readonly notConverged: number;
}

export const isCertificateTally: Check<CertificateTally> = isRecordOf<CertificateTally>({
  transports: isNumber,
  worstGap: isNumber,
  widest: isNumber,
  upperSum: isNumber,
  notConverged: isNumber,
});

export const NO_CERTIFICATES: CertificateTally = {
  transports: 0,
  worstGap: 0,
  widest: 0,
  upperSum: 0,
  notConverged: 0,
};

export function tallyOf(certificates: readonly Certificate[]): CertificateTally {
  return certificates.reduce(
    (sum, one) => ({
      transports: sum.transports + 1,
      worstGap: Math.max(sum.worstGap, relativeGap(one)),
      widest: Math.max(sum.widest, one.upper - one.lower),
      upperSum: sum.upperSum + one.upper,
      notConverged: sum.notConverged + (one.status === "converged" ? 0 : 1),
    }),
    NO_CERTIFICATES,
  );
}

export function joined(tallies: readonly CertificateTally[]): CertificateTally {
  return tallies.reduce(
    (sum, one) => ({
      transports: sum.transports + one.transports,
      worstGap: Math.max(sum.worstGap, one.worstGap),
      widest: Math.max(sum.widest, one.widest),
      upperSum: sum.upperSum + one.upperSum,
      notConverged: sum.notConverged + one.notConverged,
    }),
    NO_CERTIFICATES,
  );
}

export function tallySummary(tally: CertificateTally): CertificateSummary {
  const { transports, worstGap, widest, upperSum, notConverged } = tally;
  return {
    transports,
    worstGap,
    worstGapOfMean: widest === 0 ? 0 : widest / (upperSum / transports),
    notConverged,
  };
}
