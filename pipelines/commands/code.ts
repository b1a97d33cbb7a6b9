import type { Command } from "commander";
import { CODING_METRICS } from "../code/fault.js";
import { type CodeOptions, codeFault } from "../code/options.js";
import { CODE_FILES, code } from "../code.js";
import { UNLABELLED_KINDS } from "../lot.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  type LotFlagsOf,
  nonEmpty,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlagsOf<CodeOptions>;

export function addCode(program: Command, submit: Submit): void {
  const command = program
    .command("code")
    .description("Items as means of atoms with shares; the atoms are given, or learnt from the items.")
    .argument("<dataset>", "a dataset, or a file of one item")
    .option("--atoms <dataset>", "the items of this dataset are the atoms", nonEmpty)
    .option("--learn <n>", "instead, so many atoms are learnt from the items", wholeNumber(1, 10_000))
    .option(
      "--label <column>",
      "column to colour and average by (default: label, class, group, or the only one)",
    );
  const withItems = addDatasetFlags(addSpectrumFlags(command), CODING_METRICS);
  addCommonFlags(addLotFlags(withItems, UNLABELLED_KINDS, CODING_METRICS)).action(
    async (path: string, flags: Flags) => {
      requireOwnScale(command, flags);
      const fault = codeFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: flags.atoms === undefined ? [path] : [path, flags.atoms],
        files: CODE_FILES,
        run: ({ onProgress, jobs }) => code({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
