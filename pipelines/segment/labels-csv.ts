import type { NumberedMap } from "./numbering.js";
import type { Scene } from "./scene.js";

/**
 * A line a pixel, row by row: its class in the ground truth, whether it was sampled, and its cluster by each method, from 1;
 * 0 where it has none.
 */
export async function* labelsCsv(
  { cube, truth }: Pick<Scene, "cube" | "truth">,
  sample: Int32Array,
  methods: readonly string[],
  maps: readonly NumberedMap[],
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const sampled = new Set(sample);
  const header = ["row", "column", ...(truth ? ["truth"] : []), "sampled", ...methods];
  yield encoder.encode(`${header.join(",")}\n`);
  for (let row = 0; row < cube.height; row++) {
    let text = "";
    for (let column = 0; column < cube.width; column++) {
      const place = row * cube.width + column;
      const known = truth ? [truth.classes[truth.codes[place]!] ?? "0"] : [];
      const clusters = maps.map(({ labels }) => labels[place]! + 1);
      text += `${[row, column, ...known, sampled.has(place) ? 1 : 0, ...clusters].join(",")}\n`;
    }
    yield encoder.encode(text);
  }
}
