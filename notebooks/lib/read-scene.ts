import { type Cube, type Matrix, matrix, pixelsWithData, rowView, type SpectralAxis } from "pushforward";
import { parseEnviCube, parseEnviHeader, parseMatCube } from "pushforward/loaders";

/** A file as the reader chose it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A picture of spectra that is small enough for a page. */
export interface ReadScene {
  /** Pixels that are looked at: every `every`-th row and column of the file. */
  readonly width: number;
  readonly height: number;
  readonly every: number;
  readonly axis: SpectralAxis;
  /** Places of the pixels with data, row by row from the top, and their spectra: values below 0 are set to 0. */
  readonly places: Int32Array;
  readonly spectra: Matrix;
  readonly clipped: number;
}

/** Bytes that a page can work on without running out of patience or memory. */
const MOST_BYTES = 64e6;
const MOST_PIXELS = 8000;

/**
 * A hyperspectral image from a MATLAB 5 file, or an ENVI header with its data file.
 *
 * @throws Error with a sentence for files that are too large, of no such kind or without a usable pixel; FormatError for damaged ones.
 */
export function readScene(files: readonly GivenFile[]): ReadScene {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MOST_BYTES) {
    throw new Error(
      `${Math.round(size / 1e6)} MB are too much for this page, which takes ${MOST_BYTES / 1e6}; use the command "pushforward segment"`,
    );
  }
  return smallScene(cubeOf(files));
}

function cubeOf(files: readonly GivenFile[]): Cube {
  const [first] = files;
  const header = files.find(({ name }) => /\.hdr$/i.test(name));
  const data = files.find((file) => file !== header);
  if (files.length === 1 && first && /\.mat$/i.test(first.name)) {
    return parseMatCube(first.bytes, { file: first.name });
  }
  if (files.length === 2 && header && data) {
    return parseEnviCube(parseEnviHeader(header.bytes, { file: header.name }), data.bytes, {
      file: data.name,
    });
  }
  const names = files.map(({ name }) => `"${name}"`).join(" and ");
  throw new Error(
    `${names}: choose one file .mat (MATLAB 5), or a file .hdr together with its data file (ENVI)`,
  );
}

function smallScene(cube: Cube): ReadScene {
  const every = Math.ceil(Math.sqrt((cube.width * cube.height) / MOST_PIXELS));
  const [width, height] = [Math.ceil(cube.width / every), Math.ceil(cube.height / every)];
  const measured = new Set(pixelsWithData(cube));
  const bands = cube.axis.values.length;
  const kept: { readonly place: number; readonly values: Float64Array }[] = [];
  let clipped = 0;
  for (let place = 0; place < width * height; place++) {
    const at = every * Math.floor(place / width) * cube.width + every * (place % width);
    if (!measured.has(at)) continue;
    const values = Float64Array.from(cube.values.subarray(at * bands, (at + 1) * bands));
    const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
    if (!(total > 0 && total < Infinity)) continue; // nothing seen there, or no numbers
    clipped += values.filter((value) => value < 0).length;
    kept.push({ place, values: values.map((value) => Math.max(0, value)) });
  }
  if (kept.length === 0) throw new Error("no pixel of this file has a value above 0");
  const spectra = matrix(kept.length, bands);
  kept.forEach(({ values }, s) => {
    rowView(spectra, s).set(values);
  });
  const places = Int32Array.from(kept, ({ place }) => place);
  return { width, height, every, axis: cube.axis, places, spectra, clipped };
}
