import { Command } from "commander";
import { VERSION } from "../../src/index.js";
import { addCompletion } from "../completion/index.js";
import { applyConfig, type ConfigUse } from "../config/apply-config.js";
import { readConfig } from "../config/read-config.js";
import { addAdapt } from "./adapt.js";
import { addBarycenter } from "./barycenter.js";
import { addClassify } from "./classify.js";
import { addCluster } from "./cluster.js";
import { addCode } from "./code.js";
import { addConfigSchema } from "./config-schema.js";
import { addDistance } from "./distance.js";
import { addEmbed } from "./embed.js";
import { addExamples } from "./examples.js";
import { addGenerate } from "./generate.js";
import { addHelp } from "./help.js";
import { addImpute } from "./impute.js";
import { addInfo } from "./info.js";
import { addInterpolate } from "./interpolate.js";
import type { Submit } from "./job.js";
import { addModes } from "./modes.js";
import { addPredict } from "./predict.js";
import { addReferences } from "./references.js";
import { addSegment } from "./segment.js";
import { addSimulate } from "./simulate.js";
import { addSteadyState } from "./steady-state.js";
import type { Streams } from "./streams.js";
import { styleHelp } from "./style-help.js";
import { suggestChoices } from "./suggest-choices.js";
import { addTest } from "./test.js";
import { OPTION_FIRST, usageHint } from "./usage-hint.js";

/** Commands that compute, in the order of the help. */
const COMMANDS = [
  addInfo,
  addDistance,
  addBarycenter,
  addEmbed,
  addCluster,
  addClassify,
  addPredict,
  addReferences,
  addGenerate,
  addInterpolate,
  addModes,
  addCode,
  addImpute,
  addTest,
  addAdapt,
  addSegment,
  addSimulate,
  addSteadyState,
];

/**
 * All that can be typed after `pushforward`.
 *
 * @param submit gets the work of a command once its usage is in order, with what was read of `--config`.
 */
export function program(
  streams: Streams,
  submit: (...given: [...Parameters<Submit>, config?: ConfigUse]) => Promise<void>,
): Command {
  let config: ConfigUse | undefined;
  let isBeforeCommand = true;
  const root = new Command("pushforward")
    .description("Machine learning on measure-valued data by optimal transport.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(--help shows options and examples)")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 not converged or failed, 2 wrong usage, 3 bad input data," +
        "\n130 and 143 interrupted (SIGINT, SIGTERM).",
    )
    .hook("preSubcommand", () => {
      isBeforeCommand = false;
    })
    .hook("preAction", async (_, command) => {
      const { config: path } = command.opts<{ readonly config?: string }>();
      if (path !== undefined) config = applyConfig(command, await readConfig(path, streams.input));
    });
  styleHelp(root, streams);
  root.configureOutput({
    outputError: (text, write) => {
      const isMisplaced = isBeforeCommand && text.includes("unknown option");
      write(`${text}${isMisplaced ? OPTION_FIRST : usageHint(text)}${configHint(config)}`);
    },
  });
  const checked: Submit = (job) => {
    if (job.inputs.includes("-")) root.error(NO_DATA_THERE);
    return submit(job, config);
  };
  for (const add of COMMANDS) add(root, checked);
  addConfigSchema(root, streams.output);
  addCompletion(root, streams.output);
  addHelp(root);
  suggestChoices(root);
  addExamples(root);
  return root;
}

/** The ending of its name tells the format of a file, and standard input has none. */
const NO_DATA_THERE =
  "error: '-' is no file; data are read from files, whose endings tell what they are (./- is a file of that name; --config alone reads standard input)";

/** What is wrong may be an option that nobody typed. */
function configHint(config: ConfigUse | undefined): string {
  if (config === undefined || config.taken.length === 0) return "";
  return `(set by --config ${config.path}: ${config.taken.join(", ")})\n`;
}
