import { type InputFile, readInput } from "./node-files.js";
import { parseShareTable, type ShareTable } from "./share-table.js";

export interface LoadedShareTable extends ShareTable {
  readonly inputs: readonly InputFile[];
}

/** Weights of named items from a CSV file. @throws FormatError for what `parseShareTable` refuses, and an unreadable file. */
export async function loadShareTable(path: string): Promise<LoadedShareTable> {
  const { bytes, input } = await readInput(path);
  return { ...parseShareTable(bytes, { file: path }), inputs: [input] };
}
