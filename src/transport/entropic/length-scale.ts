import type { Cost } from "../../measure/cost.js";

/** How the kernels name a cost: by kappa of the Hellinger-Kantorovich cost, or 0 for the squared distance. */
export const lengthScale = (cost: Cost): number => (cost.name === "squared-euclidean" ? 0 : cost.kappa);
