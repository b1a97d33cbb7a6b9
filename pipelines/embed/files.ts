import {
  encodeNpy,
  encodeNpyTexts,
  type ParquetColumn,
  type ParquetRows,
  parquetPieces,
  type ZipMember,
  zipMember,
  zipMemberOf,
  zipPieces,
} from "../../loaders/index.js";
import { type Collection, type Reference, rowView } from "../../src/index.js";
import type { Column } from "../csv-files.js";
import { scaleOf } from "../metric.js";
import type { OutputFile } from "../report.js";
import type { BlockStore } from "../store/blocks.js";
import { npyOfStored, type StoredEmbedding, storedParts } from "./resumable.js";

/** An embedding in a store with all that belongs to its items. */
export interface EmbeddingContent {
  readonly store: BlockStore;
  readonly stored: StoredEmbedding;
  readonly reference: Reference;
  readonly about: Pick<Collection, "names" | "attributes">;
  /** Numbers of each item besides its row. */
  readonly columns: readonly Column[];
  readonly version: string;
}

interface Format {
  readonly about: string;
  readonly file: string;
  readonly bytes: (content: EmbeddingContent) => Promise<OutputFile["bytes"]>;
}

/** How the rows of an embedding are written, by the names of `--format`. */
export const EMBEDDING_FORMATS = {
  npy: {
    about: "an array of rows",
    file: "embedding.npy",
    bytes: async ({ store, stored }) => npyOfStored(store, stored),
  },
  npz: {
    about: "rows, names, columns and reference in one archive of arrays",
    file: "embedding.npz",
    bytes: npzOf,
  },
  parquet: {
    about: "a table with a row for each item, whose numbers are a list",
    file: "embedding.parquet",
    bytes: async (content) => parquetOf(content),
  },
} as const satisfies Record<string, Format>;

export type EmbeddingFormat = keyof typeof EMBEDDING_FORMATS;

/**
 * rows (N, cols), names (N,), a `column_NAME` (N,) of texts for each attribute, one (N,) of numbers for each further column, and
 * reference_points (n, d), reference_weights (n,).
 */
async function npzOf({
  store,
  stored,
  reference,
  about,
  columns,
}: EmbeddingContent): Promise<OutputFile["bytes"]> {
  const { points, weights, count, dim } = reference.measure;
  const texts = (key: string, values: readonly string[]): ZipMember =>
    zipMember(`${key}.npy`, encodeNpyTexts(values));
  const numbers = (key: string, values: Float64Array, shape: readonly number[]): ZipMember =>
    zipMember(`${key}.npy`, encodeNpy(values, shape));
  return zipPieces([
    await zipMemberOf("rows.npy", () => npyOfStored(store, stored)),
    texts("names", about.names),
    ...about.attributes.map(({ name, values }) => texts(`column_${name}`, values)),
    ...columns.map(({ name, values }) => numbers(name, Float64Array.from(values, Number), [values.length])),
    numbers("reference_points", points, [count, dim]),
    numbers("reference_weights", weights, [count]),
  ]);
}

/** Numbers of a row group, at least, where there are so many: 8 MB. */
const GROUP_NUMBERS = 2 ** 20;

function parquetOf(content: EmbeddingContent): AsyncIterable<Uint8Array> {
  const { about, columns, reference, version } = content;
  const header: ParquetColumn[] = [
    { name: "item", holds: "text" },
    ...about.attributes.map(({ name }): ParquetColumn => ({ name: ownName(name, columns), holds: "text" })),
    ...columns.map(({ name }): ParquetColumn => ({ name, holds: "number" })),
    { name: "row", holds: "numbers" },
  ];
  const { metric, id } = reference;
  const metadata = {
    pushforward: JSON.stringify({ version, reference: id, metric: metric.name, ...scaleOf(metric) }),
  };
  return parquetPieces(header, rowGroups(content), { metadata, createdBy: `pushforward ${version}` });
}

/** The name of an attribute, set apart where a column of another kind has it. */
function ownName(name: string, columns: readonly Column[]): string {
  const taken = ["item", "row", ...columns.map((column) => column.name)];
  return taken.includes(name) ? `column_${name}` : name;
}

async function* rowGroups({ store, stored, about, columns }: EmbeddingContent): AsyncGenerator<ParquetRows> {
  let first = 0;
  let rows: Float64Array[] = [];
  const group = (): ParquetRows => {
    const end = first + rows.length;
    const part = <T>(values: ArrayLike<T>): T[] => rows.map((_, r) => values[first + r]!);
    const values = [
      part(about.names),
      ...about.attributes.map((one) => part(one.values)),
      ...columns.map((one) => part(one.values)),
      rows,
    ];
    [first, rows] = [end, []];
    return values;
  };
  for await (const { part } of storedParts(store, stored)) {
    for (let s = 0; s < part.matrix.rows; s++) rows.push(rowView(part.matrix, s));
    if (rows.length * part.matrix.cols >= GROUP_NUMBERS) yield group();
  }
  if (rows.length > 0) yield group();
}
