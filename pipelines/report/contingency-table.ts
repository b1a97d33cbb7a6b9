import { ShapeError } from "../../src/index.js";
import { cutTable } from "./cut-table.js";
import { figure } from "./figure.js";
import { formatCount, formatItems } from "./format.js";
import { type Html, html, shorten } from "./markup.js";

export interface ContingencyOptions {
  readonly title: string;
  /** Further sentence for the caption, e.g. the adjusted Rand index and on what it was measured. */
  readonly note?: string;
}

/** Rows and columns of a page table; of more, the largest are shown and the others added up. */
const MAX_SIDE = 100;
const NAME_LENGTH = 24;

/**
 * Table of counts, clusters down and labels across, with sums; a cell is tinted by its share of its cluster. Of over
 * 100 clusters or labels the smallest are added up.
 *
 * @throws ShapeError if the counts are not one row per cluster and one column per label.
 */
export function contingencyTable(
  counts: readonly (readonly number[])[],
  clusters: readonly string[],
  labels: readonly string[],
  { title, note }: ContingencyOptions,
): Html {
  requireTable(counts, clusters, labels);
  const shown = cutTable({ counts, rows: clusters, columns: labels }, MAX_SIDE);
  const columns = shown.columns.map((_, c) => sum(shown.counts.map((row) => row[c]!)));
  const items = sum(columns);
  const head = shown.columns.map(
    (label) => html`<th scope="col" title="${label}">${shorten(label, NAME_LENGTH)}</th>`,
  );
  const rows = shown.counts.map((row, r) => tableRow(row, shown.rows[r]!));
  const foot = columns.map((count) => html`<td>${formatCount(count)}</td>`);
  return figure({
    title,
    body: html`<table class="counts">
<thead><tr><th scope="col">cluster</th>${head}<th scope="col">all</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">all</th>${foot}<td>${formatCount(items)}</td></tr></tfoot>
</table>`,
    caption: [
      `${formatItems(items, "item")}: clusters (rows) by labels (columns), tinted by the share of the cluster.`,
      Math.max(clusters.length, labels.length) > MAX_SIDE
        ? `Of ${formatCount(clusters.length)} clusters and ${formatItems(labels.length, "label")} the smallest are added up as "other".`
        : undefined,
      note,
    ],
  });
}

function tableRow(row: readonly number[], cluster: string): Html {
  const all = sum(row);
  const cells = row.map((count) => cell(count, all));
  return html`<tr><th scope="row" title="${cluster}">${shorten(cluster, NAME_LENGTH)}</th>${cells}<td>${formatCount(all)}</td></tr>
`;
}

function cell(count: number, all: number): Html {
  if (count === 0) return html`<td class="none">·</td>`;
  return html`<td style="--share: ${(count / all).toFixed(3)}">${formatCount(count)}</td>`;
}

function requireTable(
  counts: readonly (readonly number[])[],
  clusters: readonly string[],
  labels: readonly string[],
): void {
  const fits = counts.length === clusters.length && counts.every((row) => row.length === labels.length);
  if (!fits) {
    throw new ShapeError(
      `the counts must be ${clusters.length} rows (clusters) of ${labels.length} (labels); found ${counts.length} rows of ${[...new Set(counts.map((row) => row.length))].join(", ")}`,
    );
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
