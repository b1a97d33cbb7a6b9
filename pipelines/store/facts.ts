/** Numbers, texts and records of them by name, as they were read: what they are is yet to be looked at. */
export type Facts = Readonly<Record<string, unknown>>;

/** Is it of this type? Built of the checks below, so that what is read from a file has its type without a cast. */
export type Check<T> = (fact: unknown) => fact is T;

export const isNumber: Check<number> = (fact) => typeof fact === "number";
export const isText: Check<string> = (fact) => typeof fact === "string";
export const isTruth: Check<boolean> = (fact) => typeof fact === "boolean";

/** A record of anything. */
export function isRecord(fact: unknown): fact is Facts {
  return typeof fact === "object" && fact !== null && !Array.isArray(fact);
}

export function isListOf<T>(isItem: Check<T>): Check<readonly T[]> {
  return (fact): fact is readonly T[] => Array.isArray(fact) && fact.every(isItem);
}

export function isOrNull<T>(is: Check<T>): Check<T | null> {
  return (fact): fact is T | null => fact === null || is(fact);
}

/** For members of a record that may be absent. */
export function isOptional<T>(is: Check<T>): Check<T | undefined> {
  return (fact): fact is T | undefined => fact === undefined || is(fact);
}

/** One of a few texts. */
export function isOneOf<T extends string>(...choices: readonly T[]): Check<T> {
  const known: ReadonlySet<unknown> = new Set(choices);
  return (fact): fact is T => known.has(fact);
}

/** A record of such values under any names. */
export function isTableOf<T>(isValue: Check<T>): Check<Readonly<Record<string, T>>> {
  return (fact): fact is Readonly<Record<string, T>> =>
    isRecord(fact) && Object.values(fact).every((value) => isValue(value));
}

/** A record with these members at least; the compiler sees to it that none is forgotten. */
export function isRecordOf<T extends object>(
  members: {
    readonly [Name in keyof T]-?: Check<T[Name]>;
  },
): Check<T> {
  const checks = Object.entries<(fact: unknown) => boolean>(members);
  return (fact): fact is T => isRecord(fact) && checks.every(([name, is]) => is(fact[name]));
}
