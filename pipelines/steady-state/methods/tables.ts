import { angularDescription, jointDescription } from "../../../src/index.js";
import { newtonMethod } from "./newton.js";
import { requiredBox } from "./required-box.js";

const lineCount = (value: number, about: string) =>
  ({ value, least: 3, most: 10_000, whole: true, about }) as const;

export const jointCdf = newtonMethod({
  about: "the joint distribution function of both coordinates, on a grid over the box",
  dims: [2],
  residual: "|psi|, Euclidean norm over the grid",
  onLattice: true,
  parameters: { lines: lineCount(201, "lines of the grid in each direction, the edges included") },
  describe: ({ system }, { lines, particles }) =>
    jointDescription({ box: requiredBox(system, "joint-cdf"), count: particles, lines }),
});

export const angularRadial = newtonMethod({
  about: "the joint distribution function of the angle and the distance from the middle, on a grid",
  dims: [2],
  residual: "|psi|, Euclidean norm over the grid",
  onLattice: true,
  parameters: {
    rays: lineCount(101, "rays of the grid"),
    rings: lineCount(65, "rings of the grid, the middle and the edge included"),
  },
  describe: ({ system }, { rays, rings, particles }) =>
    angularDescription({ box: requiredBox(system, "angular-radial"), count: particles, rays, rings }),
});
