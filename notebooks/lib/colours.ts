/** Petroff 2021 (arXiv:2107.02270): ten colours that stay apart for colour-blind readers, in his order; the same as in the reports. */
export const COLOURS = [
  "#3f90da",
  "#ffa90e",
  "#bd1f01",
  "#94a4a2",
  "#832db6",
  "#a96b59",
  "#e76300",
  "#b9ac70",
  "#717581",
  "#92dadd",
] as const;
