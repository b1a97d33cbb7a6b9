import { type Command, Option } from "commander";
import { CLASSIFIERS, type ClassifierName } from "../../src/index.js";
import { MODES_DEFAULTS } from "../defaults.js";
import { DIRECTION_FILES, MODES_FILES, MOST_MODES, MOST_STEPS, stepNames } from "../modes/files.js";
import { modes, modesFault } from "../modes.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  isGiven,
  type LotFlags,
  positive,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & {
  readonly components: number;
  readonly steps: number;
  readonly deviations: number;
  readonly label?: string;
  readonly group?: string;
  readonly model: ClassifierName;
  readonly folds: number;
};

/** What means nothing without --label. */
const LABEL_OPTIONS = ["group", "model", "folds"] as const;

export function addModes(program: Command, submit: Submit): void {
  const command = program
    .command("modes")
    .description("What varies in a dataset, as measures; and what tells its classes apart.")
    .argument("<dataset>", "a dataset")
    .option(
      "--components <n>",
      "principal components of the tangent space",
      wholeNumber(1, MOST_MODES),
      MODES_DEFAULTS.components,
    )
    .option(
      "--steps <n>",
      "measures along each, equally far apart",
      wholeNumber(2, MOST_STEPS),
      MODES_DEFAULTS.steps,
    )
    .option(
      "--deviations <x>",
      "how far to either side of the mean, in standard deviations",
      positive,
      MODES_DEFAULTS.deviations,
    )
    .option("--label <column>", "column of classes whose differences are shown")
    .option("--group <column>", "column whose equal values stay in one fold, with --label")
    .addOption(
      new Option("--model <name>", "classifier that is explained, with --label")
        .choices(Object.keys(CLASSIFIERS))
        .default(MODES_DEFAULTS.model),
    )
    .option(
      "--folds <n>",
      "folds in which it is tested, with --label",
      wholeNumber(2, 1000),
      MODES_DEFAULTS.folds,
    );
  addCommonFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, flags: Flags) => {
      requireOwnScale(command, flags);
      const fault = modesFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      const idle = LABEL_OPTIONS.find((name) => isGiven(command, name));
      if (idle !== undefined && flags.label === undefined) {
        command.error(`error: --${idle} is for the folds of --label <column>, which is not given`);
      }
      await submit({
        flags,
        inputs: [path],
        files: [
          ...MODES_FILES,
          ...(flags.label === undefined ? [] : DIRECTION_FILES),
          ...stepNames(flags.components, flags.steps),
        ],
        run: ({ onProgress, jobs }) => modes({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
