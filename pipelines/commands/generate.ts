import { type Command, Option } from "commander";
import { CLASSIFIERS, type ClassifierName } from "../../src/index.js";
import { GENERATE_DEFAULTS } from "../defaults.js";
import { WAY_FLAGS, WAYS, type WayName, type WayOptions } from "../generate/ways.js";
import {
  DEFAULT_COUNT,
  GENERATE_FILES,
  GENERATED_SPECTRA,
  generate,
  generateFault,
  MOST_NEW,
} from "../generate.js";
import { UNLABELLED_KINDS } from "../lot.js";
import { choiceList } from "../method-options.js";
import { numberedNames } from "../numbered-files.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addMetricFlags,
  type LotFlags,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = Omit<LotFlags, "reference"> &
  Partial<Pick<LotFlags, "reference">> &
  WayOptions & {
    readonly label?: string;
    readonly class?: string;
    readonly how: WayName;
    readonly count?: number;
    readonly neighbours: number;
    readonly model: ClassifierName;
  };

export function addGenerate(program: Command, submit: Submit): void {
  const command = program
    .command("generate")
    .description("New measures of a class, with how near to known ones and how different they are.")
    .argument("<dataset>", "a dataset")
    .option("--class <name>", "the class that they are of (default: all items are one)")
    .option("--label <column>", "column of the classes (default: label, class, group, or the only one)")
    .option("--count <n>", `how many (default: ${DEFAULT_COUNT})`, wholeNumber(1, MOST_NEW))
    .addOption(
      new Option("--how <name>", "how they are made, see below")
        .choices(Object.keys(WAYS))
        .default(GENERATE_DEFAULTS.how),
    )
    .option("--parents <n>", "items that are combined in each", wholeNumber(1, 1_000_000))
    .option("--components <n>", "principal components of the class", wholeNumber(1, 10_000))
    .option("--to <name>", "the class at the other end")
    .option("--shares <file>", "weights of items, as shares.csv of an earlier run has them")
    .option(
      "--neighbours <n>",
      "neighbours that precision, recall and coverage look at",
      wholeNumber(1, 1000),
      GENERATE_DEFAULTS.neighbours,
    )
    .addOption(
      new Option("--model <name>", "classifier that tells the class of the new ones")
        .choices(Object.keys(CLASSIFIERS))
        .default(GENERATE_DEFAULTS.model),
    )
    .addOption(
      new Option(
        "--reference <kind>",
        "the measure that transports start from (default: barycenter of up to 512 points, gaussian of more)",
      ).choices(UNLABELLED_KINDS),
    )
    .option(
      "--reference-size <n>",
      "its number of points, and that of the new items (default: the median of the items, at most 2048 with --metric w2)",
      wholeNumber(1, 100_000),
    )
    .option(
      "--pairs <n>",
      "pairs of items on which LOT is compared with the distance itself",
      wholeNumber(1, 1_000_000),
      GENERATE_DEFAULTS.pairs,
    )
    .addHelpText("after", `\nWays and the options they take:\n${choiceList(WAYS, WAY_FLAGS)}`);
  addCommonFlags(addMetricFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, flags: Flags) => {
      requireOwnScale(command, flags);
      const fault = generateFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: flags.shares === undefined ? [path] : [path, flags.shares],
        files: [
          ...GENERATE_FILES,
          GENERATED_SPECTRA,
          ...numberedNames("generate", flags.count ?? DEFAULT_COUNT),
        ],
        run: ({ onProgress, jobs }) => generate({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
