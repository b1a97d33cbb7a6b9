import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { type ParquetColumn, type ParquetRows, parquetPieces } from "../../loaders/parquet.js";
import { joined } from "../../loaders/zip-file.js";

const COLUMNS: readonly ParquetColumn[] = [
  { name: "item", holds: "text" },
  { name: "residual", holds: "number" },
  { name: "row", holds: "numbers" },
];
const PARTS: readonly ParquetRows[] = [
  [
    ["a", 'größer, "b"'],
    Float64Array.of(0.1, -0),
    [Float64Array.of(1 / 3, 2, Number.MIN_VALUE), Float64Array.of(4, 5, 1e300)],
  ],
  [[], [], []],
  [[""], [7], [[Math.PI, -1, 0]]],
];

async function file(options = {}): Promise<Uint8Array> {
  const parts = async function* () {
    yield* PARTS;
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of parquetPieces(COLUMNS, parts(), options)) pieces.push(piece);
  return joined(pieces);
}

const bufferOf = (bytes: Uint8Array) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

describe("parquetPieces", () => {
  it("is read back by another reader, to the same bits", async () => {
    const rows = await parquetReadObjects({ file: bufferOf(await file()) });
    expect(rows).toEqual([
      { item: "a", residual: 0.1, row: [1 / 3, 2, Number.MIN_VALUE] },
      { item: 'größer, "b"', residual: -0, row: [4, 5, 1e300] },
      { item: "", residual: 7, row: [Math.PI, -1, 0] },
    ]);
  });

  it("has a row group for each part that has rows, and tells where it comes from", async () => {
    const metadata = parquetMetadata(
      bufferOf(await file({ metadata: { key: "value" }, createdBy: "test 1" })),
    );
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([2, 1]);
    expect(metadata.key_value_metadata).toEqual([{ key: "key", value: "value" }]);
    expect(metadata.created_by).toBe("test 1");
  });

  it("has the same bytes each time", async () => {
    expect(await file()).toEqual(await file());
  });
});
