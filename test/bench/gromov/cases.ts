import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { normalCloud } from "../exact/clouds.js";

/** What we do beside POT, which always begins at the product plan. */
export type Task = "product start" | "default starts" | "entropic";

export interface GromovCase {
  readonly name: string;
  readonly task: Task;
  readonly source: Measure;
  readonly target: Measure;
  /** Of entropic cases; POT's Sinkhorn multiplies kernels, so it must not be small. */
  readonly epsilon?: number;
  readonly runs: number;
}

type Clouds = (n: number) => readonly [Measure, Measure];

/** A flat cloud and one in space, equal masses. */
const planeAndSpace: Clouds = (n) => {
  const random = seededRandom(n);
  return [normalCloud(random, n, 2, 1, false), normalCloud(random, n, 3, 1, false)];
};

/** Clouds in ten dimensions, weighted, of different sizes. */
const highDimension: Clouds = (n) => {
  const random = seededRandom(n + 1);
  return [normalCloud(random, n, 10, 1, true), normalCloud(random, Math.round(1.2 * n), 10, 1, true)];
};

/** A cloud and a turned copy whose points moved by a twentieth of its size. */
const noisyCopy: Clouds = (n) => {
  const random = seededRandom(n + 2);
  const mu = normalCloud(random, n, 3, 1, false);
  const turned = new Float64Array(3 * n);
  for (let p = 0; p < 3 * n; p += 3) {
    const [x = 0, y = 0, z = 0] = mu.points.subarray(p, p + 3);
    turned.set([0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y, -z], p);
  }
  return [
    mu,
    measure(
      turned.map((x) => x + 0.05 * random.normal()),
      { dim: 3 },
    ),
  ];
};

function cases(
  name: string,
  clouds: Clouds,
  task: Task,
  sizes: readonly number[],
  epsilon?: number,
): GromovCase[] {
  return sizes.map((n) => {
    const [source, target] = clouds(n);
    const one = {
      name: `${name}-${n}-${task.replace(" ", "-")}`,
      task,
      source,
      target,
      runs: n < 500 ? 5 : 3,
    };
    return epsilon === undefined ? one : { ...one, epsilon };
  });
}

const SIZES = [50, 100, 200, 500];

export const CASES: readonly GromovCase[] = [
  ...cases("plane-space", planeAndSpace, "product start", SIZES),
  ...cases("plane-space", planeAndSpace, "default starts", SIZES),
  ...cases("ten-dimensions", highDimension, "product start", SIZES),
  ...cases("ten-dimensions", highDimension, "default starts", SIZES),
  ...cases("noisy-copy", noisyCopy, "default starts", SIZES),
  ...cases("plane-space", planeAndSpace, "entropic", [50, 100], 0.5),
];
