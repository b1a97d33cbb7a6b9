import { type Command, Option } from "commander";
import { type AdaptationPlanName, CLASSIFIERS, type ClassifierName } from "../../src/index.js";
import { PLAN_CHOICES, planFault } from "../adapt/plans.js";
import { ADAPT_FILES, adaptDataset } from "../adapt.js";
import { ADAPT_DEFAULTS } from "../defaults.js";
import {
  addCommonFlags,
  addDatasetFlags,
  addLotFlags,
  atLeastZero,
  type LotFlags,
  positive,
  requireFlag,
  requireOwnScale,
  wholeNumber,
} from "./flags.js";
import type { Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";

type Flags = LotFlags & {
  readonly label: string;
  readonly plan: AdaptationPlanName;
  readonly epsilon?: number;
  readonly classWeight?: number;
  readonly anchors: number;
  readonly model: ClassifierName;
};

export function addAdapt(program: Command, submit: Submit): void {
  const about = Object.entries(PLAN_CHOICES).map(([name, plan]) => `${name}: ${plan.about}`);
  const command = program
    .command("adapt")
    .description("Names the items of one dataset with the labels of another: domain adaptation by transport.")
    .argument("<source>", "a dataset with labels")
    .argument("<target>", "a dataset without, or with labels to score against")
    .option("--label <column>", "column of the source that holds the classes (required)")
    .addOption(
      new Option("--plan <name>", `how the source is moved among the target; ${about.join("; ")}`)
        .choices(Object.keys(PLAN_CHOICES))
        .default(ADAPT_DEFAULTS.plan),
    )
    .option("--epsilon <cost>", "entropy of the plan, in units of cost (default: from the data)", positive)
    .option("--class-weight <cost>", "strength of the class term (default: epsilon)", atLeastZero)
    .option(
      "--anchors <n>",
      "most source items that the plan is solved on; others move with their nearest",
      wholeNumber(1, 1_000_000),
      ADAPT_DEFAULTS.anchors,
    )
    .addOption(
      new Option("--model <name>", "classifier of the moved items")
        .choices(Object.keys(CLASSIFIERS))
        .default(ADAPT_DEFAULTS.model),
    );
  addCommonFlags(addLotFlags(addDatasetFlags(addSpectrumFlags(command)))).action(
    async (path: string, target: string, flags: Flags) => {
      requireFlag(command, flags, "label", "--label <column>");
      requireOwnScale(command, flags);
      const fault = planFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      await submit({
        flags,
        inputs: [path, target],
        files: ADAPT_FILES,
        run: ({ onProgress, jobs }) => adaptDataset({ ...flags, path, target, onProgress, jobs }),
      });
    },
  );
}
