import { LANES } from "../kernels/panels.js";

/** Of what the room of a problem depends on. */
export interface RoomSettings {
  readonly iterations: number;
  readonly lossIterations: number;
}

/** Numbers that are kept of each band, atom and iteration of the barycentres, and of each band and iteration of a loss. */
const OF_BARYCENTERS = 5 * LANES;
const OF_LOSS = 4 * LANES;
/** Numbers, 1 GB of them: a module of kernels has 4 GB, and finds places by whole numbers of 32 bits. */
const MOST = 2 ** 27;

/** Why a problem has no room in memory, as the end of a sentence about it; undefined where it has. */
export function roomFault(
  { iterations, lossIterations }: RoomSettings,
  bands: number,
  atoms: number,
): string | undefined {
  const layer = OF_BARYCENTERS * iterations * bands * atoms;
  if (layer > MOST) {
    return `${atoms} atoms of ${bands} bands with ${iterations} iterations take ${gigabytes(layer)} GB, of 1 there may be: learn fewer atoms`;
  }
  const loss = OF_LOSS * lossIterations * bands;
  if (loss <= MOST) return undefined;
  return `${lossIterations} iterations of the loss on ${bands} bands take ${gigabytes(loss)} GB, of 1 there may be: take fewer`;
}

const gigabytes = (numbers: number): string => ((8 * numbers) / 2 ** 30).toPrecision(2);
