import { readFileSync } from "node:fs";

interface Cloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

export interface FixedCase {
  readonly name: string;
  readonly dim: number;
  readonly points: readonly number[];
  readonly atoms: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly epsilon: number;
  readonly rho: number | null;
  readonly debiased: boolean;
  readonly histogram: readonly number[];
  /** By a linear programme, without entropy. */
  readonly leastCost: number | null;
}

export interface FreeCase {
  readonly name: string;
  readonly dim: number;
  readonly measures: readonly Cloud[];
  readonly weights: readonly number[];
  readonly start: Cloud;
  readonly points: readonly number[];
  readonly cost: number;
}

const path = new URL("../../oracle/barycenters.json", import.meta.url);

/** Barycentres by POT; see make_barycenters.py. */
export const ORACLE: { readonly fixed: readonly FixedCase[]; readonly free: readonly FreeCase[] } =
  JSON.parse(readFileSync(path, "utf8"));
