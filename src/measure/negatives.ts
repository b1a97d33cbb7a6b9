/** What to do with values below 0; those that are no finite numbers are always refused. */
export const NEGATIVES = {
  refuse: { allowed: false, text: "negative values refused" },
  clip: { allowed: true, text: "negative values set to 0" },
} as const satisfies Record<string, { readonly allowed: boolean; readonly text: string }>;

export type NegativeRule = keyof typeof NEGATIVES;

/** How sentences that refuse them say it, to callers of the library and at a command line. */
export const CLIP_REMEDY = 'set them to 0 with negatives "clip" (--negatives clip)';
