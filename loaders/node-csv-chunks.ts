import type { Collection } from "../src/measure/collection.js";
import { parseCsv } from "./csv.js";
import { imageCollection, isImageTable } from "./image-csv.js";
import { type Chunk, type ChunkRule, type Scanned, scanChunks } from "./node-chunks.js";
import { fileSize, hashInput, type InputFile, readRange } from "./node-files.js";
import { concatenated, headerOf, rowPieces } from "./node-row-pieces.js";

/**
 * Images of a CSV, a chunk of rows at a time; `parseImageCsv` says what becomes of them.
 *
 * @returns undefined if the columns are not those of images.
 */
export async function openImageCsv(
  file: string,
  { inspect }: ChunkRule,
): Promise<(Scanned & { readonly input: InputFile }) | undefined> {
  const size = await fileSize(file);
  const start = await rowPieces(file, size).next();
  const header = start.done ? undefined : headerOf(file, start.value.bytes);
  if (!header || !isImageTable(header.table)) return undefined;
  const parse = (bytes: Uint8Array, line: number, first: number): Collection => {
    const linesLeftOut = line - 1 - header.lines;
    const items = imageCollection(parseCsv(concatenated([header.bytes, bytes]), { file, linesLeftOut }));
    return { ...items, names: items.names.map((_, s) => String(first + s)) };
  };
  async function* loads(): AsyncGenerator<Chunk["load"], void, undefined> {
    let first = 0;
    for await (const piece of rowPieces(file, size)) {
      const skipped = piece.from === 0 ? header!.bytes.length : 0;
      const rows = piece.bytes.subarray(skipped);
      if (rows.length === 0) continue;
      const line = piece.line + (skipped > 0 ? header!.lines : 0);
      const place = first;
      const from = piece.from + skipped;
      const to = from + rows.length;
      let count = 0; // known when it is loaded, which is before the next one is asked for
      yield async () => {
        const items = parse(await readRange(file, from, to), line, place);
        count = items.names.length;
        return items;
      };
      first += count;
    }
  }
  return { ...(await scanChunks(file, loads(), inspect)), input: await hashInput(file) };
}
