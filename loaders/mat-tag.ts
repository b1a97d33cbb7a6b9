/** Start of a data element of a MATLAB file: what kind it is, and where its data are. */
export interface MatTag {
  readonly type: number;
  /** Bytes of data. */
  readonly size: number;
  readonly dataStart: number;
  /** Where the next element starts; elements are padded to multiples of 8 bytes. */
  readonly next: number;
}

/** Types of data elements (MAT-file format, table 1-1) that are read. */
export const MI_INT8 = 1;
export const MI_INT32 = 5;
export const MI_UINT32 = 6;
export const MI_MATRIX = 14;
export const MI_COMPRESSED = 15;

const TAG_BYTES = 8;
/** A small element has its size in the upper half of the first word and its data in the second. */
const SMALL_DATA = 4;

/**
 * The tag at `at`; undefined if the bytes end before it does. Nothing says here that the data are there too.
 *
 * MAT-file format, "data element format" and "small data element format".
 */
export function readTag(view: DataView, at: number, littleEndian: boolean): MatTag | undefined {
  if (at + TAG_BYTES > view.byteLength) return undefined;
  const word = view.getUint32(at, littleEndian);
  if (word >= 2 ** 16) {
    const small = { type: word % 2 ** 16, size: Math.floor(word / 2 ** 16) };
    return { ...small, dataStart: at + SMALL_DATA, next: at + TAG_BYTES };
  }
  const size = view.getUint32(at + 4, littleEndian);
  const dataStart = at + TAG_BYTES;
  return { type: word, size, dataStart, next: dataStart + padded(size) };
}

/** Is this a small element that holds more than fits into one? */
export function isOverfull({ size, dataStart, next }: MatTag): boolean {
  return next - dataStart === SMALL_DATA && size > SMALL_DATA;
}

function padded(size: number): number {
  return Math.ceil(size / 8) * 8;
}
