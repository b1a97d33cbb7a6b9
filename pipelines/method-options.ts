/** Something that a command lets one choose by name, and the options that it takes. */
export interface Choice<Option extends string> {
  readonly about: string;
  readonly takes: readonly Option[];
  /** Of each group one has to be given. */
  readonly needs?: readonly (readonly Option[])[];
}

/**
 * The sentence that refuses options that the choice made does not take, or asks for one that it needs; undefined if all are
 * in place.
 *
 * @param flag what the choice is made by, e.g. "--method". @param flags options as the command line spells them.
 */
export function optionFault<Option extends string>(
  flag: string,
  choices: Readonly<Record<string, Choice<Option>>>,
  chosen: string,
  flags: Readonly<Record<Option, string>>,
  given: { readonly [option in NoInfer<Option>]?: unknown },
): string | undefined {
  const options = Object.keys(flags) as Option[];
  const takes = (name: string, option: Option) => choices[name]!.takes.includes(option);
  const wrong = options.find((option) => given[option] !== undefined && !takes(chosen, option));
  if (wrong === undefined) return missingOption(flag, choices[chosen]!, chosen, flags, given);
  const takers = Object.keys(choices).filter((name) => takes(name, wrong));
  return `${flags[wrong]} means nothing to ${flag} ${chosen}; it belongs to ${flag} ${takers.join(", ")}`;
}

function missingOption<Option extends string>(
  flag: string,
  { needs = [] }: Choice<Option>,
  chosen: string,
  flags: Readonly<Record<Option, string>>,
  given: { readonly [option in NoInfer<Option>]?: unknown },
): string | undefined {
  const missing = needs.find((group) => group.every((option) => given[option] === undefined));
  if (missing === undefined) return undefined;
  return `${flag} ${chosen} needs ${missing.map((option) => flags[option]).join(" or ")}`;
}

/** The options that were given, as a report repeats them. */
export function givenOptions<Option extends string>(
  flags: Readonly<Record<Option, string>>,
  given: { readonly [option in NoInfer<Option>]?: number },
): Readonly<Record<string, number>> {
  const options = Object.keys(flags) as Option[];
  return Object.fromEntries(
    options.flatMap((option) => {
      const value = given[option];
      return value === undefined ? [] : [[option, value]];
    }),
  );
}

/** Choices and the options they take, for `--help`. */
export function choiceList<Option extends string>(
  choices: Readonly<Record<string, Choice<Option>>>,
  flags: Readonly<Record<Option, string>>,
): string {
  const width = Math.max(...Object.keys(choices).map((name) => name.length)) + 4;
  const lines = Object.entries(choices).map(([name, { about, takes }]) => {
    const list = takes.map((option) => flags[option]).join(" ");
    return `  ${name.padEnd(width - 2)}${about}${list === "" ? "" : `\n${" ".repeat(width)}${list}`}`;
  });
  return lines.join("\n");
}

/** When an iterative solver stops, from options that may be absent. */
export function stopOf({ tolerance, maxIterations }: { tolerance?: number; maxIterations?: number }) {
  return {
    ...(tolerance !== undefined && { tolerance }),
    ...(maxIterations !== undefined && { maxIterations }),
  };
}
