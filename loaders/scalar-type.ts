/** How a binary file stores one number. */
export interface ScalarType {
  /** Bytes. */
  readonly size: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

export const int8: ScalarType = { size: 1, read: (view, at) => view.getInt8(at) };
export const uint8: ScalarType = { size: 1, read: (view, at) => view.getUint8(at) };
export const int16: ScalarType = { size: 2, read: (view, at, little) => view.getInt16(at, little) };
export const uint16: ScalarType = { size: 2, read: (view, at, little) => view.getUint16(at, little) };
export const int32: ScalarType = { size: 4, read: (view, at, little) => view.getInt32(at, little) };
export const uint32: ScalarType = { size: 4, read: (view, at, little) => view.getUint32(at, little) };
export const float32: ScalarType = { size: 4, read: (view, at, little) => view.getFloat32(at, little) };
export const float64: ScalarType = { size: 8, read: (view, at, little) => view.getFloat64(at, little) };
