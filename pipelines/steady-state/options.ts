import { type OnProgress, type ParticleSystem, ShapeError, wholeSteps } from "../../src/index.js";
import type { Interruptible } from "../interrupt.js";
import { SYSTEMS } from "../systems/index.js";
import { completed, type Parameters, type Values } from "../systems/parameters.js";
import type { PresetName } from "../systems/system-kind.js";
import { METHODS, type MethodKind, type MethodName } from "./methods/index.js";
import { COMMON_SETTINGS } from "./settings.js";
import type { SteadyKind } from "./steady-kind.js";

export interface SteadyStateOptions {
  /** A name in `SYSTEMS`. */
  readonly system: string;
  readonly preset: PresetName;
  /** Default: the usual one of the system. */
  readonly method?: MethodName | undefined;
  /** Parameters of the system that are not as the preset has them. */
  readonly parameters?: Readonly<Record<string, number | string>> | undefined;
  /** Settings of the method, and of all methods, that are not as the preset has them. */
  readonly settings?: Readonly<Record<string, number | string>> | undefined;
  /** Where what is done is kept, so that it can be gone on with; default: it is not. */
  readonly out?: string | undefined;
  readonly seed: number;
  readonly interruptible?: Interruptible | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What is looked for, with all numbers. */
export interface SteadyStateTask {
  readonly name: string;
  readonly about: string;
  readonly steady: SteadyKind<Values>;
  readonly system: ParticleSystem;
  readonly values: Values;
  readonly method: MethodName;
  readonly kind: MethodKind;
  readonly settings: Values;
}

/** @throws ShapeError for names that are not there, values that are not legal, and a time that is no whole number of micro-steps. */
export function steadyStateTask(options: SteadyStateOptions): SteadyStateTask {
  const found = SYSTEMS[options.system];
  const steady = found?.steady;
  if (!found || !steady) {
    throw new ShapeError(
      `there is no system "${options.system}" with a steady state; there are ${steadySystems().join(", ")}`,
      { found: options.system },
    );
  }
  const preset = steady.presets[options.preset];
  const values = completed(found.parameters, { ...preset.parameters, ...options.parameters });
  const method = options.method ?? steady.methods[0];
  if (!steady.methods.includes(method)) {
    throw new ShapeError(`--method ${method} is none for ${options.system}; it has ${steady.methods.join(", ")}`, {
      found: method,
    });
  }
  const kind: MethodKind = METHODS[method];
  const table = settingsTable(method);
  requireOwn(method, table, options.settings ?? {});
  const settings = completed(table, {
    ...preset.settings,
    ...preset.methods?.[method],
    ...options.settings,
  });
  const system = found.make(values);
  wholeSteps(Number(settings.duration), system.step, "--duration");
  return { name: options.system, about: found.about, steady, system, values, method, kind, settings };
}

/** Everything that can be set of a method. */
export function settingsTable(method: MethodName): Parameters {
  return { ...COMMON_SETTINGS, ...METHODS[method].parameters };
}

export function steadySystems(): string[] {
  return Object.entries(SYSTEMS).flatMap(([name, { steady }]) => (steady ? [name] : []));
}

function requireOwn(method: MethodName, table: Parameters, given: Readonly<Record<string, unknown>>): void {
  const odd = Object.keys(given).find((name) => !(name in table));
  if (odd === undefined) return;
  const names = Object.keys(METHODS) as MethodName[];
  const takers = names.filter((name) => odd in settingsTable(name));
  throw new ShapeError(
    `${odd} means nothing to --method ${method}${takers.length > 0 ? `; it belongs to ${takers.join(", ")}` : ""}`,
    { found: odd },
  );
}
