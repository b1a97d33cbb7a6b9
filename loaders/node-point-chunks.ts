import type { Collection } from "../src/measure/collection.js";
import { parseCsv } from "./csv.js";
import type { ItemTable } from "./item-table.js";
import { type Chunk, type ChunkRule, type Scanned, scanChunks } from "./node-chunks.js";
import { fileSize, hashInput, type InputFile, readRange } from "./node-files.js";
import { concatenated, headerOf, lineBreaksIn, type Piece, rowPieces, rowStarts } from "./node-row-pieces.js";
import type { PointColumnOptions } from "./point-columns.js";
import { isPointTable, tableCollection } from "./point-table.js";
import { isSpectraTable } from "./spectra-csv.js";

/** Rows of whole items: where they lie, the line they start at, and which items they are of. */
interface ItemRows {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly names: readonly string[];
}

/**
 * Items of a table of points, some at a time; `parsePointTable` says what becomes of them.
 *
 * @returns undefined if the table cannot be read so: the rows of an item do not follow each other, or the items are not
 *   those of the labels in their order; or if something is wrong with it, which reading it as a whole will say.
 */
export async function openPointTable(
  file: string,
  items: ItemTable | undefined,
  options: PointColumnOptions & { readonly chunked: ChunkRule },
): Promise<(Scanned & { readonly input: InputFile }) | undefined> {
  const size = await fileSize(file);
  const start = await rowPieces(file, size).next();
  const header = start.done ? undefined : headerOf(file, start.value.bytes);
  if (!header || !isPointTable(header.table)) return undefined;
  if (isSpectraTable(header.table) && !options.coords) return undefined;
  const pieces = rowPieces(file, size);
  const chunks = await wholeItems(pieces, header, file).catch(() => undefined);
  if (!chunks || !inOrder(chunks, items)) return undefined;
  let first = 0;
  const loads = chunks.map(({ from, to, line, names }): Chunk["load"] => {
    const place = first;
    first += names.length;
    return async (): Promise<Collection> => {
      const linesLeftOut = line - 1 - header.lines;
      const text = concatenated([header.bytes, await readRange(file, from, to)]);
      const some = tableCollection(parseCsv(text, { file, linesLeftOut }), undefined, options);
      const attributes = (items?.attributes ?? []).map(({ name, values }) => ({
        name,
        values: values.slice(place, place + names.length),
      }));
      return { ...some, attributes };
    };
  });
  return { ...(await scanChunks(file, loads, options.chunked.inspect)), input: await hashInput(file) };
}

/** Are the items of all chunks different ones, and those of the labels, in their order? */
function inOrder(chunks: readonly ItemRows[], items: ItemTable | undefined): boolean {
  const names = chunks.flatMap((chunk) => chunk.names);
  if (new Set(names).size !== names.length) return false;
  return !items || (items.names.length === names.length && items.names.every((name, s) => name === names[s]));
}

type Header = NonNullable<ReturnType<typeof headerOf>>;

/** The rows of a table in chunks that end with an item. */
async function wholeItems(pieces: AsyncIterable<Piece>, header: Header, file: string): Promise<ItemRows[]> {
  const column = header.table.header.indexOf("item");
  const chunks: ItemRows[] = [];
  let open: { readonly from: number; readonly line: number; readonly name: string } | undefined;
  let end = 0;
  for await (const piece of pieces) {
    const skipped = piece.from === 0 ? header.bytes.length : 0;
    const bytes = piece.bytes.subarray(skipped);
    const from = piece.from + skipped;
    const line = piece.line + (skipped > 0 ? header.lines : 0);
    end = from + bytes.length;
    if (bytes.length === 0) continue;
    const { rows } = parseCsv(concatenated([header.bytes, bytes]), { file });
    const starts = rowStarts(bytes);
    if (starts.length !== rows.length) throw new Error("rows are counted in two ways");
    const names = rows.map((cells) => cells[column]!.trim());
    const last = names.findLastIndex((name) => name !== names.at(-1)) + 1; // first row of the last item
    const before = [...(open ? [open.name] : []), ...names.slice(0, last)];
    const closed = before.filter((name, n) => name !== before[n - 1]);
    const at = starts[last]!;
    const sameAsOpen = last === 0 && open !== undefined && open.name === names[0];
    if (sameAsOpen) continue;
    if (closed.length > 0) {
      chunks.push({ from: open?.from ?? from, to: from + at, line: open?.line ?? line, names: closed });
    }
    open = { from: from + at, line: line + lineBreaksIn(bytes.subarray(0, at)), name: names.at(-1)! };
  }
  if (open) chunks.push({ from: open.from, to: end, line: open.line, names: [open.name] });
  return chunks;
}
