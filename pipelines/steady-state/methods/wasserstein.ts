import { adamStep, gradientStep, sinkhornResidual, wassersteinResidual } from "../../../src/index.js";
import { descentMethod } from "./descent.js";

export const wassersteinAdam = descentMethod({
  about: "the particles themselves, by Adam on half the squared distance to what the timestep makes of them",
  dims: [1, 2],
  residual: "1/2 W2^2 of the particles and their image",
  loss: wassersteinResidual,
  step: adamStep,
});

export const sinkhornAdam = descentMethod({
  about: "the same with half the Sinkhorn divergence, blurred by one timestep",
  dims: [1, 2],
  residual: "1/2 Sinkhorn divergence of the particles and their image",
  loss: sinkhornResidual(),
  step: adamStep,
});

export const sinkhornDescent = descentMethod({
  about: "half the Sinkhorn divergence by plain steps along its gradient",
  dims: [1, 2],
  residual: "1/2 Sinkhorn divergence of the particles and their image",
  loss: sinkhornResidual(),
  step: gradientStep,
});
