/** IDX file of unsigned bytes. */
export function idxBytes(shape: readonly number[], data: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, a) => {
    view.setUint32(4 + 4 * a, size);
  });
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}
