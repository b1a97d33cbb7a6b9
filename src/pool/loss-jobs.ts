import { sinkhornResidual } from "../dynamics/steady/sinkhorn-residual.js";
import {
  type ParticleLoss,
  type ParticleResidual,
  wassersteinResidual,
} from "../dynamics/steady/wasserstein-residual.js";
import { type PackedMeasures, unpackMeasures } from "./packed-measures.js";

/** Losses by name, since functions do not travel: `wassersteinResidual`, and `sinkhornResidual` with its defaults. */
export const NAMED_LOSSES = {
  wasserstein: wassersteinResidual,
  sinkhorn: sinkhornResidual(),
} as const satisfies Readonly<Record<string, ParticleLoss>>;

export type LossName = keyof typeof NAMED_LOSSES;

/** What a worker can be asked for about particles and their image. */
export interface LossJobTypes {
  readonly particleLoss: {
    /** The particles, then their image. */
    readonly input: { readonly loss: LossName; readonly measures: PackedMeasures };
    readonly output: ParticleResidual;
  };
}

type LossJobs = {
  readonly [J in keyof LossJobTypes]: (input: LossJobTypes[J]["input"]) => LossJobTypes[J]["output"];
};

export const lossJobs: LossJobs = {
  particleLoss: ({ loss, measures }) => {
    const [particles, image] = unpackMeasures(measures);
    return NAMED_LOSSES[loss](particles!, image!);
  },
};
