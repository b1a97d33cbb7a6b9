import { type OnProgress, type ParticleSystem, ShapeError, wholeSteps } from "../../src/index.js";
import type { Interruptible } from "../interrupt.js";
import { flagName } from "../systems/flag-name.js";
import { SYSTEMS } from "../systems/index.js";
import { completed, type Parameters, type Value, type Values } from "../systems/parameters.js";
import type { PresetName } from "../systems/presets.js";
import { requireAffordable } from "../systems/require-affordable.js";
import type { SteadyKind, SteadyPreset } from "../systems/steady-kind.js";
import type { MethodName } from "../systems/steady-methods.js";
import type { JobOptions } from "../workers.js";
import { requireMatchable } from "./matching.js";
import { METHODS, type MethodKind } from "./methods/index.js";
import { requireConsistent } from "./require-consistent.js";
import {
  BRANCH_SETTINGS,
  COMMON_SETTINGS,
  COUPLED_SETTINGS,
  HIDDEN_SETTINGS,
  INDEPENDENT_SETTINGS,
} from "./settings.js";

export interface SteadyStateOptions extends JobOptions {
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
  /** Seconds between two checkpoints; a micro-step that takes longer is an error. */
  readonly checkpoint: number;
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
export function steadyStateTask(
  options: Pick<SteadyStateOptions, "system" | "preset" | "method" | "parameters" | "settings">,
): SteadyStateTask {
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
      `${options.system} has no --preset paper: no search of it is published; take --preset small, the default`,
      { found: options.preset },
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
  const settings = withFewParticles(
    completed(table, { ...presetSettings(preset, method), ...options.settings }),
    options.settings,
  );
  requireConsistent(system, settings);
  requireAffordable({
    step: system.step,
    microSteps: wholeSteps(Number(settings.duration), system.step, "--duration"),
    particles: Number(settings.particles),
  });
  requireMatchable(kind.matching, system.dim, settings);
  const { about, make } = found;
  return { name: options.system, about, steady, system, values, make, method, kind, settings };
}

/** Simulations of fewer particles than a preset has rough ones are all alike, where nobody asked for rough ones. */
function withFewParticles(settings: Values, given: SteadyStateOptions["settings"]): Values {
  const isMore = Number(settings.rough ?? 0) > Number(settings.particles);
  return isMore && given?.rough === undefined ? { ...settings, rough: 0 } : settings;
}

/** Everything that can be set of a method for a system. */
export function settingsTable(
  method: MethodName,
  { branch, coupled, drawsHidden }: SteadyKind<Values>,
): Parameters {
  const { parameters, continues }: MethodKind = METHODS[method];
  return {
    ...COMMON_SETTINGS,
    ...parameters,
    ...(continues && coupled && HIDDEN_SETTINGS),
    ...(coupled && COUPLED_SETTINGS),
    ...(continues && !coupled && !drawsHidden && INDEPENDENT_SETTINGS),
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
