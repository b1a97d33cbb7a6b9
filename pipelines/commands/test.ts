import { type Command, Option } from "commander";
import { DISSIMILARITIES, type DissimilarityName } from "../../src/index.js";
import { TEST_DEFAULTS } from "../defaults.js";
import { ITEM_DISTANCES, type ItemDistanceName, itemDistanceFault } from "../test/item-distances.js";
import { TEST_FILES, testGroups } from "../test.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  type LotFlags,
  requireFlag,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & {
  readonly label: string;
  readonly group?: string;
  readonly distance: ItemDistanceName;
  readonly directions?: number;
  readonly statistic: DissimilarityName;
  readonly permutations: number;
  readonly resamples: number;
  readonly splits: number;
};

export function addTest(program: Command, submit: Submit): void {
  const about = Object.entries(ITEM_DISTANCES).map(([name, distance]) => `${name}: ${distance.about}`);
  const command = program
    .command("test")
    .description("Permutation test: do groups of measures come from one law?")
    .argument("<dataset>", "a dataset")
    .option("--label <column>", "column that holds the groups (required)")
    .option("--group <column>", "column of units: items with equal values are exchanged together")
    .addOption(
      new Option("--distance <kind>", `between items, in the metric; ${about.join("; ")}`)
        .choices(Object.keys(ITEM_DISTANCES))
        .default(TEST_DEFAULTS.distance),
    )
    .option("--directions <n>", "random lines of sliced distances (default: 100)", wholeNumber(1, 1_000_000))
    .addOption(
      new Option(
        "--statistic <name>",
        "energy: distances; mmd: a Gaussian kernel of them; variance: their squares, means only",
      )
        .choices(Object.keys(DISSIMILARITIES))
        .default(TEST_DEFAULTS.statistic),
    )
    .option(
      "--permutations <n>",
      "random ones; all are tried where there are no more",
      wholeNumber(1, 10_000_000),
      TEST_DEFAULTS.permutations,
    )
    .option(
      "--resamples <n>",
      "bootstrap samples behind the interval of the effect",
      wholeNumber(1, 1_000_000),
      TEST_DEFAULTS.resamples,
    )
    .option(
      "--splits <n>",
      "also test so many random splits of the largest group, where there is no difference",
      wholeNumber(0, 1_000_000),
      TEST_DEFAULTS.splits,
    );
  addCommonFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, flags: Flags) => {
      requireFlag(command, flags, "label", "--label <column>");
      requireOwnScale(command, flags);
      const fault = itemDistanceFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: [path],
        files: TEST_FILES,
        run: ({ onProgress, jobs }) => testGroups({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
