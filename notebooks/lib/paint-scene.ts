import {
  type Matrix,
  matrix,
  type Random,
  randomShares,
  rowView,
  type Spectra,
  seededRandom,
  someOf,
} from "pushforward";

export interface SceneOptions {
  readonly width: number;
  readonly height: number;
  /** So many samples of a material make up its region. */
  readonly samples: number;
  /** Brightness falls by this share from the top to the bottom. */
  readonly shade: number;
  /** Bands by which spectra are moved at the left and right edges, as a bent slit does ("smile"): with the square of the place. */
  readonly smile: number;
  /** Standard deviation of the noise of a band, in units of the values. */
  readonly noise: number;
  readonly seed: number;
}

/** A picture whose pixels are spectra, row by row from the top. */
export interface Scene {
  readonly spectra: Matrix;
  /** Material of each pixel, from 0. */
  readonly truth: Int32Array;
  readonly materials: readonly string[];
}

/** A disc of a material: middle and radius in heights of the picture, x from its middle. */
interface Blob {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A palette: the first material is the ground, the others are discs on it. */
const BLOBS: readonly Blob[] = [
  { x: -0.46, y: 0.3, radius: 0.21 },
  { x: 0.02, y: 0.27, radius: 0.22 },
  { x: 0.47, y: 0.33, radius: 0.2 },
  { x: -0.24, y: 0.72, radius: 0.21 },
  { x: 0.27, y: 0.73, radius: 0.22 },
];

/**
 * A made scene of real spectra: each pixel is a random mixture of the measurements of a few samples of its material, dimmed by the shade,
 * with noise; values below 0 are set to 0.
 *
 * @param material column of the spectra, up to six values; `sample` is the column that says which measurements are of one sample.
 */
export function paintScene(
  spectra: Spectra,
  { material, sample }: { readonly material: string; readonly sample: string },
  options: SceneOptions,
): Scene {
  const random = seededRandom(options.seed);
  const materials = [...new Set(columnOf(spectra, material))].sort().slice(0, BLOBS.length + 1);
  const sources = materials.map((name, m) =>
    drawnRows(spectra, { material, name, sample }, options.samples, random.fork(1 + m)),
  );
  const truth = regions(options, materials.length);
  const own = random.fork(0);
  const values = matrix(truth.length, spectra.values.cols);
  truth.forEach((m, p) => {
    const light = 1 - (options.shade * Math.floor(p / options.width)) / (options.height - 1);
    const place = (2 * (p % options.width)) / (options.width - 1) - 1;
    const mixed = mixture(spectra.values, sources[m]!, own);
    const seen = moved(mixed, options.smile * place * place);
    rowView(values, p).set(seen.map((value) => Math.max(0, light * (value + options.noise * own.normal()))));
  });
  return { spectra: values, truth, materials };
}

function columnOf({ attributes }: Spectra, name: string): readonly string[] {
  return attributes.find((attribute) => attribute.name === name)?.values ?? [];
}

/** Rows of so many samples of a material. */
function drawnRows(
  spectra: Spectra,
  { material, name, sample }: { readonly material: string; readonly name: string; readonly sample: string },
  count: number,
  random: Random,
): number[] {
  const kinds = columnOf(spectra, material);
  const sampleOf = columnOf(spectra, sample);
  const rows = kinds.flatMap((kind, s) => (kind === name ? [s] : []));
  const names = [...new Set(rows.map((s) => sampleOf[s]!))];
  const drawn = new Set(Array.from(someOf(names.length, count, random), (n) => names[n]!));
  return rows.filter((s) => drawn.has(sampleOf[s]!));
}

function regions({ width, height }: SceneOptions, materials: number): Int32Array {
  return Int32Array.from({ length: width * height }, (_, p) => {
    const x = ((p % width) + 0.5 - width / 2) / height;
    const y = (Math.floor(p / width) + 0.5) / height;
    const inside = BLOBS.slice(0, materials - 1).findIndex(
      (blob) => (x - blob.x) ** 2 + (y - blob.y) ** 2 < blob.radius ** 2,
    );
    return 1 + inside; // 0 is the ground
  });
}

function mixture(values: Matrix, rows: readonly number[], random: Random): Float64Array {
  const shares = randomShares(rows.length, { parents: rows.length, random });
  const sum = new Float64Array(values.cols);
  rows.forEach((row, k) => {
    rowView(values, row).forEach((value, b) => {
      sum[b]! += shares[k]! * value;
    });
  });
  return sum;
}

/** A spectrum so many bands farther, linear between bands; its ends go on as they are. */
function moved(values: Float64Array, by: number): Float64Array {
  const last = values.length - 1;
  return values.map((_, b) => {
    const place = Math.max(0, Math.min(last, b - by));
    const below = Math.min(last - 1, Math.floor(place));
    return values[below]! + (place - below) * (values[below + 1]! - values[below]!);
  });
}
