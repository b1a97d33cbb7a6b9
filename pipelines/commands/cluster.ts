import { type Command, Option } from "commander";
import { CLUSTER_FILES, CLUSTER_METHODS, type ClusterMethod, cluster } from "../cluster.js";
import { CLUSTER_DEFAULTS } from "../defaults.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  addSeveralFlags,
  type LotFlags,
  requireFlag,
  requireOwnReference,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & { readonly label?: string; readonly k: number; readonly method: ClusterMethod };

export function addCluster(program: Command, submit: Submit): void {
  const command = program
    .command("cluster")
    .description("Clusters by LOT distance, scored against labels where there are any.")
    .argument("<dataset>", "a dataset")
    .option("--k <n>", "number of clusters (required)", wholeNumber(1, 1_000_000))
    .addOption(
      new Option("--method <name>", "how to cluster")
        .choices(Object.keys(CLUSTER_METHODS))
        .default(CLUSTER_DEFAULTS.method),
    )
    .option("--label <column>", "column to score against (default: label, class, group, or the only one)");
  addCommonFlags(addSeveralFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command))))).action(
    async (path: string, flags: Flags) => {
      requireFlag(command, flags, "k", "--k <n>");
      requireOwnScale(command, flags);
      requireOwnReference(command, flags);
      await submit({
        flags,
        inputs: [path],
        files: CLUSTER_FILES,
        run: ({ onProgress, jobs }) => cluster({ ...flags, path, onProgress, jobs }),
      });
    },
  );
}
