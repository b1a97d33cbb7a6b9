/**
 * Keys of the independent random streams that a pipeline forks from its seed. A key keeps its number for good:
 * changing one would change every stored result.
 */
export const STREAMS = {
  reference: 0,
  pairs: 1,
  cluster: 2,
  folds: 3,
  model: 4,
  picture: 5,
  sample: 6,
  transport: 7,
  metric: 8,
  generate: 9,
  coding: 10,
  permutation: 11,
  adaptation: 12,
  choice: 13,
  importance: 14,
  simulation: 15,
  control: 16,
  steadyState: 17,
  stepSizes: 18,
} as const;
