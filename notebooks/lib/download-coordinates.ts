import { csvFormatRows } from "d3-dsv";
import type { OwnDataOutput } from "../tasks/own-data.ts";

/** A table with a row an item: its name, its labels, its cluster, its coordinates with all their digits. */
export function coordinatesCsv(
  { names, attributes, coordinates }: Pick<OwnDataOutput, "names" | "attributes" | "coordinates">,
  clusters: Int32Array,
): string {
  const { cols, data } = coordinates;
  const header = [
    "item",
    ...attributes.map(({ name }) => name),
    "cluster",
    ...Array.from({ length: cols }, (_, c) => `coordinate ${c + 1}`),
  ];
  const rows = names.map((name, s) => [
    name,
    ...attributes.map(({ values }) => values[s]!),
    String(clusters[s]),
    ...Array.from(data.subarray(s * cols, (s + 1) * cols), String),
  ]);
  return `${csvFormatRows([header, ...rows])}\n`;
}

/** A link that saves a text; the browser keeps it until then. */
export function downloadLink(text: string, name: string, until: Promise<unknown>): HTMLAnchorElement {
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  void until.then(() => URL.revokeObjectURL(href));
  return Object.assign(document.createElement("a"), { href, download: name, textContent: `Save ${name}` });
}
