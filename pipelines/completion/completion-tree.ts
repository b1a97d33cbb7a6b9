import type { Argument, Command, Option } from "commander";
import { commandsBelow } from "../commands/command-tree.js";
import { valueSchema } from "../config/option-schema.js";

/** What may stand after an option, or in the place of an argument. */
export type Completed =
  | { readonly kind: "nothing" | "text" | "file" | "folder" }
  /** `several`: a list of them with commas. */
  | { readonly kind: "names"; readonly names: readonly string[]; readonly several: boolean };

export interface CompletionOption {
  /** With its hyphens. */
  readonly flag: string;
  readonly about: string;
  readonly value: Completed;
}

/** A command as shells see it. */
export interface CompletionCommand {
  /** Its names from the program's, which is left out. */
  readonly path: readonly string[];
  readonly about: string;
  readonly children: readonly CompletionCommand[];
  readonly options: readonly CompletionOption[];
  readonly argument: Completed;
}

/** All that shells complete, from the tables that the parser works by; the program itself comes first. */
export function completionTree(root: Command): readonly CompletionCommand[] {
  const all = [{ path: [], command: root }, ...commandsBelow(root)];
  const names = root.commands.map((command) => command.name());
  const of = (path: readonly string[], command: Command): CompletionCommand => ({
    path,
    about: firstWords(command.description()),
    children: command.commands.map((child) => of([...path, child.name()], child)),
    options: command
      .createHelp()
      .visibleOptions(command)
      .flatMap((option) => (option.long ? [optionOf(option, option.long)] : [])),
    argument: argumentOf(command.registeredArguments, names),
  });
  return all.map(({ path, command }) => of(path, command));
}

function optionOf(option: Option, flag: string): CompletionOption {
  return { flag, about: firstWords(option.description), value: completed(option) };
}

function completed(option: Option): Completed {
  if (option.isBoolean()) return { kind: "nothing" };
  const schema = valueSchema(option);
  const several = schema.type === "array";
  const one = several ? schema.items : schema;
  if ("enum" in one && one.enum) return { kind: "names", names: one.enum, several };
  return placeOf(option.flags);
}

/** Values and arguments that are paths say so by their names. */
const PLACES = [
  [/<dir>/, "folder"],
  [/<(file|files|dataset|path|paths|cube|model|source|target|A|B)(\.\.\.)?>/, "file"],
] as const;

function placeOf(flags: string): Completed {
  const found = PLACES.find(([pattern]) => pattern.test(flags));
  return { kind: found?.[1] ?? "text" };
}

/** @param commands what the argument of commands about commands is one of. */
function argumentOf(all: readonly Argument[], commands: readonly string[]): Completed {
  const choices = all[0]?.name() === "command" ? commands : all[0]?.argChoices;
  if (choices) return { kind: "names", names: choices, several: false };
  const kinds = all.map((one) => placeOf(`<${one.name()}>`).kind);
  return { kind: kinds.includes("file") ? "file" : "nothing" };
}

/** As much of a description as a line beside a name has room for. */
function firstWords(text: string): string {
  const part = text.split(/[;(:]/)[0]!.trim();
  const MOST = 70;
  return part.length <= MOST ? part : `${part.slice(0, MOST).replace(/\s\S*$/, "")} ...`;
}
