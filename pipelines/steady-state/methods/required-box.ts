import { type Box, type ParticleSystem, ShapeError } from "../../../src/index.js";

/** @throws ShapeError where particles can be everywhere: these descriptions have to end somewhere. */
export function requiredBox({ box }: ParticleSystem, method: string): Box {
  if (box) return box;
  throw new ShapeError(`--method ${method} needs a system in a box`, { found: method });
}
