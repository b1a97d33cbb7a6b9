import type { BlockVariable } from "./array-variable.js";
import { hdf5Variables } from "./hdf5.js";
import { matVariables } from "./mat.js";
import { isHdf5 } from "./mat-header.js";

/** Arrays of a MATLAB file of version 5 or 7.3, or of another HDF5 file, whatever its name ends in. */
export async function parseVariables(bytes: Uint8Array, file: string): Promise<readonly BlockVariable[]> {
  return isHdf5(bytes) ? hdf5Variables(bytes, file) : matVariables(bytes, file);
}
