import { exponential } from "../numeric/elementary.js";
import type { Matrix } from "../numeric/matrix.js";
import { logitsOf, softmaxPullback, softmaxRows } from "./softmax.js";

/** What atoms may be, of mass 1 each ("simplex") or of any mass, and whether their masses or the logarithms of these are learned. */
export type AtomFormName = "simplex" | "positive" | "logarithm";

/** How atoms are made of the numbers that are learned, their parameters. */
export interface AtomForm {
  readonly parametersOf: (atoms: Matrix) => Matrix;
  readonly atomsOf: (parameters: Matrix) => Matrix;
  /** Gradient in the parameters of what has this gradient in the atoms. */
  readonly pullBack: (atoms: Matrix, gradient: Matrix) => Matrix;
  /** Brings parameters back to where they may be, in place. */
  readonly settle: (parameters: Matrix) => void;
  /** The part of a gradient that a step against it can follow: none where parameters are at their bound and held there. */
  readonly followed: (parameters: Matrix, gradient: Matrix) => Matrix;
}

/** The least mass of an atom in a band: beside it, 1 is the largest of the data. */
const LEAST_MASS = 1e-15;
/** Of mass 1, logits that run away leave no more than this in a band: a double with all its digits, and a logarithm. */
const LEAST_SHARE = 1e-300;

/** Softmax of logits, nowhere below 1e-300, where its own slopes are 0 in all but name. */
const simplex: AtomForm = {
  parametersOf: (atoms) => logitsOf(atoms, LEAST_MASS),
  atomsOf: (logits) => {
    const shares = softmaxRows(logits);
    return { ...shares, data: shares.data.map((share) => Math.max(LEAST_SHARE, share)) };
  },
  pullBack: softmaxPullback,
  settle: () => undefined,
  followed: (_, gradient) => gradient,
};

/**
 * The parameters are the atoms. After each step they are clamped in place: the numbers that the optimiser goes on with are
 * the clamped ones. (A code published with the method put a clamped copy beside the optimiser's own numbers: after the
 * first step the atoms no longer learned. `atoms: "data"` is that, on purpose.)
 */
const positive: AtomForm = {
  parametersOf: ({ rows, cols, data }) => ({
    rows,
    cols,
    data: data.map((mass) => Math.max(LEAST_MASS, mass)),
  }),
  atomsOf: (parameters) => parameters,
  pullBack: (_, gradient) => gradient,
  settle: ({ data }) => {
    for (let p = 0; p < data.length; p++) if (data[p]! < LEAST_MASS) data[p] = LEAST_MASS;
  },
  followed: ({ data }, gradient) => ({
    ...gradient,
    data: gradient.data.map((slope, p) => (data[p]! <= LEAST_MASS ? Math.min(slope, 0) : slope)),
  }),
};

/**
 * The parameters are logarithms of the masses: steps are relative, so that a rate does not depend on the unit of the data or the
 * number of bands. Masses are held at 1e-15 from below; a logarithm that has fallen under that stays there, for slopes are
 * 1e-15 of those by the mass, too little for a step of Adam (whose slopes count beside 1e-8).
 */
const logarithm: AtomForm = {
  parametersOf: (atoms) => logitsOf(atoms, LEAST_MASS),
  atomsOf: ({ rows, cols, data }) => ({
    rows,
    cols,
    data: data.map((log) => Math.max(LEAST_MASS, exponential(log))),
  }),
  pullBack: (atoms, gradient) => ({
    ...atoms,
    data: gradient.data.map((slope, p) => slope * atoms.data[p]!),
  }),
  settle: () => undefined,
  followed: ({ data }, gradient) => ({
    ...gradient,
    data: gradient.data.map((slope, p) => (exponential(data[p]!) <= LEAST_MASS ? 0 : slope)),
  }),
};

/** Have all atoms run down to the least mass there is? */
export const haveVanished = ({ data }: Matrix): boolean => data.every((mass) => mass <= LEAST_MASS);

export const ATOM_FORMS: Readonly<Record<AtomFormName, AtomForm>> = { simplex, positive, logarithm };
