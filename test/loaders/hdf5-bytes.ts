import h5wasm from "h5wasm";

/** One array of an HDF5 file, in the shape and order of HDF5. */
export interface Hdf5Array {
  readonly name: string;
  readonly data:
    | Float64Array
    | Float32Array
    | Int16Array
    | Uint8Array
    | Uint16Array
    | BigInt64Array
    | string[];
  readonly shape: readonly number[];
  /** Attribute `MATLAB_class`, text of fixed length as MATLAB writes it. */
  readonly matlabClass?: string;
  /** The attribute as text of variable length, which MATLAB does not write. */
  readonly variableLength?: boolean;
  readonly chunks?: readonly number[];
}

/** Bytes that MATLAB writes before HDF5 begins. */
const USER_BLOCK = 512;
const FILE = "/made-by-a-test.h5";

/** An HDF5 file by HDF5's own library; names with a `/` stand in groups, which `groups` gives the class of. */
export async function hdf5Bytes(
  arrays: readonly Hdf5Array[],
  groups: Readonly<Record<string, string | undefined>> = {},
): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File(FILE, "w", { libver: ["earliest", "latest"] });
  for (const [name, kind] of Object.entries(groups)) {
    const group = file.create_group(name);
    if (kind !== undefined) group.create_attribute("MATLAB_class", kind, null, `S${kind.length}`);
  }
  for (const { name, data, shape, matlabClass, variableLength, chunks } of arrays) {
    const filters = chunks ? { chunks: [...chunks], compression: 4 } : {};
    const dataset = file.create_dataset({ name, data, shape: [...shape], ...filters });
    if (matlabClass !== undefined) {
      const type = variableLength ? null : `S${matlabClass.length}`;
      dataset.create_attribute("MATLAB_class", matlabClass, null, type);
    }
  }
  file.close();
  const bytes: Uint8Array = FS!.readFile(FILE).slice();
  FS!.unlink(FILE);
  return bytes;
}

/**
 * The file as MATLAB writes it: 512 bytes of its own before HDF5, whose superblock (version 0) has the address at which it
 * begins and the one at which the file ends. HDF5 file format, section II.A.
 */
export function withUserBlock(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(USER_BLOCK + bytes.length);
  whole.set(new TextEncoder().encode("MATLAB 7.3 MAT-file, Platform: GLNXA64, HDF5 schema 1.00 ."));
  whole.set([0x00, 0x02, 0x49, 0x4d], 124);
  whole.set(bytes, USER_BLOCK);
  const view = new DataView(whole.buffer, USER_BLOCK);
  view.setBigUint64(24, BigInt(USER_BLOCK), true);
  view.setBigUint64(40, view.getBigUint64(40, true) + BigInt(USER_BLOCK), true);
  return whole;
}
