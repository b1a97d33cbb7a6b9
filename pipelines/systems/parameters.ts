import { ShapeError } from "../../src/index.js";

/** A number that a system takes. */
export interface NumberParameter {
  readonly about: string;
  readonly value: number;
  /** Smallest value that is legal; default: any. */
  readonly least?: number;
  /** Largest; default: any. */
  readonly most?: number;
  /** Legal values are larger than this. */
  readonly above?: number;
  readonly whole?: true;
}

/** One of a few names. */
export interface ChoiceParameter<Name extends string = string> {
  readonly about: string;
  readonly value: Name;
  readonly choices: readonly Name[];
}

/** What can be set of a system: `value` where nobody says otherwise. */
export type Parameter = (NumberParameter | ChoiceParameter) & {
  /** It means something only where another parameter has one of these values. */
  readonly where?: readonly [name: string, values: readonly string[]];
};
export type Parameters = Readonly<Record<string, Parameter>>;

export type Value = number | string;
/** Parameters as they are set, by name. */
export type Values = Readonly<Record<string, Value>>;

/** The same with the types that a table of parameters tells. */
export type ValuesOf<Table extends Parameters> = {
  readonly [Name in keyof Table]: Table[Name] extends ChoiceParameter<infer Choice> ? Choice : number;
};

/** A number above 0. */
export function positiveNumber(value: number, about: string): NumberParameter {
  return { value, about, above: 0 };
}

export function anyNumber(value: number, about: string): NumberParameter {
  return { value, about };
}

export function notNegative(value: number, about: string): NumberParameter {
  return { value, about, least: 0 };
}

export function countOf(value: number, about: string, most = 1_000_000): NumberParameter {
  return { value, about, least: 1, most, whole: true };
}

/** What is wrong with a value, in words; undefined if nothing is. */
export function valueFault(parameter: Parameter, value: Value): string | undefined {
  if ("choices" in parameter) {
    return parameter.choices.some((name) => name === value)
      ? undefined
      : `it must be one of ${parameter.choices.join(", ")}`;
  }
  const { least = -Number.MAX_VALUE, most = Number.MAX_VALUE, above = -Infinity, whole } = parameter;
  const legal = typeof value === "number" && value >= least && value <= most && value > above;
  if (legal && (!whole || Number.isInteger(value))) return undefined;
  return `it must be a ${whole ? "whole " : ""}number${rangeText(parameter)}`;
}

function rangeText({ least, most, above }: NumberParameter): string {
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most}`;
  const bounds = [
    above === undefined ? undefined : `above ${above}`,
    least === undefined ? undefined : `of at least ${least}`,
    most === undefined ? undefined : `of at most ${most}`,
  ].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}

/** All parameters of a table: the given values, and its own for the rest. @throws ShapeError for values that are not legal. */
export function completed(table: Parameters, given: Readonly<Record<string, unknown>>): Values {
  const values = Object.fromEntries(
    Object.entries(table).map(([name, parameter]) => [
      name,
      checkedValue(name, parameter, given[name] ?? parameter.value),
    ]),
  );
  requireMeaning(table, given, values);
  return values;
}

function checkedValue(name: string, parameter: Parameter, value: unknown): Value {
  const isValue = typeof value === "number" || typeof value === "string";
  const fault = isValue ? valueFault(parameter, value) : "it must be a number or a name";
  if (isValue && fault === undefined) return value;
  throw new ShapeError(`${name} is ${String(value)}; ${fault}`, { found: String(value) });
}

function requireMeaning(table: Parameters, given: Readonly<Record<string, unknown>>, values: Values): void {
  for (const [name, { where }] of Object.entries(table)) {
    if (!where || given[name] === undefined) continue;
    const [other, meant] = where;
    if (meant.some((one) => one === values[other])) continue;
    throw new ShapeError(
      `${name} is ${String(given[name])}, but it means nothing where ${other} is ${values[other]}; leave it out, or take ${meant.join(" or ")}`,
      { found: String(given[name]) },
    );
  }
}

export function choiceOf<const Name extends string>(
  value: NoInfer<Name>,
  choices: readonly Name[],
  about: string,
): ChoiceParameter<Name> {
  return { value, choices, about };
}
