/** What can be run of every system whose particles stay. */
export const RUN_VARIANTS = {
  transport: { about: "displacements by optimal transport", maps: "transport" },
  "particle-wise": { about: "displacements of each particle by itself", maps: "particle-wise" },
} as const;

/** Of a system that is run in both ways where nobody says otherwise. */
export const BOTH_VARIANTS = { variants: RUN_VARIANTS, usual: ["transport", "particle-wise"] } as const;
