import { type Collection, collection } from "../src/measure/collection.js";
import type { Measure } from "../src/measure/measure.js";
import { unzipArrays } from "./decompress.js";
import { atPlace, formatError, quoted, quotedList } from "./format-error.js";
import { type NpyArray, parseNpyArray, parseNpyLabels } from "./npy.js";
import { type NpyMeasureOptions, npyMeasure } from "./npy-measure.js";

/** Keys with a meaning of their own; with a key `points`, all others are passed over. */
const KNOWN_KEYS: readonly string[] = ["points", "weights", "offsets", "labels", "names"];

/** One archive, while it is read. */
interface Archive {
  readonly file: string;
  readonly members: ReadonlyMap<string, Uint8Array>;
  readonly unitMass: boolean;
}

/**
 * Collection from an NPZ archive (numpy.savez or savez_compressed), laid out in one of three ways:
 *
 * - `points` (N, n, d), optional `weights` (N, n): N items of n points;
 * - `points` (total, d) with `offsets` (N + 1), optional `weights` (total): item s is the rows
 *   offsets[s] .. offsets[s + 1] - 1, offsets rising from 0 to total;
 * - no `points`: every other key is an item of that name with shape (n_s, d), in archive order, without weights.
 *
 * Optional `labels` (N), numbers or texts, become the attribute `label`; optional `names` (N) name the items (else
 * "0", "1", ...). Masses are kept; without weights an item's n points have 1/n each (1 with `unitMass`).
 *
 * @throws FormatError naming the key whose shape does not fit, or item and value; also for an archive that would
 *   unfold beyond 512 MiB.
 */
export function parseNpz(bytes: Uint8Array, options: NpyMeasureOptions = {}): Collection {
  const file = options.file ?? "NPZ";
  const members = unzipArrays(bytes, file);
  const archive = { file, members, unitMass: options.unitMass === true };
  if (members.size === 0) throw formatError(file, "", "it holds no .npy arrays; write it with numpy.savez");
  const points = array(archive, "points");
  const items = points ? stackedItems(archive, points) : keyedItems(archive);
  const labels = texts(archive, "labels", items.names.length);
  const unknown = points ? [...members.keys()].filter((key) => !KNOWN_KEYS.includes(key)) : [];
  return atPlace(file, "", () =>
    collection({
      ...items,
      attributes: labels ? [{ name: "label", values: labels }] : [],
      warnings: unknown.length > 0 ? [`${file}: not used: ${quotedList(unknown)}`] : [],
    }),
  );
}

interface Items {
  readonly names: readonly string[];
  readonly measures: readonly Measure[];
}

function array(archive: Archive, key: string): NpyArray | undefined {
  const bytes = archive.members.get(key);
  return bytes && parseNpyArray(bytes, { file: `${archive.file}, key ${quoted(key)}` });
}

/** One text per item. */
function texts({ file, members }: Archive, key: string, count: number): string[] | undefined {
  const bytes = members.get(key);
  if (!bytes) return undefined;
  const values = parseNpyLabels(bytes, { file: `${file}, key ${quoted(key)}` });
  if (values.length !== count) {
    throw formatError(
      file,
      `key ${quoted(key)}`,
      `${values.length} entries for ${count} items; give one per item`,
    );
  }
  return values;
}

function stackedItems(archive: Archive, points: NpyArray): Items {
  const { shape, data } = points;
  const dim = shape.at(-1) ?? 0;
  const offsets = rowOffsets(archive, shape, data.length / dim);
  const count = offsets.length - 1;
  const names = texts(archive, "names", count) ?? Array.from({ length: count }, (_, s) => String(s));
  const weights = stackedWeights(archive, shape.slice(0, -1));
  const measures = names.map((name, s) => {
    const [from, to] = [offsets[s]!, offsets[s + 1]!];
    const options = { file: archive.file, place: `item ${quoted(name)}`, unitMass: archive.unitMass };
    const own = weights ? { ...options, weights: weights.subarray(from, to) } : options;
    return npyMeasure(data.subarray(from * dim, to * dim), dim, own);
  });
  return { names, measures };
}

/** First row of each item, and the end of the last. */
function rowOffsets(archive: Archive, shape: readonly number[], rows: number): ArrayLike<number> {
  const offsets = array(archive, "offsets");
  const [count = 0, size = 0] = shape;
  if (shape.length === 3 && !offsets && rows > 0) {
    return Float64Array.from({ length: count + 1 }, (_, s) => s * size);
  }
  if (shape.length === 2 && offsets && rows > 0) {
    requireOffsets(archive.file, offsets, rows);
    return offsets.data;
  }
  throw formatError(
    archive.file,
    'key "points"',
    `shape (${shape.join(", ")}) ${offsets ? "with" : "without"} offsets; expected (N, n, d), ` +
      "or (total, d) with the key offsets",
  );
}

function requireOffsets(file: string, { data, shape }: NpyArray, rows: number): void {
  const last = data.length - 1;
  const falls = data.findIndex((offset, s) => s > 0 && !(Number.isInteger(offset) && offset > data[s - 1]!));
  if (shape.length !== 1 || last < 1 || data[0] !== 0 || data[last] !== rows || falls >= 0) {
    const found = falls >= 0 ? `entry ${falls} is ${data[falls]}` : `shape (${shape.join(", ")})`;
    throw formatError(
      file,
      'key "offsets"',
      `${found}; offsets must be whole numbers that rise from 0 to the ${rows} rows of points`,
    );
  }
}

function stackedWeights(archive: Archive, expected: readonly number[]): Float64Array | undefined {
  const weights = array(archive, "weights");
  if (weights && weights.shape.join() !== expected.join()) {
    throw formatError(
      archive.file,
      'key "weights"',
      `shape (${weights.shape.join(", ")}), expected (${expected.join(", ")}): one per point`,
    );
  }
  return weights?.data;
}

function keyedItems(archive: Archive): Items {
  const { file, members, unitMass } = archive;
  const odd = KNOWN_KEYS.find((key) => key !== "labels" && key !== "points" && members.has(key));
  if (odd !== undefined) {
    throw formatError(
      file,
      `key ${quoted(odd)}`,
      "it needs the key points beside it; add points or rename it",
    );
  }
  const names = [...members.keys()].filter((key) => key !== "labels");
  const measures = names.map((name) => {
    const { data, shape } = array(archive, name)!;
    if (shape.length !== 2 || data.length === 0) {
      const place = `key ${quoted(name)}`;
      const remedy = "write N items in one array as numpy.savez(file, points=array), of shape (N, n, d)";
      throw formatError(file, place, `shape (${shape.join(", ")}); an item has shape (n, d): ${remedy}`);
    }
    return npyMeasure(data, shape[1]!, { file, place: `item ${quoted(name)}`, unitMass });
  });
  return { names, measures };
}
