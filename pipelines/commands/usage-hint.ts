/** What a complaint of the parser is about, and what may have been meant. */
const HINTS: readonly (readonly [complaint: RegExp, hint: (found: string) => string])[] = [
  [/unknown command '(.*[/.\\].*)'/, (path) => `(A command comes first, as in: pushforward info ${path})`],
  [/unknown option '(-[a-zA-Z]\w*)'/, (option) => `(Options have two hyphens, as in -${option})`],
];

/** A line to put behind a complaint about usage; "" where there is nothing to add. */
export function usageHint(complaint: string): string {
  for (const [pattern, hint] of HINTS) {
    const found = pattern.exec(complaint)?.[1];
    if (found !== undefined) return `${hint(found)}\n`;
  }
  return "";
}

/** The same for an option before the command, where only the program's own may stand. */
export const OPTION_FIRST = "(Options stand after the command: pushforward COMMAND ... --option)\n";
