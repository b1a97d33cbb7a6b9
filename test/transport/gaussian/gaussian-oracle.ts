import { readFileSync } from "node:fs";

interface MapCase {
  readonly name: string;
  readonly dim: number;
  /** Coordinates of clouds of equal masses. */
  readonly source: readonly number[];
  readonly target: readonly number[];
  readonly cost: number;
  readonly linear: readonly number[];
  readonly offset: readonly number[];
}

interface BarycentreCase {
  readonly name: string;
  readonly dim: number;
  readonly covariances: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly covariance: readonly number[];
  readonly cost: number;
}

interface GaussianOracle {
  readonly maps: readonly MapCase[];
  readonly barycentres: readonly BarycentreCase[];
}

/** Numbers of POT and SciPy, made by test/oracle/make_gaussian.py. */
export const gaussianOracle: GaussianOracle = JSON.parse(
  readFileSync(new URL("../../oracle/gaussian.json", import.meta.url), "utf8"),
);
