import { fusedGromovWasserstein, gromovWasserstein } from "../../src/index.js";
import { answer, type Method, running } from "./method.js";

export const gromovMethod: Method = {
  about:
    "distances within each measure are compared, not places; with --alpha fused with places. A local optimum",
  names: { cost: "cost (GW^2)", distance: "distance (GW)", bracket: "least cost" },
  takes: ["alpha", "starts", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (source, target, { alpha }, context) => {
    const options = { ...running(context), random: context.random };
    return answer(
      alpha === undefined
        ? gromovWasserstein(source, target, options)
        : fusedGromovWasserstein(source, target, { ...options, alpha }),
    );
  },
};
