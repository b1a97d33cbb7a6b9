import type { Command } from "commander";
import { SYSTEMS } from "../systems/index.js";
import { commandsBelow } from "./command-tree.js";

/** What to type after `pushforward`, and what comes of it. */
export type Example = readonly [words: string, about: string];

/** Two or three for each command, by its names. They run in a clone of the project, whose data they name. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  "": [
    ["info data/apes", "what is in there"],
    ["cluster data/digits --k 10 --out report/digits", "then open report/digits/report.html"],
  ],
  info: [
    ["info data/apes", "a folder with labels.csv and points.csv"],
    ["info data/meshes/bunny.ply --weights area", "one mesh, with the area of its faces as mass"],
    ["info data/spectra --json", "the same facts for another program"],
  ],
  distance: [
    ["distance data/meshes/bunny.ply data/meshes/bunny.ply --sample 500", "two samples of one surface"],
    [
      "distance data/meshes/bunny.ply data/meshes/bunny.ply --sample 500 --method sinkhorn --out report/soft",
      "by entropic transport; the plan and its picture in report/soft",
    ],
  ],
  barycenter: [
    [
      "barycenter data/meshes/bunny.ply data/meshes/bunny.ply --sample 300 --out report/average",
      "the average of two samples, with a page that shows it",
    ],
    [
      "barycenter data/meshes/bunny.ply data/meshes/bunny.ply --sample 300 --kind gaussian --shares 2,1",
      "of their Gaussians, the first one counting twice",
    ],
  ],
  embed: [
    ["embed data/osteocytes --out report/osteocytes", "one row of numbers per item, as NPY"],
    [
      "embed data/apes --align rigid --label genus --format npz --out report/apes-rows",
      "shapes without their position and rotation, coloured by genus",
    ],
  ],
  cluster: [
    ["cluster data/digits --k 10 --out report/digits", "scored against the labels that are there"],
    ["cluster data/apes --k 3 --align rigid --label genus --method hierarchical", "shapes of skulls"],
  ],
  classify: [
    [
      "classify data/apes --label genus --align rigid --out report/apes",
      "with a page of what is mistaken for what",
    ],
    [
      "classify data/spectra --label oil_type --group sample --bin 4 --metric hk",
      "mass may grow; replicates of a sample stay in one fold",
    ],
    ["classify data/apes --label genus --align rigid --save report/apes.model", "for predict"],
  ],
  predict: [
    ["predict report/apes.model data/apes", "by the model that classify --save left there"],
    ["predict report/apes.model data/apes --label genus --out report/apes-predicted", "with scores"],
  ],
  references: [
    ["references data/apes --align rigid", "which reference keeps distances"],
    ["references data/apes --align rigid --label genus --out report/references", "and which classifies best"],
  ],
  generate: [
    ["generate data/digits --class 3 --count 50 --out report/threes", "new images of the digit 3"],
    [
      "generate data/mice --label group --class c --count 10 --how gaussian --out report/mice",
      "by principal components",
    ],
  ],
  interpolate: [
    ["interpolate data/rats --items 1,8 --steps 8 --out report/rat", "open report/rat/report.html: it plays"],
    ["interpolate data/digits --items 0,1 --metric hk --times 0,0.25,0.5,0.75,1", "mass may grow on the way"],
  ],
  modes: [
    ["modes data/apes --align rigid --out report/modes", "the directions of largest variance, walked"],
    ["modes data/apes --align rigid --label genus --out report/genera", "and what tells the classes apart"],
  ],
  code: [
    ["code data/apes --learn 5 --align rigid --label group", "skulls as means of five learnt ones"],
    ["code data/apes --atoms data/apes --align rigid --out report/coded", "each by all"],
  ],
  impute: [
    ["impute data/mice --lose 0.3 --items 10", "how well the lost third of an item is found again"],
    ["impute data/mice --lose 0.2 --damage scatter --out report/whole", "pictures of the cases"],
  ],
  test: [
    ["test data/mice --label group", "do the groups come from one law?"],
    ["test data/apes --label sex --align rigid --permutations 999 --out report/sexes", "with the picture"],
  ],
  adapt: [
    [
      "adapt data/apes data/apes --label genus --align rigid --out report/adapted",
      "labels of one set for another, which may be shifted or turned",
    ],
    [
      "adapt data/digits data/digits --label label --plan entropic --model knn --anchors 200",
      "by an entropic plan",
    ],
  ],
  segment: [
    [
      "segment scene.mat --truth truth.mat --negatives clip --out report/scene",
      "a hyperspectral image of yours",
    ],
    ["segment scene.hdr --k 6 --pixels 500 --bin 4 --json", "an ENVI cube without ground truth"],
  ],
  simulate: [
    ["simulate diffusion --out report/diffusion", "open report/diffusion/report.html: it plays"],
    ["simulate langevin --help", "the numbers of a system"],
  ],
  "steady-state": [
    ["steady-state double-well --out report/double-well", "by Newton-Krylov, next to simulation alone"],
    ["steady-state agents --help", "the numbers of a system"],
  ],
  help: [
    ["help cluster", "the same as cluster --help"],
    ["help simulate diffusion", "a system is named too"],
  ],
  "config-schema": [
    ["config-schema cluster", "what a file for cluster --config may hold"],
    ["config-schema simulate diffusion", "a system is named too"],
  ],
  completion: [
    ["completion bash", "in ~/.bashrc: source <(pushforward completion bash)"],
    ["completion zsh", "in ~/.zshrc, after compinit: source <(pushforward completion zsh)"],
    ["completion fish", "> ~/.config/fish/completions/pushforward.fish"],
  ],
};

/** The examples of a command; systems have theirs by what can be done with them. */
export function examplesOf(path: readonly string[]): readonly Example[] {
  const name = path.join(" ");
  return EXAMPLES[name] ?? systemExamples(path);
}

function systemExamples([command, system]: readonly string[]): readonly Example[] {
  const kind = SYSTEMS[system ?? ""];
  const part = command === "simulate" ? kind?.simulate : kind?.steady;
  if (!part) return [];
  const line = `${command} ${system}`;
  return [
    [
      `${line} --out report/${system}`,
      "then open its report.html; the same command goes on after an interrupt",
    ],
    ...(part.presets.paper
      ? [[`${line} --preset paper --out report/${system}-paper`, "the numbers of the publication"] as const]
      : [[`${line} --seed 1 --json`, "another seed, as one JSON object"] as const]),
  ];
}

/** Ends the help of every command with its examples. */
export function addExamples(root: Command): void {
  for (const { path, command } of [{ path: [], command: root }, ...commandsBelow(root)]) {
    command.addHelpText("after", ({ command: shown }) => helpText(examplesOf(path), shown));
  }
}

function helpText(examples: readonly Example[], command: Command): string {
  const { styleTitle } = command.createHelp();
  const lines = examples.map(([words, about]) => `  pushforward ${words}\n      ${about}`);
  return `\n${styleTitle("Examples:")}\n${lines.join("\n")}`;
}
