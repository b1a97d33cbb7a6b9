import type { Command } from "commander";
import { INFO_FILES, type InfoOptions, info } from "../info.js";
import { addCommonFlags, addSourceFlags } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = CommonFlags & Omit<InfoOptions, "path">;

export function addInfo(program: Command, submit: Submit): void {
  const command = program
    .command("info")
    .description("What a file or dataset holds: items, points, dimension, masses, labels, warnings.")
    .argument("<path>", "a file or a dataset");
  addCommonFlags(addSourceFlags(addSpectrumFlags(command))).action(async (path: string, flags: Flags) => {
    await submit({ flags, inputs: [path], files: INFO_FILES, run: () => info({ ...flags, path }) });
  });
}
