/** How the numbers of an ENVI data file stand there. */
export interface EnviLayout {
  readonly interleave: "bsq" | "bil" | "bip";
  readonly dataType: number;
  readonly byteOrder: 0 | 1;
  readonly offset?: number;
}

export interface EnviShape {
  readonly height: number;
  readonly width: number;
  readonly bands: number;
}

type Write = (view: DataView, at: number, value: number, littleEndian: boolean) => void;

/** Bytes and writer of each data type. */
const WRITERS: ReadonlyMap<number, readonly [number, Write]> = new Map<number, readonly [number, Write]>([
  [1, [1, (view, at, value) => view.setUint8(at, value)]],
  [2, [2, (view, at, value, little) => view.setInt16(at, value, little)]],
  [3, [4, (view, at, value, little) => view.setInt32(at, value, little)]],
  [4, [4, (view, at, value, little) => view.setFloat32(at, value, little)]],
  [5, [8, (view, at, value, little) => view.setFloat64(at, value, little)]],
  [12, [2, (view, at, value, little) => view.setUint16(at, value, little)]],
  [13, [4, (view, at, value, little) => view.setUint32(at, value, little)]],
  [14, [8, (view, at, value, little) => view.setBigInt64(at, BigInt(value), little)]],
  [15, [8, (view, at, value, little) => view.setBigUint64(at, BigInt(value), little)]],
]);

export const ENVI_TYPES: readonly number[] = [...WRITERS.keys()];

/** Position of a number among those of the file, straight from what the three layouts mean. */
const POSITIONS: Readonly<
  Record<EnviLayout["interleave"], (shape: EnviShape, r: number, c: number, b: number) => number>
> = {
  bsq: ({ height, width }, r, c, b) => b * height * width + r * width + c,
  bil: ({ width, bands }, r, c, b) => r * bands * width + b * width + c,
  bip: ({ width, bands }, r, c, b) => r * width * bands + c * bands + b,
};

/** Data file with `value(row, column, band)` at each place. */
export function enviData(
  shape: EnviShape,
  { interleave, dataType, byteOrder, offset = 0 }: EnviLayout,
  value: (r: number, c: number, b: number) => number,
): Uint8Array {
  const [size, write] = WRITERS.get(dataType)!;
  const bytes = new Uint8Array(offset + shape.height * shape.width * shape.bands * size).fill(
    0xee,
    0,
    offset,
  );
  const view = new DataView(bytes.buffer);
  for (let r = 0; r < shape.height; r++) {
    for (let c = 0; c < shape.width; c++) {
      for (let b = 0; b < shape.bands; b++) {
        write(view, offset + POSITIONS[interleave](shape, r, c, b) * size, value(r, c, b), byteOrder === 0);
      }
    }
  }
  return bytes;
}

/** Header of it, with further lines. */
export function enviHeader(
  { height, width, bands }: EnviShape,
  { interleave, dataType, byteOrder, offset = 0 }: EnviLayout,
  ...lines: readonly string[]
): string {
  return [
    "ENVI",
    "description = {",
    "  Made by a test, with = and ; in it}",
    `samples = ${width}`,
    `lines   = ${height}`,
    `bands   = ${bands}`,
    `header offset = ${offset}`,
    "file type = ENVI Standard",
    `data type = ${dataType}`,
    `interleave = ${interleave}`,
    `byte order = ${byteOrder}`,
    ...lines,
    "",
  ].join("\n");
}
