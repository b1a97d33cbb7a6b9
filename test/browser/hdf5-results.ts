import { parseHdf5Cube } from "../../loaders/index.js";
import { fingerprint } from "./fingerprint.js";

/** SHA-256 of the cube in an HDF5 file, given as base64. */
export async function hdf5Fingerprint(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return fingerprint(await parseHdf5Cube(bytes));
}
