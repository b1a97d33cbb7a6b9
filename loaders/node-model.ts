import type { StoredModel } from "../src/model/model.js";
import { parseModel } from "./model-file.js";
import { type InputFile, readInput } from "./node-files.js";

export interface LoadedModel {
  readonly model: StoredModel;
  readonly input: InputFile;
}

/** A model from the file that `classify --save` wrote. @throws FormatError if it is absent, unreadable, or as `parseModel`. */
export async function loadModel(path: string): Promise<LoadedModel> {
  const { bytes, input } = await readInput(path);
  return { model: parseModel(bytes, { file: path }), input };
}
