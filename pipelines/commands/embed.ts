import type { Command } from "commander";
import { EMBED_FILES, embedDataset } from "../embed.js";
import { addCommonFlags, addDatasetFlags, addLotFlags, type LotFlags, requireFlag } from "./flags.js";
import type { Submit } from "./job.js";

type Flags = LotFlags & { readonly label?: string };

export function addEmbed(program: Command, submit: Submit): void {
  const command = program
    .command("embed")
    .description("LOT embedding of a dataset: one row of numbers per item, written to --out.")
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column to colour the picture by");
  addCommonFlags(addLotFlags(addDatasetFlags(command))).action(async (path: string, flags: Flags) => {
    requireFlag(command, flags, "out", "--out <dir>");
    await submit({
      flags,
      inputs: [path],
      files: EMBED_FILES,
      run: (context) => embedDataset({ ...flags, ...context, path }),
    });
  });
}
