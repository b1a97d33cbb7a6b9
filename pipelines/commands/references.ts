import { type Command, Option } from "commander";
import { CLASSIFIERS, type ClassifierName } from "../../src/index.js";
import { REFERENCES_DEFAULTS } from "../defaults.js";
import type { MetricOptions } from "../metric.js";
import { referencesFault } from "../references/references-options.js";
import { REFERENCES_FILES, references } from "../references.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addMetricFlags,
  addPairFlags,
  type DatasetFlags,
  MOST_REFERENCES,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = DatasetFlags &
  MetricOptions & {
    readonly label?: string;
    readonly group?: string;
    readonly model?: ClassifierName;
    readonly folds?: number;
    readonly references: number;
    readonly rounds?: number;
    readonly referenceSize?: number;
    readonly pairs: number;
  };

export function addReferences(program: Command, submit: Submit): void {
  const command = program
    .command("references")
    .description(
      "Compares kinds of reference: how well they keep distances, and accuracies where there are labels.",
    )
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column that holds classes: measures accuracies too")
    .option("--group <column>", "column whose equal values stay in one fold, with --label")
    .addOption(
      new Option(
        "--model <name>",
        `classifier, with --label (default: ${REFERENCES_DEFAULTS.model})`,
      ).choices(Object.keys(CLASSIFIERS)),
    )
    .option(
      "--folds <n>",
      `number of folds, with --label (default: ${REFERENCES_DEFAULTS.folds})`,
      wholeNumber(2, 1000),
    )
    .option(
      "--references <n>",
      "of the candidate that averages several",
      wholeNumber(1, MOST_REFERENCES),
      REFERENCES_DEFAULTS.references,
    )
    .option(
      "--rounds <n>",
      `class barycentres of 1 to so many rounds are candidates, with --label (default: ${REFERENCES_DEFAULTS.rounds})`,
      wholeNumber(1, 100),
    );
  const withLot = addPairFlags(addMetricFlags(addDatasetFlags(addSpectrumFlags(command))));
  addCommonFlags(withLot).action(async (path: string, flags: Flags) => {
    requireOwnScale(command, flags);
    const fault = referencesFault(flags);
    if (fault !== undefined) command.error(`error: ${fault}`);
    await submit({
      flags,
      inputs: [path],
      files: REFERENCES_FILES,
      run: ({ onProgress, jobs }) => references({ ...flags, path, onProgress, jobs }),
    });
  });
}
