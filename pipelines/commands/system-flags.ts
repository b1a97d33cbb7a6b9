import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type Parameter,
  type Parameters,
  type Value,
  type Values,
  valueFault,
} from "../systems/parameters.js";
import { didYouMean } from "./did-you-mean.js";
import { nonEmpty } from "./flags.js";
import { describing, listOf, type ValueParser, type ValueSchema } from "./value-parser.js";

/** One option for each parameter of a system, `driftSpeed` as --drift-speed. */
export function addSystemFlags(command: Command, parameters: Parameters): Command {
  for (const [name, parameter] of Object.entries(parameters)) {
    const { about, value } = parameter;
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const takes = "choices" in parameter ? "name" : "x";
    const option = new Option(`--${flag} <${takes}>`, `${about} (default: ${value})`);
    command.addOption(
      "choices" in parameter ? option.choices(parameter.choices) : option.argParser(parser(parameter)),
    );
  }
  return command;
}

/** The parameters of a system that were given among the flags. */
export function givenParameters(flags: object, parameters: Parameters): Values {
  const given = new Map<string, unknown>(Object.entries(flags));
  return Object.fromEntries(
    Object.keys(parameters).flatMap((name) => {
      const value = given.get(name);
      return typeof value === "number" || typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
}

function parser(parameter: Parameter): ValueParser<Value> {
  return describing<Value>(schemaOf(parameter), (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    const fault = valueFault(parameter, value);
    if (fault === undefined) return value;
    throw new InvalidArgumentError(`${fault[0]!.toUpperCase()}${fault.slice(1)}.`);
  });
}

function schemaOf(parameter: Parameter): ValueSchema {
  if ("choices" in parameter) return { type: "string", enum: parameter.choices };
  const { least, most, above, whole } = parameter;
  return {
    type: whole ? "integer" : "number",
    ...(least !== undefined && { minimum: least }),
    ...(above !== undefined && { exclusiveMinimum: above }),
    ...(most !== undefined && { maximum: most }),
  };
}

/** Names of a list, each one of these. */
export function namesOf(choices: readonly string[]): ValueParser<string[]> {
  return describing<string[]>(listOf(choices), (text) => {
    const names = nonEmpty(text)
      .split(",")
      .map((name) => name.trim());
    const odd = names.find((name, p) => !choices.includes(name) || names.indexOf(name) !== p);
    if (odd === undefined) return names;
    throw new InvalidArgumentError(
      `Give each once: some of ${choices.join(", ")}.${didYouMean(
        odd,
        choices.filter((name) => name !== odd),
      )}`,
    );
  });
}
