/** What the text of an option may be, in words of JSON Schema: for `config-schema`, `--config` and completion. */
export type ValueSchema = ScalarSchema | ListSchema;

export interface ScalarSchema {
  readonly type: "integer" | "number" | "string";
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** A regular expression that texts match. */
  readonly pattern?: string;
}

/** Values with commas between them on the command line; a list of lists stands for an option that is repeated. */
export interface ListSchema {
  readonly type: "array";
  readonly items: ValueSchema | { readonly anyOf: readonly ScalarSchema[] };
}

/** Makes a value of the text of an option (and of what earlier ones made), and says which texts it takes. */
export interface ValueParser<Value> {
  (text: string, earlier?: Value): Value;
  readonly schema: ValueSchema;
}

export function describing<Value>(
  schema: ValueSchema,
  parse: (text: string, earlier?: Value) => Value,
): ValueParser<Value> {
  // a new function: the same parser may stand behind options of other schemas
  return Object.assign((text: string, earlier?: Value) => parse(text, earlier), { schema });
}

/** The schema that a parser carries; undefined for functions that carry none. */
export function schemaOf(parse: unknown): ValueSchema | undefined {
  return typeof parse === "function" && "schema" in parse ? (parse.schema as ValueSchema) : undefined;
}

/** Lists of non-empty texts. */
export const TEXT_LIST: ListSchema = { type: "array", items: { type: "string", pattern: "\\S" } };

/** Lists of weights. */
export const SHARE_LIST: ListSchema = { type: "array", items: { type: "number", minimum: 0 } };

/** Lists of some of these names. */
export function listOf(names: readonly string[]): ListSchema {
  return { type: "array", items: { type: "string", enum: names } };
}

/** Lists of numbers counted from 0, and of ranges of them. */
export const RANGE_LIST: ListSchema = {
  type: "array",
  items: {
    anyOf: [
      { type: "integer", minimum: 0 },
      { type: "string", pattern: "^\\d+(-\\d+)?$" },
    ],
  },
};
