import { type LotOptions, MOST_AVERAGED, REFERENCES, type ReferenceKind } from "./kinds.js";

/** One way to have references, to be compared with others. */
export interface Candidate {
  readonly reference: Exclude<ReferenceKind, "auto">;
  readonly references?: number;
  readonly rounds?: number;
}

/** Each kind that is one measure. */
export const SINGLE_CANDIDATES: readonly Candidate[] = (
  Object.keys(REFERENCES) as (keyof typeof REFERENCES)[]
).map((reference) => ({ reference }));

/** Several Gaussian references: they differ most from each other, so that their mean says most. */
export const AVERAGED_CANDIDATE: Candidate = { reference: "gaussian", references: MOST_AVERAGED };

/** For items with labels that may be seen. */
export const CLASS_CANDIDATE: Candidate = { reference: "class-barycenter" };

/** Options of a command with what a candidate says in place of theirs. */
export function withCandidate<Options extends LotOptions>(
  options: Options,
  { reference, references, rounds }: Candidate,
): Options & { readonly reference: Candidate["reference"] } {
  return { ...options, reference, references, rounds };
}

/** In words: "gaussian", "gaussian x 3", "class-barycenter, 2 rounds". */
export function candidateName({ reference, references = 1, rounds = 1 }: Candidate): string {
  const several = references > 1 ? ` x ${references}` : "";
  return `${reference}${several}${rounds > 1 ? `, ${rounds} rounds` : ""}`;
}
