import { type Command, Option } from "commander";
import { CLASSIFIERS, type ClassifierName } from "../../src/index.js";
import { CLASSIFY_FILES, classify } from "../classify.js";
import { CLASSIFY_DEFAULTS } from "../defaults.js";
import { LABELLED_KINDS } from "../lot.js";
import { modelPlace } from "../predict/keep-model.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  addSeveralFlags,
  type LotFlags,
  nonEmpty,
  requireFlag,
  requireOwnReference,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & {
  readonly label: string;
  readonly group?: string;
  readonly model: ClassifierName;
  readonly folds: number;
  readonly save?: string;
};

export function addClassify(program: Command, submit: Submit): void {
  const command = program
    .command("classify")
    .description("Cross-validated classification; everything that is fitted is fitted inside each fold.")
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column that holds the classes (required)")
    .option("--group <column>", "column whose equal values stay in one fold")
    .addOption(
      new Option("--model <name>", "classifier")
        .choices(Object.keys(CLASSIFIERS))
        .default(CLASSIFY_DEFAULTS.model),
    )
    .option(
      "--rounds <n>",
      "of --reference class-barycenter: how often class means are taken (default: 1)",
      wholeNumber(1, 100),
    )
    .option("--folds <n>", "number of folds", wholeNumber(2, 1000), CLASSIFY_DEFAULTS.folds)
    .option("--save <file>", "also fit a model on all items and store it there, for predict", nonEmpty);
  addCommonFlags(
    addSeveralFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)), LABELLED_KINDS)),
  ).action(async (path: string, flags: Flags) => {
    requireFlag(command, flags, "label", "--label <column>");
    requireOwnScale(command, flags);
    requireOwnReference(command, flags);
    await submit({
      flags,
      inputs: [path],
      files: CLASSIFY_FILES,
      ...(flags.save !== undefined && { save: modelPlace(flags.save) }),
      run: ({ onProgress, jobs }) => classify({ ...flags, path, onProgress, jobs }),
    });
  });
}
