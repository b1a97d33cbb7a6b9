/**
 * May escape codes be written to a stream? FORCE_COLOR says so, or that not (0, false), before all else; NO_COLOR says that
 * not (https://no-color.org: if it is there and not empty); otherwise terminals get them that are not dumb.
 */
export function mayColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = environment;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (no !== undefined && no !== "") return false;
  return isTerminal && terminal !== "dumb";
}

const BOLD = ["\u001b[1m", "\u001b[22m"] as const;
const YELLOW = ["\u001b[33m", "\u001b[39m"] as const;

const wrapped =
  ([start, end]: readonly [string, string]) =>
  (text: string): string =>
    `${start}${text}${end}`;

export const bold = wrapped(BOLD);
/** For warnings: seen by those too who do not tell red from green. */
export const yellow = wrapped(YELLOW);
