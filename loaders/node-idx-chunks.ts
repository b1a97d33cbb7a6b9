import { collection } from "../src/measure/collection.js";
import { formatError } from "./format-error.js";
import { idxShape, readLabels } from "./idx.js";
import { imageMeasure } from "./image.js";
import { type Chunk, type ChunkRule, type Scanned, scanChunks } from "./node-chunks.js";
import { fileSize, hashInput, type InputFile, type ReadFile, readRange } from "./node-files.js";

/** Bytes of a chunk: some hundred images of MNIST, whose measures take 30 times as much. */
const CHUNK_BYTES = 2 ** 18;
const HEADER_BYTES = 16;

/** Images of an IDX file that is not compressed, a chunk at a time; `parseIdx` says what becomes of them. */
export async function openIdx(
  file: string,
  labels: ReadFile | undefined,
  { inspect }: ChunkRule,
): Promise<Scanned & { readonly input: InputFile }> {
  const input = await hashInput(file);
  const [count = 0, height = 0, width = 0] = idxShape(
    await readRange(file, 0, HEADER_BYTES),
    await fileSize(file),
    3,
    file,
  );
  if (count * height * width === 0) {
    throw formatError(file, "header", `shape ${count} x ${height} x ${width}: there is no pixel`);
  }
  const values = labels && readLabels(labels.bytes, count, labels.input.path);
  const area = width * height;
  const step = Math.max(Math.floor(CHUNK_BYTES / area), 1);
  const load = (from: number): Chunk["load"] => {
    const to = Math.min(from + step, count);
    return async () => {
      const pixels = await readRange(file, HEADER_BYTES + from * area, HEADER_BYTES + to * area);
      const places = Array.from({ length: to - from }, (_, s) => from + s);
      return collection({
        names: places.map(String),
        measures: places.map((place, s) =>
          imageMeasure(
            pixels.subarray(s * area, (s + 1) * area),
            { width, height },
            { file, place: `image ${place}` },
          ),
        ),
        attributes: values ? [{ name: "label", values: values.slice(from, to) }] : [],
        item: { kind: "image", width, height },
      });
    };
  };
  const loads = Array.from({ length: Math.ceil(count / step) }, (_, c) => load(c * step));
  return { ...(await scanChunks(file, loads, inspect)), input };
}
