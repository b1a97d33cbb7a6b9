/** What can be run of every system whose particles stay. */
export const RUN_VARIANTS = {
  transport: { about: "displacements by optimal transport", maps: "transport" },
  "particle-wise": { about: "displacements of each particle by itself", maps: "particle-wise" },
} as const;
