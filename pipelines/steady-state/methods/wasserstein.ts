import { adamStep, gradientStep, particleDescription } from "../../../src/index.js";
import type { Matching } from "../matching.js";
import { NEWTON_SETTINGS } from "../settings.js";
import { descentMethod } from "./descent.js";
import { newtonMethod } from "./newton.js";

export const wassersteinAdam = descentMethod({
  about: "the particles themselves, by Adam on half the squared distance to what the timestep makes of them",
  residual: "1/2 W2^2 of the particles and their image",
  matching: "exact",
  step: adamStep,
});

export const sinkhornAdam = descentMethod({
  about: "the same with half the Sinkhorn divergence, blurred by one timestep",
  residual: "1/2 Sinkhorn divergence of the particles and their image",
  matching: "entropic",
  step: adamStep,
});

export const sinkhornDescent = descentMethod({
  about: "half the Sinkhorn divergence by plain steps along its gradient",
  residual: "1/2 Sinkhorn divergence of the particles and their image",
  matching: "entropic",
  step: gradientStep,
});

export const wassersteinNewton = particleNewton(
  "the particles themselves, by Newton's method on where each of them is matched",
  "exact",
);

export const sinkhornNewton = particleNewton("the same with entropic plans", "entropic");

function particleNewton(about: string, matching: Matching) {
  return newtonMethod({
    about,
    matching,
    residual: "|x - T(x)|, Euclidean norm over all coordinates",
    // difference quotients move all particles at once; and a particle's partner changes with any of them, so that eigenvalues mean little
    parameters: {
      difference: { ...NEWTON_SETTINGS.difference, value: 30 },
      eigenvalues: { ...NEWTON_SETTINGS.eigenvalues, value: 0 },
    },
    describe: ({ system: { dim } }, { particles }, loss) =>
      particleDescription({ count: particles, dim, ...(loss && { loss }) }),
  });
}
