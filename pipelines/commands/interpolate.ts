import { type Command, InvalidArgumentError, Option } from "commander";
import { ALIGNMENTS } from "../../src/index.js";
import { INTERPOLATE_DEFAULTS } from "../defaults.js";
import { STEP_FORMATS } from "../interpolate/files.js";
import { type InterpolateOptions, interpolateFault, measureCount } from "../interpolate/options.js";
import { MOST_STEPS } from "../interpolate/times.js";
import { INTERPOLATE_FILES, interpolate } from "../interpolate.js";
import { NORMALISATIONS } from "../items.js";
import { REFERENCES } from "../lot.js";
import { choiceList } from "../method-options.js";
import { METRICS } from "../metric.js";
import { numberedNames } from "../numbered-files.js";
import { PATH_FLAGS, PATHS } from "../paths/index.js";
import { addCommonFlags, addSourceFlags, positive, wholeNumber } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { addSpectrumFlags } from "./spectrum-flags.js";
import { describing, type ListSchema, RANGE_LIST, SHARE_LIST, TEXT_LIST } from "./value-parser.js";

type Flags = CommonFlags & Omit<InterpolateOptions, "paths">;

export function addInterpolate(program: Command, submit: Submit): void {
  const command = program
    .command("interpolate")
    .description("Measures on a path between two or more, each with its distance from the ends.")
    .argument(
      "<files...>",
      "mesh, point, image, spectrum or array files of one dimension; or a dataset, with --items",
    )
    .option("--items <a,b,...>", "names of items of the dataset, in the order of the path", nameList)
    .addOption(
      new Option("--path <name>", "sort of path, see below (default: the geodesic of --metric, w2)").choices(
        Object.keys(PATHS),
      ),
    )
    .addOption(
      new Option("--metric <name>", "of the geodesic, or of --path lot (default: w2)").choices(
        Object.keys(METRICS),
      ),
    )
    .addOption(
      new Option("--steps <n>", "equal steps from each measure to the next; the files are one more")
        .argParser(wholeNumber(1, MOST_STEPS))
        .default(INTERPOLATE_DEFAULTS.steps),
    )
    .option("--times <t,...>", "instead: increasing times, 0 (first measure) to 1 (last)", timeList);
  addPathFlags(command);
  addCommonFlags(addSourceFlags(addSpectrumFlags(command))).action(async (paths: string[], flags: Flags) => {
    const fault = interpolateFault({ ...flags, paths });
    if (fault !== undefined) command.error(`error: ${fault}`);
    await submit({
      flags,
      inputs: [...paths, ...(flags.base === undefined ? [] : [flags.base])],
      files: filesOf(flags, paths),
      run: ({ onProgress }) => interpolate({ ...flags, paths, onProgress }),
    });
  });
}

/** Whatever the format will be. */
function filesOf(flags: Flags, paths: readonly string[]): readonly string[] {
  const count = Math.min(MOST_STEPS + 1, measureCount(flags, (flags.items ?? paths).length));
  return [...INTERPOLATE_FILES, ...numberedNames("interpolate", count)];
}

function addPathFlags(command: Command): Command {
  return command
    .option("--kappa <length>", "length scale of hk (default: from the data)", positive)
    .option(
      "--price <cost>",
      "of opt, for a unit of mass that is not moved (default: from the data)",
      positive,
    )
    .addOption(
      new Option(
        "--shares <a,b,...>",
        "a stop of the path, as shares of the measures; repeat it for more (default: each measure in turn)",
      ).argParser(collectShares),
    )
    .option("--base <file>", "the measure that plans start from, instead of a fitted reference")
    .addOption(
      new Option("--reference <kind>", "how it is fitted on the measures").choices(Object.keys(REFERENCES)),
    )
    .option("--reference-size <n>", "its number of points", wholeNumber(1, 100_000))
    .option("--fixed <i,j-k,...>", "tokens, counted from 0, that are matched with themselves", placeList)
    .addOption(
      new Option(
        "--format <name>",
        "of the steps (default: ply for meshes and clouds in space, npy for tokens, else csv)",
      ).choices(Object.keys(STEP_FORMATS)),
    )
    .addOption(
      new Option(
        "--normalise <how>",
        "mass: every measure to mass 1 first; none: as they are (default: mass where they have to be equal and are not)",
      ).choices(NORMALISATIONS),
    )
    .addOption(
      new Option("--align <how>", "of the measures, each includes the ones before it")
        .choices(ALIGNMENTS)
        .default(INTERPOLATE_DEFAULTS.align),
    )
    .addHelpText("after", `\nPaths and the options they take:\n${choiceList(PATHS, PATH_FLAGS)}`);
}

const nameList = describing<string[]>(TEXT_LIST, (text) => {
  const names = text.split(",").map((name) => name.trim());
  if (names.some((name) => name === "")) throw new InvalidArgumentError("Give names of items, as in a,b.");
  return names;
});

const TIME_LIST: ListSchema = { type: "array", items: { type: "number", minimum: 0, maximum: 1 } };

function numberList(text: string): number[] {
  return text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
}

const timeList = describing<number[]>(TIME_LIST, (text) => {
  const times = numberList(text);
  if (
    times.every((t, k) => t >= 0 && t <= 1 && (k === 0 || t > times[k - 1]!)) &&
    times.length <= MOST_STEPS + 1
  ) {
    return times;
  }
  throw new InvalidArgumentError(
    `Give at most ${MOST_STEPS + 1} increasing numbers of 0 to 1, as in 0,0.5,1.`,
  );
});

const collectShares = describing<number[][]>({ type: "array", items: SHARE_LIST }, (text, earlier = []) => {
  const shares = numberList(text);
  if (!shares.every((share) => share >= 0 && share < Infinity) || !shares.some((share) => share > 0)) {
    throw new InvalidArgumentError("Give numbers of at least 0, not all 0, as in 1,2,1.");
  }
  return [...earlier.map((list) => [...list]), shares];
});

/** Most tokens that a list may name. */
const MOST_PLACES = 1_000_000;

const placeList = describing<number[]>(RANGE_LIST, (text) => {
  const places = text.split(",").flatMap((part) => {
    const found = /^\s*(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part);
    if (!found)
      throw new InvalidArgumentError("Give places counted from 0 and ranges of them, as in 0,70-76.");
    const first = Number(found[1]);
    const last = Number(found[2] ?? found[1]);
    if (last < first || last >= MOST_PLACES) {
      throw new InvalidArgumentError(`A range goes up, and ends below ${MOST_PLACES}, as in 70-76.`);
    }
    return Array.from({ length: last - first + 1 }, (_, p) => first + p);
  });
  return [...new Set(places)];
});
