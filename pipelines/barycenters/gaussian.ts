import {
  gaussianBarycenter,
  gaussianMap,
  gaussianOf,
  gaussianTransport,
  type Measure,
} from "../../src/index.js";
import type { Kind } from "./kind.js";

/** Laws of one shape up to affine maps have their barycentre in that shape too: it is drawn with the points of one file. */
export const gaussianKind: Kind = {
  about:
    "of the normal laws with the files' means and covariances, drawn as an affine image of the file of largest share",
  among: "all measures, for the normal laws in place of the files",
  takes: ["tolerance", "maxIterations"],
  masses: "equal",
  solve: (measures, _, { shares, stop, onProgress }) => {
    const laws = measures.map(gaussianOf);
    const { barycenter, cost, certificate } = gaussianBarycenter(laws, {
      weights: shares,
      stop,
      ...(onProgress && { onProgress }),
    });
    const s = shares.indexOf(Math.max(...shares));
    const map = gaussianTransport(laws[s]!, barycenter);
    const own: Measure = measures[s]!;
    return { measure: { ...own, points: gaussianMap(map, own.points) }, cost, certificate };
  },
};
