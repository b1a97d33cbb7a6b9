import type { Certificate } from "../../numeric/certificate.js";
import { matrix } from "../../numeric/matrix.js";
import { compensatedSum } from "../../numeric/sum.js";
import { symmetricEigen } from "../../numeric/symmetric-eigen.js";
import { trace } from "./gaussian.js";
import { type GaussianTransport, gaussianTransport } from "./gaussian-transport.js";

/** The transport from the barycentre to one of the laws, and lambda_s of that. */
export interface WeightedTransport {
  readonly share: number;
  readonly transport: GaussianTransport;
}

/** Rounding of the decompositions, relative to d times the second moments about the barycentre. */
const ROUNDING = 64 * Number.EPSILON;

/** Roots of eigenvalues that are rounding know half the digits: of a flat law, the bracket is wider by so much. */
const FLAT_ROUNDING = 1e-9;

/** Ratio of the least to the largest eigenvalue below which roots lose digits. */
const NEARLY_FLAT = 1e-12;

/** With a gap above this the second bound is worth its time. */
const CLOSED = 1e-9;

/**
 * Bracket of the least sum_s lambda_s W2^2(law, law_s) over all measures: above by the law that was found, below by
 * whichever proves more of two.
 *
 * Potentials: for any A_s without negative eigenvalues and sum_s lambda_s A_s <= 1, the functions
 * x^T (1 - A_s) x have a sum >= 0 and the c-transforms |y|^2 - y^T A_s^-1 y, so
 * sum_s lambda_s (tr S_s - tr A_s^-1 S_s) is a lower bound; the maps of the transports, divided by the largest
 * eigenvalue of their mean, are such A_s, and at the optimum reach it. Pairs: the laws are no nearer to a third law
 * than to each other, sum_(s < t) lambda_s lambda_t W2^2(law_s, law_t).
 */
export function barycenterBracket(
  transports: readonly WeightedTransport[],
): Pick<Certificate, "lower" | "upper"> {
  const cost = compensatedSum(transports.map(({ share, transport }) => share * transport.cost));
  const dim = transports[0]!.transport.source.mean.length;
  const flat = transports.some(({ transport }) => isFlat(transport));
  const rounding = (flat ? FLAT_ROUNDING : ROUNDING) * dim * secondMoments(transports);
  const upper = cost + rounding;
  const byPotentials = potentialBound(transports);
  const closed = byPotentials >= (1 - CLOSED) * cost;
  const lower = closed ? byPotentials : Math.max(byPotentials, pairBound(transports));
  return { lower: Math.min(upper, Math.max(0, lower - rounding)), upper };
}

/** Is one of the two laws confined to a subspace, or so near to it that doubles cannot tell? */
function isFlat({ source, target }: GaussianTransport): boolean {
  return [source, target].some(({ covariance }) => {
    const { values } = symmetricEigen(covariance);
    return values[values.length - 1]! <= NEARLY_FLAT * values[0]!;
  });
}

function secondMoments(transports: readonly WeightedTransport[]): number {
  return transports.reduce((sum, { share, transport }) => {
    const { source, target } = transport;
    return sum + share * (meanCost(transport) + trace(source.covariance) + trace(target.covariance));
  }, 0);
}

function meanCost({ source, target }: GaussianTransport): number {
  return source.mean.reduce((sum, value, k) => sum + (value - target.mean[k]!) ** 2, 0);
}

function potentialBound(transports: readonly WeightedTransport[]): number {
  if (transports.some(({ transport }) => transport.residual > 0)) return 0; // the maps do not reach the laws
  const { rows } = transports[0]!.transport.linear;
  const mean = matrix(rows, rows);
  for (const { share, transport } of transports) {
    for (let p = 0; p < mean.data.length; p++) mean.data[p]! += share * transport.linear.data[p]!;
  }
  const largest = Math.max(1, symmetricEigen(mean).values[0]!);
  return transports.reduce((sum, { share, transport }) => {
    // tr A^-1 S_s = tr S A = tr K, since A S A = S_s: no inverse of what may be singular
    const { target, crossCovariance } = transport;
    return sum + share * (trace(target.covariance) - largest * trace(crossCovariance));
  }, spreadOfMeans(transports));
}

/**
 * sum_s lambda_s |m_s - m|^2 with the mean m = sum_s lambda_s m_s, all of it about the mean of largest share: where a common offset
 * is large, m as it is stored is another place, from which the means are further.
 */
function spreadOfMeans(transports: readonly WeightedTransport[]): number {
  const heaviest = transports.reduce((best, one) => (one.share > best.share ? one : best));
  const origin = heaviest.transport.target.mean;
  const offsets = transports.map(({ transport }) =>
    transport.target.mean.map((value, k) => value - origin[k]!),
  );
  const mean = origin.map((_, k) =>
    offsets.reduce((sum, offset, s) => sum + transports[s]!.share * offset[k]!, 0),
  );
  return offsets.reduce((sum, offset, s) => {
    const square = offset.reduce((part, value, k) => part + (value - mean[k]!) ** 2, 0);
    return sum + transports[s]!.share * square;
  }, 0);
}

function pairBound(transports: readonly WeightedTransport[]): number {
  let sum = 0;
  transports.forEach((one, t) => {
    for (const other of transports.slice(0, t)) {
      sum += one.share * other.share * gaussianTransport(one.transport.target, other.transport.target).cost;
    }
  });
  return sum;
}
