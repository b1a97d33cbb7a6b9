import { loadDataset } from "../../../loaders/node.js";
import { gaussianReference } from "../../../src/lot/reference.js";
import { type Measure, normalise } from "../../../src/measure/measure.js";
import type { Random } from "../../../src/numeric/random.js";
import type { Pair } from "../exact/clouds.js";
import { centredProblem } from "./problem.js";
import type { Chain } from "./solver.js";

const SIDE = 8;

/** Digits against one reference, with two choices of neighbours. */
export interface DigitChains {
  /** The most alike digit before each one. */
  readonly fromMostAlike: Chain;
  /** The digit before each one in the file, which mostly is another numeral. */
  readonly fromLast: Chain;
}

export async function digitProblems(path: string, count: number, random: Random): Promise<DigitChains> {
  const { collection } = await loadDataset(path);
  const measures = collection.measures.map((mu) => normalise(mu));
  const reference = gaussianReference(measures, { count, random });
  const images = measures.map(pixels);
  const pairs = measures.map((mu): Pair => [reference.measure, mu]);
  const problems = pairs.map(centredProblem);
  const mostAlike = images.map((image, s) => mostAlikeOf(images.slice(0, s), image));
  return {
    fromMostAlike: { pairs, problems, neighbour: mostAlike },
    fromLast: { pairs, problems, neighbour: images.map((_, s) => s - 1) },
  };
}

function pixels({ points, weights }: Measure): Float64Array {
  const image = new Float64Array(SIDE * SIDE);
  weights.forEach((mass, p) => {
    image[points[2 * p]! + SIDE * points[2 * p + 1]!] = mass;
  });
  return image;
}

function mostAlikeOf(earlier: readonly Float64Array[], image: Float64Array): number {
  let least = Infinity;
  let found = -1;
  earlier.forEach((other, s) => {
    let sum = 0;
    for (let p = 0; p < image.length; p++) sum += (image[p]! - other[p]!) ** 2;
    if (sum >= least) return;
    least = sum;
    found = s;
  });
  return found;
}
