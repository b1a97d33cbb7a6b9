import { type Command, Option } from "commander";
import { EMBED_DEFAULTS } from "../defaults.js";
import { EMBEDDING_FORMATS, type EmbeddingFormat } from "../embed/files.js";
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

type Flags = LotFlags & { readonly label?: string; readonly format: EmbeddingFormat };

export function addEmbed(program: Command, submit: Submit): void {
  const command = program
    .command("embed")
    .description("LOT embedding of a dataset: one row of numbers per item, written to --out.")
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column to colour the picture by")
    .addOption(
      new Option("--format <name>", `how the rows are written: ${formatTexts()}`)
        .choices(Object.keys(EMBEDDING_FORMATS))
        .default(EMBED_DEFAULTS.format),
    );
  addCommonFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, flags: Flags) => {
      requireFlag(command, flags, "out", "--out <dir>");
      requireOwnScale(command, flags);
      await submit({
        flags,
        inputs: [path],
        files: embedFiles(flags.metric, flags.format),
        run: (context) => embedDataset({ ...flags, ...context, path }),
      });
    },
  );
}

function formatTexts(): string {
  return Object.entries(EMBEDDING_FORMATS)
    .map(([name, { about }]) => `${name}: ${about}`)
    .join("; ");
}
