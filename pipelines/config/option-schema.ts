import type { Command, Option } from "commander";
import { schemaOf, type ValueSchema } from "../commands/value-parser.js";

/** What an option that takes a value takes. */
export function valueSchema(option: Option): ValueSchema {
  if (option.argChoices) return { type: "string", enum: option.argChoices };
  return schemaOf(option.parseArg) ?? { type: "string" };
}

/** The key of an option in a file of options: as the command line spells it. */
export function keyOf(option: Option): string {
  return option.long!.slice("--".length);
}

/** Options that a file of options may hold, by key: all but the one that names the file. */
export function configOptions(command: Command): ReadonlyMap<string, Option> {
  const options = command.options.filter(({ long }) => long !== "--config");
  return new Map(options.map((option) => [keyOf(option), option]));
}

/** Pairs of options of a command that exclude each other. */
export function rivalsOf(command: Command): readonly (readonly [Option, Option])[] {
  return command.options.flatMap((option) =>
    // commander keeps them by the name of the attribute, and tells nobody
    (option as Option & { readonly conflictsWith: readonly string[] }).conflictsWith.flatMap((name) => {
      const rival = command.options.find((one) => one.attributeName() === name);
      return rival ? [[option, rival] as const] : [];
    }),
  );
}
