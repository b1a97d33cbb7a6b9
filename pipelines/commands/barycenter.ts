import { type Command, InvalidArgumentError, Option } from "commander";
import { BARYCENTER_FILES, type BarycenterOptions, barycenterOf } from "../barycenter.js";
import { KIND_FLAGS, KINDS } from "../barycenters/index.js";
import { BARYCENTER_DEFAULTS } from "../defaults.js";
import { NORMALISATIONS } from "../items.js";
import { choiceList, optionFault } from "../method-options.js";
import {
  addCommonFlags,
  addEntropyFlags,
  addFileFlags,
  addStopFlags,
  positive,
  wholeNumber,
} from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";
import { describing, SHARE_LIST } from "./value-parser.js";

type Flags = CommonFlags & Omit<BarycenterOptions, "paths">;

export function addBarycenter(program: Command, submit: Submit): void {
  const command = program
    .command("barycenter")
    .description("An average of the measures in files, itself a measure.")
    .argument("<files...>", "mesh, point or array files of one dimension")
    .addOption(
      new Option("--kind <name>", "which average, see below")
        .choices(Object.keys(KINDS))
        .default(BARYCENTER_DEFAULTS.kind),
    )
    .option("--shares <a,b,...>", "barycentre weights, one a file (default: equal)", shareList)
    .option(
      "--size <n>",
      "points of the average (default: those of the file of largest share, at most 500)",
      wholeNumber(1, 100_000),
    )
    .option("--reach <length>", "how far mass travels before it is rather left: rho = 2 reach^2", positive)
    .addOption(
      new Option(
        "--normalise <how>",
        "mass: every file to mass 1 first; none: as they are (default: mass where the kind needs equal masses)",
      ).choices(NORMALISATIONS),
    )
    .addHelpText("after", `\nKinds and the options they take:\n${choiceList(KINDS, KIND_FLAGS)}`);
  addStopFlags(addEntropyFlags(command));
  addCommonFlags(addFileFlags(addSpectrumFlags(command))).action(async (paths: string[], flags: Flags) => {
    const fault = optionFault("--kind", KINDS, flags.kind, KIND_FLAGS, flags);
    if (fault !== undefined) command.error(`error: ${fault}`);
    if (flags.shares && flags.shares.length !== paths.length) {
      command.error(`error: ${flags.shares.length} shares for ${paths.length} files; give one per file`);
    }
    await submit({
      flags,
      inputs: paths,
      files: BARYCENTER_FILES,
      run: ({ onProgress }) => barycenterOf({ ...flags, paths, onProgress }),
    });
  });
}

const shareList = describing<number[]>(SHARE_LIST, (text) => {
  const shares = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!shares.every((share) => share >= 0 && share < Infinity) || !shares.some((share) => share > 0)) {
    throw new InvalidArgumentError("Give numbers of at least 0, not all 0, as in 1,2,1.");
  }
  return shares;
});
