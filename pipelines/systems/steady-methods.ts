/** Ways to look for a steady state, as presets and `steady-state --method` name them. */
export const STEADY_METHODS = [
  "icdf",
  "cdf",
  "joint-cdf",
  "angular-radial",
  "wasserstein-newton",
  "wasserstein-adam",
  "sinkhorn-newton",
  "sinkhorn-adam",
  "sinkhorn-descent",
] as const;

export type MethodName = (typeof STEADY_METHODS)[number];

/** Of particles on the line, in an order that has the usual one first; `cdf` is for systems in a box besides. */
export const LINE_METHODS = [
  "icdf",
  "wasserstein-newton",
  "wasserstein-adam",
  "sinkhorn-newton",
  "sinkhorn-adam",
  "sinkhorn-descent",
] as const satisfies readonly MethodName[];

/** Of particles in a rectangle. */
export const PLANE_METHODS = [
  "joint-cdf",
  "angular-radial",
  "wasserstein-newton",
  "wasserstein-adam",
  "sinkhorn-newton",
  "sinkhorn-adam",
  "sinkhorn-descent",
] as const satisfies readonly MethodName[];

/** Fewer particles where each evaluation solves a transport: settings of small presets on the line. */
export const SMALL_LINE_METHODS = {
  cdf: { lines: 101, iterations: 10 },
  "wasserstein-newton": { particles: 2000, iterations: 5 },
  "wasserstein-adam": { particles: 5000, epochs: 60, decayEvery: 30 },
  "sinkhorn-newton": { particles: 300, iterations: 5 },
  "sinkhorn-adam": { particles: 500, epochs: 40, decayEvery: 20 },
  "sinkhorn-descent": { particles: 500, epochs: 40, decayEvery: 20, learningRate: 1 },
} as const satisfies Readonly<Partial<Record<MethodName, Readonly<Record<string, number>>>>>;
