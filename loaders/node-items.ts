import { type Collection, collection, type ItemKind } from "../src/measure/collection.js";
import type { Random } from "../src/numeric/random.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { type MeasureRule, type ParsedFile, parseMeasureFile } from "./measure-file.js";
import { type Chunk, type ChunkRule, type Chunks, scanChunks } from "./node-chunks.js";
import { type Folder, fileSize, type InputFile, insidePath, mapBounded, readListed } from "./node-files.js";
import { commonSpectrumKind, type SpectrumFiles } from "./spectrum-items.js";

/** A collection with the files it was read from, and where it was found, in words. */
export interface Part {
  readonly collection: Collection;
  readonly inputs: readonly InputFile[];
  readonly from: string;
  /** Where the measures are, which the collection has none of then. */
  readonly chunks?: Chunks;
}

/** How files are read: the rule, and the stream from which item s takes its own fork. */
export interface ReadOptions extends MeasureRule, Pick<SpectrumFiles, "wavelengths" | "variable"> {
  readonly random: Random;
  readonly files?: string;
  /** Absent: everything is read at once. */
  readonly chunked?: ChunkRule;
}

/** A file of the dataset with the name of the item that it holds. */
export interface ItemFile {
  readonly name: string;
  readonly folder: Folder;
  readonly file: string;
}

/** Warnings of single files that are repeated; the rest is counted. */
const MOST_WARNINGS = 5;

/** One item per file, read and parsed a bounded number at a time. */
export async function readItems(
  items: readonly ItemFile[],
  options: ReadOptions,
  attributes: Collection["attributes"] = [],
): Promise<Omit<Part, "from">> {
  requireDistinct(items);
  const { chunked } = options;
  if (chunked && (await totalSize(items)) >= chunked.from) {
    return openItems(items, { ...options, chunked }, attributes);
  }
  const loaded = await loadItems(items, options, 0);
  const built = atPlace(items[0]!.folder.path, "", () =>
    collection({
      names: items.map((item) => item.name),
      measures: loaded.map((file) => file.measure),
      attributes,
      item: commonKind(loaded, items[0]!.folder.path),
      warnings: fewWarnings(loaded.flatMap((file) => file.warnings)),
      ...(loaded[0]!.steps && { steps: loaded[0]!.steps }),
    }),
  );
  return { collection: built, inputs: loaded.map((file) => file.input) };
}

interface LoadedItem extends Pick<ParsedFile, "measure" | "item" | "warnings" | "steps"> {
  readonly input: InputFile;
}

/** @param first place of these items among all, by which each draws from a stream of its own. */
function loadItems(items: readonly ItemFile[], options: ReadOptions, first: number): Promise<LoadedItem[]> {
  return mapBounded(items, async ({ folder, file }, s) => {
    const { bytes, input } = await readListed(folder, file);
    const random = options.random.fork(first + s);
    const { mesh: _, ...parsed } = parseMeasureFile(bytes, { ...options, file: input.path, random });
    return { ...parsed, input };
  });
}

async function totalSize(items: readonly ItemFile[]): Promise<number> {
  const sizes = await mapBounded(items, async ({ folder, file }) => fileSize(await insidePath(folder, file)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Files of a chunk: what is read at a time anyway. */
const CHUNK_FILES = 16;

/** `readItems`, of which the measures of one chunk at a time are in memory. */
async function openItems(
  items: readonly ItemFile[],
  options: ReadOptions & { readonly chunked: ChunkRule },
  attributes: Collection["attributes"],
): Promise<Omit<Part, "from">> {
  const inputs: InputFile[] = [];
  const warnings: string[] = [];
  const kinds: Pick<ParsedFile, "item">[] = [];
  const chunkAt = (first: number): Chunk["load"] => {
    const some = items.slice(first, first + CHUNK_FILES);
    return async () => {
      const loaded = await loadItems(some, options, first);
      if (inputs.length === first) {
        for (const file of loaded) {
          inputs.push(file.input);
          warnings.push(...file.warnings);
          kinds.push({ item: file.item });
        }
      }
      return atPlace(some[0]!.folder.path, "", () =>
        collection({
          names: some.map((item) => item.name),
          measures: loaded.map((file) => file.measure),
          attributes: attributes.map(({ name, values }) => ({
            name,
            values: values.slice(first, first + some.length),
          })),
          item: commonKind(kinds, some[0]!.folder.path),
          ...(loaded[0]!.steps && { steps: loaded[0]!.steps }),
        }),
      );
    };
  };
  const starts = Array.from({ length: Math.ceil(items.length / CHUNK_FILES) }, (_, c) => c * CHUNK_FILES);
  const scanned = await scanChunks(items[0]!.folder.path, starts.map(chunkAt), options.chunked.inspect);
  const about = {
    ...scanned.collection,
    item: commonKind(kinds, items[0]!.folder.path),
    warnings: fewWarnings(warnings),
  };
  return { collection: about, chunks: scanned.chunks, inputs };
}

function requireDistinct(items: readonly ItemFile[]): void {
  const fileOf = new Map<string, string>();
  for (const { name, folder, file } of items) {
    const before = fileOf.get(name);
    if (before !== undefined) {
      throw formatError(
        folder.path,
        "",
        `two files for item ${quoted(name)}: ${before} and ${file}; keep one`,
      );
    }
    fileOf.set(name, file);
  }
}

function commonKind(loaded: readonly Pick<ParsedFile, "item">[], folder: string): ItemKind {
  const kinds = loaded.map(({ item }) => item);
  if (kinds.some(({ kind }) => kind === "spectrum")) return commonSpectrumKind(kinds, folder);
  const meshes = loaded.every(({ item }) => item.kind === "mesh");
  return meshes ? { kind: "mesh" } : { kind: "points" };
}

/** The first warnings of a kind, and how many more there are. */
export function fewWarnings(warnings: readonly string[]): string[] {
  const rest = warnings.length - MOST_WARNINGS;
  return rest > 0
    ? [...warnings.slice(0, MOST_WARNINGS), `and ${rest} more warnings of this kind`]
    : [...warnings];
}

/** Paths of the files that a part was read from. */
export function readPaths({ inputs }: Pick<Part, "inputs">): Set<string> {
  return new Set(inputs.map(({ path }) => path));
}

export function withWarnings(part: Part, warnings: readonly string[]): Part {
  const { collection: items } = part;
  return { ...part, collection: { ...items, warnings: [...items.warnings, ...warnings] } };
}
