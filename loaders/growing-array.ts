/** A typed array that grows by doubling, for formats that do not say how much is to come. */
export interface GrowingArray<T> {
  push(value: number): void;
  length(): number;
  /** What was pushed, in an array of just that length. */
  take(): T;
}

export const growingFloats = (): GrowingArray<Float64Array> => growing((length) => new Float64Array(length));
export const growingIntegers = (): GrowingArray<Int32Array> => growing((length) => new Int32Array(length));

const FIRST_LENGTH = 256;

function growing<T extends Float64Array | Int32Array>(make: (length: number) => T): GrowingArray<T> {
  let store = make(FIRST_LENGTH);
  let length = 0;
  const copy = (room: number): T => {
    const wider = make(room);
    wider.set(store.subarray(0, length));
    return wider;
  };
  return {
    push: (value) => {
      if (length === store.length) store = copy(2 * length);
      store[length++] = value;
    },
    length: () => length,
    take: () => copy(length),
  };
}
