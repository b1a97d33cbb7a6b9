import { figure } from "./figure.js";
import { type Html, html } from "./markup.js";

export interface ValueTable {
  readonly title: string;
  /** Over all columns, the first one for the names of the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly caption: readonly (string | undefined)[];
}

/** A table of few rows, their names on the left, numbers aligned on the right. */
export function valueTable({ title, columns, rows, caption }: ValueTable): Html {
  const head = columns.map((column, c) =>
    c === 0
      ? html`<th scope="col" style="text-align: left">${column}</th>`
      : html`<th scope="col" style="text-align: right">${column}</th>`,
  );
  const lines = rows.map(([name = "", ...values]) => {
    const cells = values.map(
      (value) => html`<td style="text-align: right; font-variant-numeric: tabular-nums">${value}</td>`,
    );
    return html`<tr><th scope="row">${name}</th>${cells}</tr>
`;
  });
  return figure({
    title,
    body: html`<table><thead><tr>${head}</tr></thead><tbody>
${lines}</tbody></table>`,
    caption,
  });
}
