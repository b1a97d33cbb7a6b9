import { type Command, InvalidArgumentError, type Option } from "commander";
import { didYouMean } from "../commands/did-you-mean.js";
import { ConfigError } from "./config-error.js";
import { configOptions, keyOf, rivalsOf, valueSchema } from "./option-schema.js";
import { optionTexts } from "./option-text.js";
import type { ConfigFile } from "./read-config.js";

/** What became of a file of options, as a report repeats it. */
export interface ConfigUse {
  readonly path: string;
  readonly sha256: string;
  /** Options whose values are the file's. */
  readonly taken: readonly string[];
  /** Options of the file that the command line said itself, or ruled out by an option that excludes them. */
  readonly overridden: readonly string[];
}

interface Entry {
  readonly option: Option;
  readonly value: unknown;
}

/**
 * Gives a command the options of a file, by the rules of the command line, which beats it. All of the file is checked, also what
 * is not taken.
 *
 * @throws ConfigError for a key that is no option of the command, a value that is not legal, two that exclude each other.
 */
export function applyConfig(command: Command, file: ConfigFile): ConfigUse {
  const entries = entriesOf(command, file);
  const isSaid = ({ option }: Entry): boolean => isRuledOut(command, option);
  const taken = entries.filter((entry) => !isSaid(entry));
  requireCompatible(command, taken, file);
  for (const { option, value } of taken) {
    command.setOptionValueWithSource(option.attributeName(), value, "config");
  }
  command.setOptionValueWithSource("config", undefined, "cli"); // read, and nothing to any pipeline
  const keys = (some: readonly Entry[]): string[] => some.map(({ option }) => keyOf(option));
  const { path, sha256 } = file;
  return { path, sha256, taken: keys(taken), overridden: keys(entries.filter(isSaid)) };
}

/** What the file says; a `false` is what is so anyway. */
function entriesOf(command: Command, file: ConfigFile): Entry[] {
  const options = configOptions(command);
  return Object.entries(file.entries).flatMap(([key, json]) => {
    if (key === "$schema") return [];
    const option = options.get(key);
    if (!option) throw unknownKey(command, key, [...options.keys()], file);
    const value = checkedValue(option, json, file);
    return value === false ? [] : [{ option, value }];
  });
}

function unknownKey(
  command: Command,
  key: string,
  keys: readonly string[],
  { path }: ConfigFile,
): ConfigError {
  const names = [command.parent?.parent ? command.parent.name() : "", command.name()].join(" ").trim();
  const shown = JSON.stringify(key.slice(0, 60));
  return new ConfigError(`--config ${path}: ${shown} is no option of ${names}.${didYouMean(key, keys)}`);
}

function checkedValue(option: Option, json: unknown, { path }: ConfigFile): unknown {
  const fault = (text: string): ConfigError =>
    new ConfigError(`--config ${path}: "${keyOf(option)}" is ${shown(json)}; ${text}`);
  if (option.isBoolean()) {
    if (typeof json !== "boolean") throw fault("give true or false, without quotes");
    return json;
  }
  const found = optionTexts(json, valueSchema(option));
  if ("fault" in found) throw fault(found.fault);
  try {
    return parsed(option, found.texts);
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw fault(`${error.message[0]!.toLowerCase()}${error.message.slice(1)}`);
    throw error;
  }
}

function parsed(option: Option, texts: readonly string[]): unknown {
  const { parseArg } = option;
  if (!parseArg) return texts.at(-1);
  return texts.reduce<unknown>((earlier, text) => parseArg<unknown>(text, earlier), undefined);
}

function shown(json: unknown): string {
  const text = JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function isRuledOut(command: Command, option: Option): boolean {
  const rivals = rivalsOf(command).flatMap(([a, b]) => (a === option ? [b] : b === option ? [a] : []));
  return [option, ...rivals].some((one) => command.getOptionValueSource(one.attributeName()) === "cli");
}

function requireCompatible(command: Command, taken: readonly Entry[], { path }: ConfigFile): void {
  const options = new Set(taken.map(({ option }) => option));
  const clash = rivalsOf(command).find((pair) => pair.every((option) => options.has(option)));
  if (clash === undefined) return;
  const [a, b] = clash.map(keyOf);
  throw new ConfigError(`--config ${path}: "${a}" and "${b}" exclude each other; leave one of them out`);
}
