import type { DictionaryKernels } from "../kernels/kernels.js";
import type { Scalings } from "../kernels/scalings.js";
import type { GibbsKernel } from "../transport/barycenter/gibbs-kernel.js";

/** What a loss may depend on besides data and barycentre. */
export interface LossSettings {
  /** d x d: |w_i - w_j|^power, scaled to a fixed largest entry. */
  readonly costs: Float64Array;
  /** exp(-costs / epsilon). */
  readonly kernel: GibbsKernel;
  /** How hard the loss holds to data and barycentre, in units of cost; Infinity: balanced. */
  readonly rhoLoss: number;
  /** Most iterations of a transport loss. */
  readonly lossIterations: number;
  /** A transport loss ends when no scaling changes by more, relatively. */
  readonly lossTolerance: number;
}

/** The loss of one row and its derivative. */
export interface RowLoss {
  readonly loss: number;
  /** d: derivative by the logarithm of the barycentre. */
  readonly gradient: Float64Array;
  /** Iterations used; 0 for a loss in closed form. */
  readonly iterations: number;
}

/** A distance between data x and a barycentre q that is given by its logarithm. */
export interface LossKind {
  readonly name: string;
  /** Is a 0 in the data infinitely far from any barycentre? */
  readonly requiresPositiveData?: boolean;
  readonly atRow: (settings: LossSettings, data: Float64Array, logBarycenter: Float64Array) => RowLoss;
  /** The same for eight rows at a time where numbers stay in the range of doubles. */
  readonly inPanels?: PanelLoss;
}

export interface PanelLoss {
  /** Is the way back through all iterations? */
  readonly keepsRounds: boolean;
  /** From data and log q to losses and derivatives; false if numbers left the range of doubles. */
  readonly run: (functions: DictionaryKernels["functions"], scalings: Scalings) => boolean;
}
