import { join } from "node:path";
import { seededRandom } from "../../src/index.js";

export const DATA = join(import.meta.dirname, "../../data");

/** Small references and few pairs: what is tested is the road, not its precision. */
export const QUICK = ["--reference-size", "10", "--pairs", "5"] as const;

type Shape = (t: number) => readonly [number, number];

const SHAPES: readonly Shape[] = [
  (t) => [Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t)],
  (t) => [4 * t - 2, 0],
  (t) => (t < 0.5 ? [8 * t - 2, 0] : [0, 8 * t - 6]),
];

interface SmallSet {
  readonly perClass?: number;
  /** Distance between the centres of neighbouring classes. */
  readonly apart?: number;
  readonly seed?: number;
}

/** Files of a dataset of noisy circles, segments and crosses of 12 points, one shape a class. */
export function shapes({ perClass = 5, apart = 10, seed = 1 }: SmallSet = {}): Record<string, string> {
  const random = seededRandom(seed);
  const labels: string[] = ["item,shape,parity"];
  const points: string[] = ["item,x,y"];
  for (let s = 0; s < SHAPES.length * perClass; s++) {
    const shape = s % SHAPES.length;
    labels.push(`item-${s},shape-${shape},${s % 2}`);
    for (let i = 0; i < 12; i++) {
      const [x, y] = SHAPES[shape]!((i + 0.5) / 12);
      points.push(`item-${s},${x + apart * shape + 0.05 * random.normal()},${y + 0.05 * random.normal()}`);
    }
  }
  return { "labels.csv": csv(labels), "points.csv": csv(points) };
}

/** Normal clouds with classes drawn by lot; `copies` items of one cloud share class and value of the column "twin". */
export function noise(options: { clouds: number; copies: number; seed: number }): Record<string, string> {
  const random = seededRandom(options.seed);
  const labels: string[] = ["item,class,twin"];
  const points: string[] = ["item,x,y"];
  for (let cloud = 0; cloud < options.clouds; cloud++) {
    const label = random.uniform() < 0.5 ? "heads" : "tails";
    const rows = Array.from({ length: 15 }, () => `${random.normal()},${random.normal()}`);
    for (let copy = 0; copy < options.copies; copy++) {
      labels.push(`${cloud}-${copy},${label},${cloud}`);
      points.push(...rows.map((row) => `${cloud}-${copy},${row}`));
    }
  }
  return { "labels.csv": csv(labels), "points.csv": csv(points) };
}

/** Four items of three points in two classes: enough for every command. */
export const TINY = {
  "labels.csv": csv(["item,class", "a,u", "b,u", "c,v", "d,v"]),
  "points.csv": csv([
    "item,x,y",
    ...["a", "b", "c", "d"].flatMap((name, s) => [`${name},${s},0`, `${name},${s},1`, `${name},${s + 1},3`]),
  ]),
} as const;

export function csv(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
