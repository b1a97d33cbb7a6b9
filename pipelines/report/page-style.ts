/**
 * Style of the page: light paper whatever the reader's theme (the pictures are drawn for it), system fonts, one
 * column. A picture wider than the column runs into the right margin; past that it scrolls inside its figure, so
 * that its text stays readable on narrow screens.
 */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --paper: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 52rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
html { background: var(--paper); }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; }
header p { margin: 0.4rem 0 0; color: var(--soft); }
h2 { margin: 2.75rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.75rem 0 0.4rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
header .warning { margin-top: 1rem; color: var(--ink); padding: 0.6rem 0.9rem; border-left: 4px solid #bd1f01; background: #fdf1ee; }
figure { margin: 1.5rem 0 2rem; }
.figure-title { margin: 0 0 0.5rem; font-weight: 650; }
.figure-body { overflow-x: auto; }
figcaption { margin-top: 0.5rem; max-width: 44rem; color: var(--soft); font-size: 0.875rem; line-height: 1.45; }
svg { display: block; height: auto; max-width: 100%; min-width: calc(var(--width) * 0.7); overflow: visible; }
svg text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; margin: 0.6rem 0 0; padding: 0; list-style: none;
  font-size: 0.875rem; }
.legend li { display: flex; align-items: center; gap: 0.35rem; }
.legend i { flex: none; }
.legend span { color: var(--soft); font-variant-numeric: tabular-nums; }
.panels { display: flex; flex-wrap: wrap; gap: 0.9rem 1rem; }
.panel p { margin: 0 0 0.15rem 20px; font-size: 0.8125rem; }
.panel div { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.4rem; }
.wide { overflow-x: auto; }
.wide td { min-width: 6rem; }
table { border-collapse: collapse; font-size: 0.875rem; overflow-wrap: normal; }
th, td { padding: 0.3rem 0.7rem; text-align: left; vertical-align: top; font-weight: 400; }
th { color: var(--soft); white-space: nowrap; }
thead th, tbody tr:not(:last-child) > * { border-bottom: 1px solid var(--line); }
code, .hash { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.8125rem; }
.counts th, .counts td { text-align: right; font-variant-numeric: tabular-nums; }
.counts tbody td { background: rgb(63 144 218 / calc(var(--share, 0) * 0.75)); border: 1px solid var(--paper); }
.counts tbody td:last-child, .counts tfoot td, .counts .none { background: none; color: var(--soft); }
.counts tfoot > tr > * { border-top: 1px solid var(--line); }
@media (min-width: 52rem) {
  .figure-body { margin-right: calc(26rem - 50vw); }
  .figure-body > svg { max-width: none; }
  .legend, .panels { max-width: 49.5rem; }
}
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
  .figure-body > svg { font-size: 16px; }
}
@media print { body { max-width: none; padding: 0; } figure { break-inside: avoid; } }
`;
