import { type OnProgress, type ParticleSystem, ShapeError, wholeSteps } from "../../src/index.js";
import type { Interruptible } from "../interrupt.js";
import { flagName } from "../systems/flag-name.js";
import { SYSTEMS } from "../systems/index.js";
import { completed, type Parameters, type Value, type Values } from "../systems/parameters.js";
import type { PresetName } from "../systems/presets.js";
import { requireAffordable } from "../systems/require-affordable.js";
import { requireMatchable } from "./matching-limit.js";
import { METHODS, type MethodKind, type MethodName } from "./methods/index.js";
import {
  BRANCH_SETTINGS,
  COMMON_SETTINGS,
  COUPLED_SETTINGS,
  HIDDEN_SETTINGS,
  INDEPENDENT_SETTINGS,
} from "./settings.js";
import type { SteadyKind, SteadyPreset } from "./steady-kind.js";

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
  /** The system with other parameters. */
  readonly make: (values: Values) => ParticleSystem;
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
  if (!preset) {
    throw new ShapeError(
      `${options.system} has no published numbers for --preset paper; take --preset small`,
      {
        found: options.preset,
      },
    );
  }
  const values = completed(found.parameters, { ...preset.parameters, ...options.parameters });
  const system = found.make(values);
  const fits = (name: MethodName): boolean => {
    const { dims }: MethodKind = METHODS[name];
    return dims === undefined || dims.includes(system.dim);
  };
  const hasNumbers = (name: MethodName): boolean => options.preset !== "paper" || name in preset.methods;
  const usual = steady.methods.find((name) => fits(name) && hasNumbers(name));
  const method = options.method ?? usual ?? steady.methods[0];
  if (!steady.methods.includes(method)) {
    throw new ShapeError(
      `--method ${method} is none for ${options.system}; it has ${steady.methods.join(", ")}`,
      {
        found: method,
      },
    );
  }
  const kind: MethodKind = METHODS[method];
  if (!fits(method)) {
    throw new ShapeError(`--method ${method} is not for particles in ${system.dim} dimensions`, {
      found: system.dim,
    });
  }
  if (!hasNumbers(method)) {
    throw new ShapeError(
      `--method ${method} has no published numbers for --preset paper of ${options.system}; ` +
        `${Object.keys(preset.methods).join(", ")} ${Object.keys(preset.methods).length > 1 ? "have" : "has"}: take one of these, or --preset small`,
      { found: method },
    );
  }
  const table = settingsTable(method, steady);
  requireOwn(method, steady, options.settings ?? {});
  const settings = completed(table, {
    ...presetSettings(preset, method),
    ...options.settings,
  });
  requireAffordable({
    step: system.step,
    microSteps: wholeSteps(Number(settings.duration), system.step, "--duration"),
    particles: Number(settings.particles),
  });
  requireMatchable(kind.matching, system.dim, settings);
  if (settings.hidden === "unknown" && Number(settings.heal) > 0) {
    throw new ShapeError(
      `--heal is ${settings.heal}, but nothing is restarted with --hidden unknown; take --hidden restart`,
      { found: Number(settings.heal) },
    );
  }
  const { about, make } = found;
  return { name: options.system, about, steady, system, values, make, method, kind, settings };
}

/** Everything that can be set of a method for a system. */
export function settingsTable(method: MethodName, { branch, coupled }: SteadyKind<Values>): Parameters {
  const { parameters, continues }: MethodKind = METHODS[method];
  return {
    ...COMMON_SETTINGS,
    ...parameters,
    ...(continues && coupled && HIDDEN_SETTINGS),
    ...(coupled && COUPLED_SETTINGS),
    ...(continues && !coupled && INDEPENDENT_SETTINGS),
    ...(continues && branch && BRANCH_SETTINGS),
  };
}

export function steadySystems(): string[] {
  return Object.entries(SYSTEMS).flatMap(([name, { steady }]) => (steady ? [name] : []));
}

/** The settings of a preset for a method, where they differ from those of the tables. */
export function presetSettings(preset: SteadyPreset, method: MethodName): Readonly<Record<string, Value>> {
  return { ...preset.settings, ...preset.methods[method] };
}

function requireOwn(
  method: MethodName,
  steady: SteadyKind<Values>,
  given: Readonly<Record<string, unknown>>,
): void {
  const table = settingsTable(method, steady);
  const odd = Object.keys(given).find((name) => !(name in table));
  if (odd === undefined) return;
  const takers = steady.methods.filter((name) => odd in settingsTable(name, steady));
  throw new ShapeError(
    `${flagName(odd)} means nothing to --method ${method}${takers.length > 0 ? `; it belongs to ${takers.join(", ")}` : ""}`,
    { found: odd },
  );
}
