import { type Command, Option } from "commander";
import { isOtError } from "../../src/index.js";
import { SIMULATE_DEFAULTS } from "../defaults.js";
import { ESTIMATES, SMOOTHINGS } from "../simulate/estimates.js";
import { simulateTask } from "../simulate/options.js";
import { type SimulateOptions, simulate, simulateFiles } from "../simulate.js";
import { SYSTEMS } from "../systems/index.js";
import type { Values } from "../systems/parameters.js";
import { PRESETS } from "../systems/presets.js";
import type { RunNumbers, SimulateKind, SystemKind } from "../systems/system-kind.js";
import { addCommonFlags, atLeastZero, positive, wholeNumber } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSystemFlags, givenParameters, namesOf } from "./system-flags.js";

type Flags = CommonFlags & Omit<SimulateOptions, "system" | "parameters">;

export function addSimulate(program: Command, submit: Submit): void {
  const command = program
    .command("simulate")
    .description("A particle system by the OT timestepper, next to plain simulation of it.");
  for (const [name, kind] of Object.entries(SYSTEMS)) {
    if (kind.simulate) addSystem(command, submit, name, kind, kind.simulate);
  }
}

function addSystem(
  parent: Command,
  submit: Submit,
  name: string,
  kind: SystemKind,
  simulation: SimulateKind<Values>,
): void {
  const command = parent.command(name).description(`${kind.about} (${kind.source})`);
  addRunFlags(command, simulation);
  addSystemFlags(addCommonFlags(command), kind.parameters).action(async (flags: Flags) => {
    const options = { ...flags, system: name, parameters: givenParameters(flags, kind.parameters) };
    const task = checked(command, options);
    await submit({
      flags,
      inputs: [],
      files: simulateFiles(task),
      run: (context) => simulate({ ...options, ...context }),
    });
  });
}

/** Options that do not go together are a matter of usage, before anything is made. */
function checked(command: Command, options: SimulateOptions) {
  try {
    return simulateTask(options);
  } catch (error) {
    if (!(error instanceof Error && isOtError(error, "ShapeError"))) throw error;
    return command.error(`error: ${error.message}`);
  }
}

function addRunFlags(command: Command, { presets, variants, usual }: SimulateKind<Values>): Command {
  const names = PRESETS.filter((name) => presets[name]);
  const of = (number: keyof RunNumbers): string =>
    `(${names.map((name) => (names.length > 1 ? `${name}: ` : "default: ") + presets[name]![number]).join(", ")})`;
  return command
    .addOption(
      new Option("--preset <name>", aboutPresets(names)).choices(PRESETS).default(SIMULATE_DEFAULTS.preset),
    )
    .option("--particles <n>", `N ${of("particles")}`, wholeNumber(1, 10_000_000))
    .option("--start-up <time>", `S, simulated before the first window ${of("startUp")}`, atLeastZero)
    .option(
      "--half-window <n>",
      `k, micro-steps on each side of the middle of a window ${of("halfWindow")}`,
      wholeNumber(1, 1_000_000),
    )
    .option("--jump <time>", `H, leapt over from the middle of a window ${of("jump")}`, atLeastZero)
    .option("--burn-in <time>", `H_R, simulated after each jump ${of("burnIn")}`, atLeastZero)
    .option("--cycles <n>", `N_T, of window, jump and burn-in ${of("cycles")}`, wholeNumber(1, 1_000_000))
    .option("--recovery <time>", `R, simulated at the end ${of("recovery")}`, atLeastZero)
    .option(
      "--every <n>",
      `differences over every n-th micro-step of a half window: an n-th of the maps ${of("every")}`,
      wholeNumber(1, 1_000_000),
    )
    .addOption(
      new Option("--estimate <name>", `how a jump follows from the maps: ${aboutAll(ESTIMATES)}`)
        .choices(Object.keys(ESTIMATES))
        .default(SIMULATE_DEFAULTS.estimate),
    )
    .addOption(
      new Option("--smoothing <name>", `of displacements by transport: ${aboutAll(SMOOTHINGS)}`)
        .choices(Object.keys(SMOOTHINGS))
        .default(SIMULATE_DEFAULTS.smoothing),
    )
    .option(
      "--variants <a,b>",
      `${aboutAll(variants)} (default: ${usual.join(",")})`,
      namesOf(Object.keys(variants)),
    )
    .option(
      "--record <time>",
      `between two clouds that are kept, besides middles of windows, landings and ends of stages ${of("record")}`,
      positive,
    )
    .option(
      "--step-sizes <n>",
      "replicates of the curve |v^h - v^2h| over h, 2h, 4h ... at the first window, 0: none",
      wholeNumber(0, 1000),
      SIMULATE_DEFAULTS.stepSizes,
    )
    .option(
      "--reference-size <n>",
      "points of the common reference of the picture (default: all on a line, else at most 10,000)",
      wholeNumber(1, 100_000),
    )
    .option(
      "--checkpoint <seconds>",
      "how often --out gets what is done; the same command goes on from there. A micro-step that takes longer is an error",
      positive,
      SIMULATE_DEFAULTS.checkpoint,
    );
}

function aboutPresets(names: readonly string[]): string {
  return names.includes("paper")
    ? "the numbers of the publication, or fewer particles and cycles"
    : "numbers for a short run; none of this system is published";
}

function aboutAll(table: Readonly<Record<string, { readonly about: string }>>): string {
  return Object.entries(table)
    .map(([name, { about }]) => `${name}: ${about}`)
    .join("; ");
}
