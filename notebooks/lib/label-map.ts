import * as Plot from "@observablehq/plot";
import { COLOURS } from "./colours.ts";

export interface LabelMapOptions {
  readonly title: string;
  /** Pixels of the image. */
  readonly columns: number;
  readonly rows: number;
  /** Where the labels lie, row by row from the top. */
  readonly places: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  /** Names of labels from 0; those beyond have numbers. */
  readonly names: readonly string[];
  /** Pixels on the page. */
  readonly width: number;
}

/** A map of labels: one square for each pixel, colours by label. */
export function labelMap(options: LabelMapOptions): Element {
  const { title, columns, rows, places, labels, names, width } = options;
  const most = Array.from(labels).reduce((a, b) => Math.max(a, b), names.length - 1);
  const domain = Array.from({ length: most + 1 }, (_, label) => names[label] ?? `cluster ${label + 1}`);
  const pixels = Array.from(places, (place, s) => ({
    x: place % columns,
    y: Math.floor(place / columns),
    label: domain[labels[s]!]!,
  }));
  return Plot.plot({
    subtitle: title,
    width,
    aspectRatio: 1,
    marginLeft: 32,
    marginTop: 22,
    x: { label: "column (pixels)", domain: [0, columns] },
    y: { label: "row (pixels)", labelArrow: "down", domain: [rows, 0] },
    color: { domain, range: domain.map((_, label) => COLOURS[label % COLOURS.length]!) },
    marks: [
      Plot.rect(pixels, {
        x1: "x",
        x2: ({ x }: { x: number }) => x + 1,
        y1: "y",
        y2: ({ y }: { y: number }) => y + 1,
        fill: "label",
        title: "label",
        shapeRendering: "crispEdges",
      }),
    ],
  });
}
