import { type Command, Option } from "commander";
import { DAMAGES } from "../../src/index.js";
import { CODING_METRICS } from "../code/fault.js";
import { IMPUTE_DEFAULTS } from "../defaults.js";
import { MOST_ITEM_FILES } from "../impute/files.js";
import { DEFAULT_ITEMS, IMPUTE_FILES, type ImputeOptions, imputeDataset, imputeFault } from "../impute.js";
import { UNLABELLED_KINDS } from "../lot.js";
import { numberedNames } from "../numbered-files.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  isGiven,
  type LotFlagsOf,
  nonEmpty,
  numberIn,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlagsOf<ImputeOptions>;

const share = numberIn(0.001, 0.95);

/** The sentence that refuses an option that would change nothing. */
function uselessFlag(command: Command, { atoms }: Flags): string | undefined {
  const [useless, way] = atoms === undefined ? [["pairs"], "--atoms"] : [["damage", "folds"], "--lose"];
  const given = useless.find((name) => isGiven(command, name));
  return given && `--${given} belongs to ${way}`;
}

export function addImpute(program: Command, submit: Submit): void {
  const command = program
    .command("impute")
    .description("Damaged items made whole, as means of whole ones that fit what is left of them.")
    .argument("<dataset>", "damaged items: a dataset, or a file of one; with --lose, whole ones")
    .option("--atoms <dataset>", "whole items", nonEmpty)
    .option(
      "--missing <share>",
      "of the mass of the whole, for all items (default: by their mass, beside that of the atoms; with --lose, the truth)",
      share,
    )
    .option(
      "--lose <share>",
      "instead of --atoms: damage the items, and see how well they are completed",
      share,
    )
    .addOption(
      new Option(
        "--damage <kind>",
        "with --lose: all beyond a plane, all around a point, or points here and there",
      )
        .choices(Object.keys(DAMAGES))
        .default(IMPUTE_DEFAULTS.damage),
    )
    .option("--folds <n>", "with --lose: number of folds", wholeNumber(2, 1000), IMPUTE_DEFAULTS.folds)
    .option("--group <column>", "with --lose: column whose equal values stay in one fold", nonEmpty)
    .option(
      "--items <n>",
      `with --lose: items that are damaged (default: at most ${DEFAULT_ITEMS})`,
      wholeNumber(1, 1_000_000),
    );
  const withItems = addDatasetFlags(addSpectrumFlags(command), CODING_METRICS);
  addCommonFlags(addLotFlags(withItems, UNLABELLED_KINDS, CODING_METRICS)).action(
    async (path: string, flags: Flags) => {
      requireOwnScale(command, flags);
      const fault = imputeFault(flags) ?? uselessFlag(command, flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: flags.atoms === undefined ? [path] : [path, flags.atoms],
        files: [...IMPUTE_FILES, ...numberedNames("impute", MOST_ITEM_FILES)],
        run: ({ onProgress, jobs }) => imputeDataset({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
