import { type Command, InvalidArgumentError, Option } from "commander";
import { AFFINITIES, DICTIONARY_LOSSES, NEGATIVES } from "../../src/index.js";
import { SEGMENT_DEFAULTS } from "../segment/defaults.js";
import { UNBALANCED_PRESETS } from "../segment/feature-kind.js";
import { EXTENSIONS } from "../segment/label-image.js";
import { MOST_LABELS } from "../segment/label-png.js";
import { SEGMENT_METHODS, type SegmentMethodName } from "../segment/methods.js";
import { SEGMENT_FILES, type SegmentOptions, segment } from "../segment.js";
import { bandList } from "./band-list.js";
import { didYouMean } from "./did-you-mean.js";
import { addCommonFlags, positive, wholeNumber } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";
import { requireRead } from "./segment-flags.js";
import { describing, listOf } from "./value-parser.js";

type Flags = CommonFlags & Omit<SegmentOptions, "path">;

export function addSegment(program: Command, submit: Submit): void {
  const command = program
    .command("segment")
    .description(
      "Unsupervised labels for the pixels of a hyperspectral image, by several methods in one run.",
    )
    .argument("<cube>", "a MATLAB, HDF5 or ENVI cube")
    .option("--truth <file>", "image of class numbers to score against, 0 where the class is not known")
    .option(
      "--k <n>",
      "number of clusters (default: the classes of the ground truth)",
      wholeNumber(1, MOST_LABELS),
    )
    .option(
      "--pixels <n>",
      "sampled pixels, on which all is learned",
      wholeNumber(1, 100_000),
      SEGMENT_DEFAULTS.pixels,
    )
    .option(
      "--methods <a,b,c>",
      `of ${Object.keys(SEGMENT_METHODS).join(", ")} (default: all); the first one stands for the run`,
      methodList,
    );
  addSceneFlags(command);
  addClusteringFlags(command);
  addDictionaryFlags(command);
  addCommonFlags(command).action(async (path: string, flags: Flags) => {
    if (flags.k === undefined && flags.truth === undefined) {
      command.error(
        "error: how many clusters? give '--k <n>' or '--truth <file>', whose classes are counted",
      );
    }
    requireRead(command, flags.methods ?? SEGMENT_DEFAULTS.methods, flags.preset);
    await submit({
      flags,
      inputs: [path, ...(flags.truth === undefined ? [] : [flags.truth])],
      files: SEGMENT_FILES,
      run: ({ onProgress, jobs }) => segment({ ...flags, path, onProgress, jobs }),
    });
  });
}

function addSceneFlags(command: Command): void {
  command
    .option("--variable <name>", "the array that is the cube, where the file holds several")
    .option("--truth-variable <name>", "the array that is the ground truth")
    .option(
      "--wavelengths <file>",
      "text file with the wavelength of each band, increasing; a first line as wavelength (nm) names the unit",
    )
    .option("--bin <n>", "neighbouring bands summed into one", wholeNumber(1, 100_000), SEGMENT_DEFAULTS.bin)
    .option("--bands <list>", "bands to keep, from 0, as in 0-31,33-203", bandList)
    .addOption(
      new Option("--negatives <how>", "refuse: stop at values below 0; clip: set them to 0")
        .choices(Object.keys(NEGATIVES))
        .default(SEGMENT_DEFAULTS.negatives),
    );
}

function addClusteringFlags(command: Command): void {
  command
    .option(
      "--neighbours <n>",
      "nearest pixels that a pixel is joined with in a graph, itself counted",
      wholeNumber(2, 10_000),
      SEGMENT_DEFAULTS.neighbours,
    )
    .addOption(
      new Option("--affinity <kind>", "what makes pixels near (default: what suits the features)").choices(
        Object.keys(AFFINITIES),
      ),
    )
    .addOption(
      new Option(
        "--extend <how>",
        "label other pixels by the nearest sampled spectrum, or by their own coefficients, which takes longer",
      )
        .choices(EXTENSIONS)
        .default(SEGMENT_DEFAULTS.extend),
    )
    .option("--kappa <length>", "length scale of Hellinger-Kantorovich (default: by the data)", positive);
}

function addDictionaryFlags(command: Command): void {
  command
    .option("--atoms <n>", "atoms of a dictionary", wholeNumber(1, 10_000), SEGMENT_DEFAULTS.atoms)
    .addOption(
      new Option("--preset <name>", "which strengths the unbalanced dictionary has, as published")
        .choices(UNBALANCED_PRESETS)
        .default(SEGMENT_DEFAULTS.preset),
    )
    .option(
      "--rho <cost>",
      "how hard masses are held; the scaled cost is at most 10; published: 1000",
      positive,
      SEGMENT_DEFAULTS.rho,
    )
    .option("--epsilon <cost>", "entropy of barycentre and loss, in the same units (default: 0.1)", positive)
    .addOption(
      new Option("--loss <name>", "of the unbalanced dictionary; published: transport, for fixed atoms")
        .choices(Object.keys(DICTIONARY_LOSSES))
        .default(SEGMENT_DEFAULTS.loss),
    )
    .option(
      "--steps <n>",
      "of the optimiser, 50 pixels each",
      wholeNumber(1, 1_000_000),
      SEGMENT_DEFAULTS.steps,
    )
    .option("--learning-rate <x>", "of atoms (default: 0.02; of balanced ones 0.05)", positive)
    .option("--weight-rate <x>", "learning rate of weights", positive, SEGMENT_DEFAULTS.weightRate)
    .option("--restarts <n>", "starts of a dictionary", wholeNumber(1, 1000), SEGMENT_DEFAULTS.restarts)
    .option("--fixed-atoms", "atoms stay the sampled pixels that they begin with");
}

const METHOD_NAMES = Object.keys(SEGMENT_METHODS);

const methodList = describing<SegmentMethodName[]>(listOf(METHOD_NAMES), (text) => {
  const names = text.split(",").map((name) => name.trim());
  const odd = names.find((name) => !isMethod(name));
  if (odd !== undefined) {
    throw new InvalidArgumentError(
      `"${odd}" is none; choose from ${METHOD_NAMES.join(", ")}.${didYouMean(odd, METHOD_NAMES)}`,
    );
  }
  return [...new Set(names.filter(isMethod))];
});

function isMethod(name: string): name is SegmentMethodName {
  return Object.hasOwn(SEGMENT_METHODS, name);
}
