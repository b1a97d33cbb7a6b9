import { type Command, Option } from "commander";
import { isOtError } from "../../src/index.js";
import { STEADY_STATE_DEFAULTS } from "../defaults.js";
import { METHODS } from "../steady-state/methods/index.js";
import { presetSettings, settingsTable, steadyStateTask } from "../steady-state/options.js";
import { findSteadyState, STEADY_STATE_FILES, type SteadyStateOptions } from "../steady-state.js";
import { flagName } from "../systems/flag-name.js";
import { SYSTEMS } from "../systems/index.js";
import type { Parameters, Values } from "../systems/parameters.js";
import { PRESETS } from "../systems/presets.js";
import type { SteadyKind } from "../systems/steady-kind.js";
import type { MethodName } from "../systems/steady-methods.js";
import type { SystemKind } from "../systems/system-kind.js";
import { addCommonFlags, positive } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSystemFlags, givenParameters } from "./system-flags.js";

type Flags = CommonFlags & Pick<SteadyStateOptions, "preset" | "method" | "seed" | "checkpoint">;

export function addSteadyState(program: Command, submit: Submit): void {
  const command = program
    .command("steady-state")
    .description(
      "The law that a particle system keeps, by Newton-Krylov or descent, next to simulation alone.",
    );
  for (const [name, kind] of Object.entries(SYSTEMS)) {
    if (kind.steady) addSystem(command, submit, name, kind, kind.steady);
  }
}

function addSystem(
  parent: Command,
  submit: Submit,
  name: string,
  { about, source, parameters }: SystemKind,
  steady: SteadyKind<Values>,
): void {
  const { methods } = steady;
  const command = parent.command(name).description(`${about} (${source})`);
  command
    .addOption(
      new Option(
        "--preset <name>",
        "the numbers of the publication, for methods that have some (see below), or less work",
      )
        .choices(PRESETS)
        .default(STEADY_STATE_DEFAULTS.preset),
    )
    .addOption(
      new Option("--method <name>", `how it is looked for, see below (default: ${methods[0]})`).choices(
        methods,
      ),
    )
    .option(
      "--checkpoint <seconds>",
      "how often --out gets what is done; the same command goes on from there. A micro-step that takes longer is an error",
      positive,
      STEADY_STATE_DEFAULTS.checkpoint,
    )
    .addHelpText(
      "after",
      `\nMethods:\n${methodTexts(methods)}\n\nPresets, where methods differ:\n${presetTexts(steady)}`,
    );
  const settings = settingsOf(steady);
  addSystemFlags(addSystemFlags(addCommonFlags(command), settings), parameters).action(
    async (flags: Flags) => {
      const options = {
        ...flags,
        system: name,
        parameters: givenParameters(flags, parameters),
        settings: givenParameters(flags, settings),
      };
      check(command, options);
      await submit({
        flags,
        inputs: [],
        files: STEADY_STATE_FILES,
        run: (context) => findSteadyState({ ...options, ...context }),
      });
    },
  );
}

/**
 * Of all these methods, with the values of the usual preset; where several have a setting of one name, it is one option, and shows the
 * value of the first.
 */
function settingsOf(steady: SteadyKind<Values>): Parameters {
  const tables = [...steady.methods].reverse().map((name) => {
    const preset = presetSettings(steady.presets[STEADY_STATE_DEFAULTS.preset], name);
    const table = Object.entries(settingsTable(name, steady)).map(
      ([setting, parameter]) =>
        [setting, { ...parameter, value: preset[setting] ?? parameter.value }] as const,
    );
    return Object.fromEntries(table);
  });
  return Object.assign({}, ...tables) as Parameters;
}

function methodTexts(methods: readonly MethodName[]): string {
  const width = Math.max(...methods.map((name) => name.length)) + 2;
  return methods.map((name) => `  ${name.padEnd(width)}${METHODS[name].about}`).join("\n");
}

function presetTexts({ presets, methods }: SteadyKind<Values>): string {
  return PRESETS.flatMap((preset) => {
    const found = presets[preset];
    if (!found) return [`  ${preset}: none, nothing is published`];
    const { parameters = {}, settings, methods: own } = found;
    return [
      `  ${preset}: ${listed({ ...parameters, ...settings })}`,
      ...methods.flatMap((name) => (own[name] ? [`    ${name}: ${listed(own[name])}`] : [])),
    ];
  }).join("\n");
}

function listed(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `${flagName(name)} ${value}`)
    .join(" ");
}

/** Options that do not go together are a matter of usage, before anything is made. */
function check(command: Command, options: SteadyStateOptions): void {
  try {
    steadyStateTask(options);
  } catch (error) {
    if (!(error instanceof Error && isOtError(error, "ShapeError"))) throw error;
    command.error(`error: ${error.message}`);
  }
}
