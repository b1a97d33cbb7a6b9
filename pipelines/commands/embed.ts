import type { Command } from "commander";
import { embedDataset, embedFiles } from "../embed.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  type LotFlags,
  requireFlag,
  requireOwnScale,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & { readonly label?: string };

export function addEmbed(program: Command, submit: Submit): void {
  const command = program
    .command("embed")
    .description("LOT embedding of a dataset: one row of numbers per item, written to --out.")
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column to colour the picture by");
  addCommonFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, flags: Flags) => {
      requireFlag(command, flags, "out", "--out <dir>");
      requireOwnScale(command, flags);
      await submit({
        flags,
        inputs: [path],
        files: embedFiles(flags.metric),
        run: (context) => embedDataset({ ...flags, ...context, path }),
      });
    },
  );
}
