/**
 * The numbers that a notebook found, each below its label, under a name: the tests read `data-name` and `data-numbers` and compare them with
 * what Node computes by the same task.
 */
export function numbers(name: string, values: Readonly<Record<string, number>>): HTMLElement {
  const list = document.createElement("dl");
  list.dataset.name = name;
  list.dataset.numbers = JSON.stringify(values);
  list.style.cssText =
    "display: flex; flex-wrap: wrap; gap: 0.5em 1.8em; margin: 1em 0; font-family: var(--sans-serif)";
  list.append(...Object.entries(values).map(([label, value]) => pair(label, value)));
  return list;
}

/** Digits that a reader can use. */
const DIGITS = 5;

function pair(label: string, value: number): HTMLElement {
  const both = document.createElement("div");
  const term = document.createElement("dt");
  const figure = document.createElement("dd");
  term.textContent = label;
  term.style.cssText = "font-size: 0.75em; color: var(--theme-foreground-muted)";
  figure.textContent = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
  figure.style.cssText = "margin: 0; font-variant-numeric: tabular-nums";
  both.append(term, figure);
  return both;
}
