import {
  type BarycentricCodes,
  barycentricCodes,
  combine,
  type Embedding,
  expMap,
  fitLotDictionary,
  type LotDictionary,
  type Matrix,
  type Measure,
  massive,
  matrix,
  multiply,
  type OnProgress,
  type Random,
  rowView,
} from "../../src/index.js";
import { tellOnly } from "../tell-only.js";

/** Atoms, items over them, and both as means of embedded items. */
export interface Coded {
  readonly names: readonly string[];
  readonly atoms: readonly Measure[];
  readonly syntheses: readonly Measure[];
  /** The mean that items are compared with: of atoms that were given, of all items where they were learnt. */
  readonly mean: Measure;
  readonly codes: BarycentricCodes;
  readonly dictionary?: LotDictionary;
}

/** Codes of items over the items of another set. */
export function codeOver(known: Embedding, names: readonly string[], items: Embedding): Coded {
  const codes = barycentricCodes(known, items);
  return {
    names,
    atoms: measuresOf(known, identity(names.length)),
    syntheses: measuresOf(known, codes.shares),
    mean: meanOf(known),
    codes,
  };
}

/** Atoms learnt from the items themselves, and their codes. */
export function learnAtoms(
  items: Embedding,
  options: { readonly atoms: number; readonly random: Random; readonly onProgress?: OnProgress | undefined },
): Coded {
  const { atoms, random, onProgress } = options;
  const dictionary = fitLotDictionary(items, {
    atoms,
    random,
    onProgress: tellOnly(onProgress),
  });
  const { mixtures, shares } = dictionary;
  return {
    names: Array.from({ length: atoms }, (_, k) => `atom ${k}`),
    atoms: measuresOf(items, mixtures),
    syntheses: measuresOf(items, multiply(shares, mixtures)),
    mean: meanOf(items),
    codes: dictionary,
    dictionary,
  };
}

function measuresOf(items: Embedding, shares: Matrix): Measure[] {
  return Array.from({ length: shares.rows }, (_, s) => measureOf(items, rowView(shares, s)));
}

function meanOf(items: Embedding): Measure {
  return measureOf(items, new Float64Array(items.matrix.rows).fill(1));
}

/** Without the points of no mass that growth may leave. */
function measureOf(items: Embedding, shares: Float64Array): Measure {
  return massive(expMap(items.reference, combine(items, shares))).measure;
}

function identity(size: number): Matrix {
  const one = matrix(size, size);
  for (let s = 0; s < size; s++) one.data[s * size + s] = 1;
  return one;
}
