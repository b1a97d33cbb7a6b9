import { type Command, Option } from "commander";
import { DISTANCE_DEFAULTS } from "../defaults.js";
import { DISTANCE_FILES, type DistanceOptions, distance } from "../distance.js";
import { NORMALISATIONS } from "../items.js";
import { choiceList, optionFault } from "../method-options.js";
import { METHODS, OPTION_FLAGS } from "../methods/index.js";
import {
  addCommonFlags,
  addEntropyFlags,
  addFileFlags,
  addStopFlags,
  atLeastZero,
  numberIn,
  positive,
  wholeNumber,
} from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = CommonFlags & Omit<DistanceOptions, "source" | "target">;

export function addDistance(program: Command, submit: Submit): void {
  const command = program
    .command("distance")
    .description("Transport cost, distance and certificate between two files.")
    .argument("<A>", "a mesh, point or array file")
    .argument("<B>", "another")
    .addOption(
      new Option("--method <name>", "solver, see below")
        .choices(Object.keys(METHODS))
        .default(DISTANCE_DEFAULTS.method),
    )
    .addOption(
      new Option("--normalise <how>", "mass: both to mass 1; none: as they are")
        .choices(NORMALISATIONS)
        .default(DISTANCE_DEFAULTS.normalise),
    )
    .addHelpText("after", `\nMethods and the options they take:\n${choiceList(METHODS, OPTION_FLAGS)}`);
  addMethodFlags(command);
  addCommonFlags(addFileFlags(addSpectrumFlags(command))).action(
    async (source: string, target: string, flags: Flags) => {
      const fault = optionFault("--method", METHODS, flags.method, OPTION_FLAGS, flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: [source, target],
        files: DISTANCE_FILES,
        run: ({ onProgress }) => distance({ ...flags, source, target, onProgress }),
      });
    },
  );
}

function addMethodFlags(command: Command): Command {
  return addStopFlags(addEntropyFlags(command))
    .option("--reach <length>", "how far mass travels before it is rather left: rho = 2 reach^2", positive)
    .option("--kappa <length>", "length scale of Hellinger-Kantorovich", positive)
    .option("--mass <m>", "mass to be moved", atLeastZero)
    .addOption(
      new Option("--price <cost>", "cost of leaving a unit of mass, on either side")
        .argParser(atLeastZero)
        .conflicts("mass"),
    )
    .option("--directions <n>", "directions to project on", wholeNumber(1, 1_000_000))
    .option(
      "--starts <n>",
      "starts of a search for a local optimum: fewer are faster",
      wholeNumber(1, 10_000),
    )
    .option("--alpha <share>", "share of structure against position, 0 to 1", numberIn(0, 1))
    .option("--batch-size <n>", "points in a batch", wholeNumber(1, 1_000_000))
    .option("--batches <n>", "number of batches", wholeNumber(2, 1_000_000));
}
