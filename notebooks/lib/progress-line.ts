import type { Progress } from "pushforward";

/** How far a task of `offThread` is: hand `tell` over as its `onProgress`, and take the line away when the task has ended. */
export type ProgressLine = HTMLElement & { readonly tell: (progress: unknown) => void };

/** A line of text with a bar: "transports: 12 of 300 items". */
export function progressLine(what: string): ProgressLine {
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  text.textContent = `${what} ...`;
  const line = document.createElement("label");
  line.style.cssText = "display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center";
  line.append(bar, text);
  return Object.assign(line, {
    tell: (progress: unknown): void => {
      const { unit, done, total } = progress as Progress; // what the tasks send
      text.textContent = `${what}: ${done}${total === undefined ? "" : ` of ${total}`} ${unit}`;
      if (total !== undefined) Object.assign(bar, { max: total, value: done });
    },
  });
}
