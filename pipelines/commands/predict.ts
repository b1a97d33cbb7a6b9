import type { Command } from "commander";
import { PREDICT_FILES, predict } from "../predict.js";
import { addCommonFlags, nonEmpty } from "./flags.js";
import type { CommonFlags, Submit } from "./job.js";

interface Flags extends CommonFlags {
  readonly label?: string;
  readonly files?: string;
  readonly variable?: string;
  readonly wavelengths?: string;
  readonly seed: number;
}

export function addPredict(program: Command, submit: Submit): void {
  const command = program
    .command("predict")
    .description(
      "Classes of new items by a model that classify --save has stored; files become items as they did for the model.",
    )
    .argument("<model>", "a model file")
    .argument("<paths...>", "a dataset, or files of one item each")
    .option("--label <column>", "column of the true classes, to score by")
    .option(
      "--files <name>",
      "the sub-folder or CSV that holds the items, where a dataset has several",
      nonEmpty,
    )
    .option(
      "--variable <name>",
      "spectra: the array of a MATLAB or HDF5 file that is the cube, where it is another",
    )
    .option(
      "--wavelengths <file>",
      "spectra: the wavelength of each band, where they are others than the model's",
    );
  addCommonFlags(command).action(async (model: string, paths: readonly string[], flags: Flags) => {
    await submit({
      flags,
      inputs: [model, ...paths],
      files: PREDICT_FILES,
      run: ({ onProgress, jobs }) => predict({ ...flags, model, paths, onProgress, jobs }),
    });
  });
}
