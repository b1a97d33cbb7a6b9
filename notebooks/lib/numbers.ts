/**
 * A line of text with the numbers that a notebook found, under a name: the tests read `data-name` and `data-numbers` and compare them with
 * what Node computes by the same task.
 */
export function numbers(name: string, values: Readonly<Record<string, number>>): HTMLElement {
  const line = document.createElement("p");
  line.dataset.name = name;
  line.dataset.numbers = JSON.stringify(values);
  line.textContent = Object.entries(values)
    .map(([label, value]) => `${label} ${Number(value.toPrecision(6))}`)
    .join(" · ");
  return line;
}
