import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";

/** A column of a Parquet file: its name, and what a row has there. */
export interface ParquetColumn {
  readonly name: string;
  readonly holds: "text" | "number" | "numbers";
}

/** Values of some rows, one list a column, in the order of the columns. */
export type ParquetRows = readonly ArrayLike<string | number | ArrayLike<number>>[];

export interface ParquetOptions {
  /** Texts about the file, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly createdBy?: string;
}

const ELEMENTS: { readonly [H in ParquetColumn["holds"]]: (name: string) => SchemaElement[] } = {
  text: (name) => [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" }],
  number: (name) => [{ name, type: "DOUBLE", repetition_type: "REQUIRED" }],
  numbers: (name) => [
    { name, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "DOUBLE", repetition_type: "REQUIRED" },
  ],
};

/**
 * A Parquet file piece by piece, a row group for each part that is given: text, double precision numbers, and lists of them, plain and
 * not compressed.
 *
 * O(size) time; memory of one part.
 */
export async function* parquetPieces(
  columns: readonly ParquetColumn[],
  parts: AsyncIterable<ParquetRows>,
  { metadata = {}, createdBy = "pushforward" }: ParquetOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.flatMap(({ name, holds }) => ELEMENTS[holds](name)),
    ],
    codec: "UNCOMPRESSED",
    statistics: false,
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy,
  });
  for await (const rows of parts) {
    const count = rows[0]?.length ?? 0;
    if (count === 0) continue;
    const columnData = columns.map(({ name, holds }, c) => ({
      name,
      data:
        holds === "numbers"
          ? Array.from(rows[c] as ArrayLike<ArrayLike<number>>, (list) => Array.from(list))
          : Array.from(rows[c]!),
      encoding: "PLAIN" as const,
    }));
    await writer.write({ columnData, rowGroupSize: count });
    yield drained(bytes);
  }
  await writer.finish();
  yield drained(bytes);
}

/** What was written since the last time; the writer goes on at the place in the file where it is. */
function drained(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}
