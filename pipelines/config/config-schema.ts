import type { Command, Option } from "commander";
import { VERSION } from "../../src/index.js";
import type { ValueSchema } from "../commands/value-parser.js";
import { configOptions, keyOf, rivalsOf, valueSchema } from "./option-schema.js";

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 2020-12) of a file of options for a command, from the table of its options. */
export function configSchema(name: string, command: Command): Schema {
  const options = [...configOptions(command)].map(([key, option]) => [key, optionSchema(option)]);
  const rivals = rivalsOf(command).map(([a, b]) => ({ not: { required: [keyOf(a), keyOf(b)] } }));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `pushforward ${name} --config (${VERSION})`,
    type: "object",
    properties: { $schema: { type: "string" }, ...Object.fromEntries(options) },
    additionalProperties: false,
    ...(rivals.length > 0 && { allOf: rivals }),
  };
}

function optionSchema(option: Option): Schema {
  const { description, defaultValue } = option;
  return {
    description,
    ...(option.isBoolean() ? { type: "boolean" } : withText(valueSchema(option))),
    ...(defaultValue !== undefined && { default: defaultValue }),
  };
}

/** A list may also be the text that the command line takes. */
function withText(schema: ValueSchema): Schema {
  return schema.type === "array" ? { anyOf: [schema, { type: "string" }] } : { ...schema };
}
