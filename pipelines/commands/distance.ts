import { type Command, Option } from "commander";
import { DISTANCE_DEFAULTS } from "../defaults.js";
import { DISTANCE_FILES, type DistanceOptions, distance, METHODS } from "../distance.js";
import { NORMALISATIONS } from "../items.js";
import { addCommonFlags, addFileFlags } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";

type Flags = CommonFlags & Omit<DistanceOptions, "source" | "target">;

export function addDistance(program: Command, submit: Submit): void {
  const command = program
    .command("distance")
    .description("OT cost, distance and certificate between two files.")
    .argument("<A>", "a mesh, point or array file")
    .argument("<B>", "another")
    .addOption(
      new Option("--method <name>", "solver").choices(Object.keys(METHODS)).default(DISTANCE_DEFAULTS.method),
    )
    .addOption(
      new Option("--normalise <how>", "mass: both to mass 1; none: refuse unequal masses")
        .choices(NORMALISATIONS)
        .default(DISTANCE_DEFAULTS.normalise),
    );
  addCommonFlags(addFileFlags(command)).action(async (source: string, target: string, flags: Flags) => {
    await submit({
      flags,
      inputs: [source, target],
      files: DISTANCE_FILES,
      run: ({ onProgress }) => distance({ ...flags, source, target, onProgress }),
    });
  });
}
