/** The numbers of a publication, or smaller ones that take a minute at most. */
export const PRESETS = ["paper", "small"] as const;
export type PresetName = (typeof PRESETS)[number];
