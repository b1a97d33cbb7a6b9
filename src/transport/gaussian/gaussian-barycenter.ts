import { ShapeError } from "../../errors.js";
import type { Certificate } from "../../numeric/certificate.js";
import { multiplyTransposed } from "../../numeric/gram.js";
import { type IterationOptions, iterate, type Step, stopRule } from "../../numeric/iterate.js";
import { type Matrix, matrix, multiply, transpose } from "../../numeric/matrix.js";
import { compensatedSum } from "../../numeric/sum.js";
import { svd } from "../../numeric/svd.js";
import { sharesOf } from "../shares.js";
import { type Gaussian, largestEntry, requireDimension, scaled, symmetricPart, trace } from "./gaussian.js";
import { barycenterBracket } from "./gaussian-barycenter-bracket.js";
import { gaussianTransport } from "./gaussian-transport.js";
import { symmetricRoots } from "./symmetric-root.js";

export interface GaussianBarycenterOptions extends IterationOptions {
  /** lambda_s: at least 0, taken as shares of their sum; default equal. */
  readonly weights?: ArrayLike<number>;
}

/** The barycentre of normal laws, itself a normal law. */
export interface GaussianBarycenter {
  readonly barycenter: Gaussian;
  /** sum_s lambda_s W2^2(barycenter, law s). */
  readonly cost: number;
  /** Of the least possible cost, over all measures; marginal errors are 0. */
  readonly certificate: Certificate;
}

const DEFAULTS = { tolerance: 1e-10, maxIterations: 1000 };

/**
 * Barycentre of normal laws N(m_s, S_s): the law that minimises sum_s lambda_s W2^2(law, law_s), by the fixed point
 *
 *   S <- S^(-1/2) (sum_s lambda_s (S^(1/2) S_s S^(1/2))^(1/2))^2 S^(-1/2),   mean = sum_s lambda_s m_s,
 *
 * from the mean of the covariances; the cost falls from step to step. One step is exact where all S_s commute.
 *
 * @param options.stop.tolerance bounds the W2 distance of the last step relative to the size sqrt(tr S) of the law;
 *   1e-10 by default.
 * @returns the certificate brackets the least cost up to the rounding of the decompositions (64 d units in the last
 *   place of the second moments are allowed for): `lower` by quadratic potentials made from the maps, which closes the
 *   gap where one law of positive weight is regular, or by sum_(s < t) lambda_s lambda_t W2^2(law_s, law_t). Where all
 *   laws are flat the barycentre may not be unique.
 * @throws ShapeError if there are no laws, dimensions differ or there is not one weight per law; MeasureError if a
 *   weight is negative or not finite, or all are 0.
 *
 * O(count d^3) time an iteration, and O(count^2 d^3) once where the first bound leaves a gap. Álvarez-Esteban, del
 * Barrio, Cuesta-Albertos and Matrán 2016, theorem 4.2; Agueh and Carlier 2011, section 6.3.
 */
export function gaussianBarycenter(
  gaussians: readonly Gaussian[],
  options: GaussianBarycenterOptions = {},
): GaussianBarycenter {
  const rule = stopRule(options.stop, DEFAULTS);
  const laws = weightedLaws(gaussians, options.weights);
  const unit = laws.reduce((size, { law }) => Math.max(size, largestEntry(law.covariance)), 0) || 1;
  const parts = laws.map(({ law, share }) => ({
    share,
    root: symmetricRoots(scaled(law.covariance, 1 / unit)).root,
  }));
  const start = weightedMatrix(
    laws.map(({ law, share }) => ({ share, value: scaled(law.covariance, 1 / unit) })),
  );
  const found = iterate(start, (covariance) => nextCovariance(covariance, parts), rule, options.onProgress);
  const barycenter = { mean: weightedMean(laws), covariance: scaled(found.state, unit) };
  const transports = laws.map(({ law, share }) => ({ share, transport: gaussianTransport(barycenter, law) }));
  return {
    barycenter,
    cost: compensatedSum(transports.map(({ share, transport }) => share * transport.cost)),
    certificate: {
      status: found.status,
      iterations: found.iterations,
      ...barycenterBracket(transports),
      sourceError: 0,
      targetError: 0,
    },
  };
}

interface WeightedLaw {
  readonly law: Gaussian;
  /** lambda_s > 0, of sum 1. */
  readonly share: number;
}

/** The laws of positive weight. */
function weightedLaws(gaussians: readonly Gaussian[], weights: ArrayLike<number> | undefined): WeightedLaw[] {
  const first = gaussians[0];
  if (!first) throw new ShapeError("there are no laws; a barycentre needs at least one", { found: 0 });
  for (const [s, law] of gaussians.entries()) requireDimension(law, first.mean.length, `law ${s}`);
  const { parts, total } = sharesOf(weights, gaussians.length);
  return gaussians.map((law, s) => ({ law, share: parts[s]! / total })).filter(({ share }) => share > 0);
}

interface Part {
  readonly share: number;
  /** S_s^(1/2). */
  readonly root: Matrix;
}

/** One step of the fixed point; the error is W2(old, new) relative to the old size. */
function nextCovariance(covariance: Matrix, parts: readonly Part[]): Step<Matrix> {
  const { root, inverseRoot } = symmetricRoots(covariance);
  const mean = weightedMatrix(
    parts.map((part) => ({ share: part.share, value: rootOfGram(multiply(part.root, root)) })),
  );
  const mapped = multiply(mean, inverseRoot); // the mean map in the root's coordinates: (A R)^T
  const state = symmetricPart(multiplyTransposed(transpose(mapped), transpose(mapped)));
  const moved = mapped.data.reduce((sum, value, p) => sum + (value - root.data[p]!) ** 2, 0);
  const size = trace(covariance);
  return { state, error: size > 0 ? Math.sqrt(moved / size) : Math.sqrt(moved) };
}

/** (B^T B)^(1/2) = V diag(sigma) V^T, from the singular values: no digits are lost to squaring. */
function rootOfGram(b: Matrix): Matrix {
  const { left, right } = svd(b);
  // U^T B = diag(sigma) V^T
  return symmetricPart(multiply(right, multiply(transpose(left), b)));
}

function weightedMatrix(terms: readonly { share: number; value: Matrix }[]): Matrix {
  const { rows, cols } = terms[0]!.value;
  const out = matrix(rows, cols);
  for (const { share, value } of terms) {
    for (let p = 0; p < out.data.length; p++) out.data[p]! += share * value.data[p]!;
  }
  return out;
}

function weightedMean(laws: readonly WeightedLaw[]): Float64Array {
  const origin = laws[0]!.law.mean; // about one of them: a common offset costs no digits
  const mean = new Float64Array(origin.length);
  for (const { law, share } of laws) {
    for (let k = 0; k < mean.length; k++) mean[k]! += share * (law.mean[k]! - origin[k]!);
  }
  return mean.map((value, k) => value + origin[k]!);
}
