import type { Report } from "../report.js";
import { formatCount, formatItems, formatNumber } from "./format.js";
import { type Html, html, shorten, trusted } from "./markup.js";
import { PAGE_STYLE } from "./page-style.js";

export interface PageSection {
  readonly heading: string;
  /** Paragraphs are separated by an empty line. */
  readonly text: string;
  /** Figures and tables; none where the section is text only. */
  readonly html?: Html | readonly Html[];
}

export interface PageParts {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly PageSection[];
  readonly report: Report;
  /** The one script that the page may run, where it has figures that move. */
  readonly script?: PageScript | undefined;
}

/** A script that stands in the page, with the style of what it makes; neither holds anything a user wrote. */
export interface PageScript {
  readonly code: string;
  /** Of the code, as a content security policy writes it: sha256-... */
  readonly hash: string;
  readonly style: string;
}

/** Nothing is fetched: style from the page itself, pictures inside it. Nothing is run, but for a script of this hash. */
function policy(script: PageScript | undefined): string {
  const scripts = script ? ` script-src '${script.hash}';` : "";
  return `default-src 'none';${scripts} style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** Input files listed by name; the rest is counted, and stands in the report inside the page. */
const MAX_INPUTS = 12;
/** Longest value of a setting in the table, in characters. */
const VALUE_LENGTH = 240;
const NAME_LENGTH = 300;

/**
 * One self-contained page: it opens from disk, without a network, and runs no script but the one that it is given.
 *
 * Below the sections it shows settings, inputs with their SHA-256 and the summary of the certificates; the report is
 * inside as JSON (element `report`) but for the timings, which would make the pages of equal runs differ. All text is
 * escaped. Equal parts give equal bytes.
 */
export function htmlPage({ title, subtitle, sections, report, script }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy(script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="pushforward ${report.version}">
<title>${title}</title>
<style>${trusted(PAGE_STYLE + (script?.style ?? ""))}</style>
</head>
<body>
<header>
<h1>${shorten(title, NAME_LENGTH)}</h1>
<p>${shorten(subtitle, NAME_LENGTH)}</p>
${warning(report)}</header>
<main>
${sections.map(section)}${provenance(report)}</main>
<script type="application/json" id="report">${trusted(jsonForScript(report))}</script>
${scriptElement(script)}</body>
</html>
`.markup;
}

function scriptElement(script: PageScript | undefined): Html {
  return script
    ? html`<script>${trusted(script.code)}</script>
`
    : html``;
}

/** Inside a script element only `<` can do harm (`</script>`, `<!--`); JSON may write it as an escape. */
function jsonForScript({ timings: _timings, ...report }: Report): string {
  return JSON.stringify(report, (_, value: unknown) => plainArray(value)).replace(/</g, "\\u003c");
}

/** JSON would write a typed array as a record of its indices. */
function plainArray(value: unknown): unknown {
  return value instanceof Float64Array || value instanceof Int32Array ? Array.from(value) : value;
}

function warning({ certificates, warnings, notConverged: other }: Report): Html {
  const { notConverged, transports } = certificates;
  const doubts = other === undefined ? [] : [`Not converged: ${other}.`];
  const noticed = [...doubts, ...warnings].map(
    (text) => html`<p class="warning">${shorten(text, NAME_LENGTH)}</p>
`,
  );
  if (notConverged === 0) return html`${noticed}`;
  return html`${noticed}<p class="warning">${formatCount(notConverged)} of ${formatItems(transports, "transport")} did not converge; the numbers below rest on their best iterates.</p>
`;
}

function section({ heading, text, html: body = [] }: PageSection): Html {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");
  return html`<section>
<h2>${heading}</h2>
${paragraphs.map(
  (paragraph) => html`<p>${paragraph.trim()}</p>
`,
)}${body}</section>
`;
}

function provenance(report: Report): Html {
  const { command, version, seed, certificates } = report;
  return html`<section>
<h2>How this was made</h2>
<h3>Settings</h3>
${table({ command, version, seed, ...report.settings })}
${certificateTable(certificates)}${inputs(report.inputs)}<p>The report stands in this file as JSON, without timings, in the element with id <code>report</code>.</p>
</section>
`;
}

/** Nothing where no transport was computed. */
function certificateTable(certificates: Report["certificates"]): Html {
  if (certificates.transports === 0) return html``;
  return html`<h3>Certificates</h3>
${table({
  transports: formatCount(certificates.transports),
  "not converged": formatCount(certificates.notConverged),
  "worst gap": gapText(certificates),
})}
`;
}

/** A gap that counts as large, relative to its cost. */
const LARGE_GAP = 1e-6;
/** Up to this share of the mean cost a bracket has the width of rounding. */
const ROUNDING = 1e-9;

function gapText({ worstGap, worstGapOfMean }: Report["certificates"]): string {
  const text = `${formatNumber(worstGap, 3)} (largest relative width of the bracket that is proved to hold the optimal cost)`;
  if (!(worstGap > LARGE_GAP && worstGapOfMean <= ROUNDING)) return text;
  return `${text}; it is large only where the cost is tiny: no bracket is wider than ${formatNumber(worstGapOfMean, 3)} of the mean cost`;
}

function table(rows: Readonly<Record<string, unknown>>): Html {
  const lines = Object.entries(rows).map(
    ([
      name,
      value,
    ]) => html`<tr><th scope="row">${name}</th><td>${shorten(valueText(value), VALUE_LENGTH)}</td></tr>
`,
  );
  return html`<div class="wide"><table><tbody>
${lines}</tbody></table></div>`;
}

/** Settings in few digits; their exact values are in the JSON. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : formatNumber(value, 6);
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return value === null ? "none" : String(value);
}

/** Nothing where no file was read. */
function inputs(files: Report["inputs"]): Html {
  if (files.length === 0) return html``;
  const listed = files.slice(0, MAX_INPUTS).map(
    ({ path, sha256 }) => html`<tr><td>${path}</td><td class="hash">${sha256}</td></tr>
`,
  );
  const rest = files.length - listed.length;
  const more = rest > 0 ? html`<p>and ${formatItems(rest, "further file")}, listed in the JSON.</p>` : html``;
  return html`<h3>Inputs</h3>
<div class="wide"><table><thead><tr><th scope="col">${formatItems(files.length, "file")}</th><th scope="col">SHA-256</th></tr></thead><tbody>
${listed}</tbody></table></div>${more}
`;
}
