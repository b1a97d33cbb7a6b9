import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Html, html, trusted } from "./markup.js";

/** Attributes that hold coordinates in pixels. */
const GEOMETRY = ["cx", "cy", "r", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "d", "transform"];
/** Coordinates are kept to a hundredth of a pixel: no eye sees the rest, and files halve. */
const STEPS_PER_PIXEL = 100;

/** Pixels; marks that need another size say so. */
const FONT_SIZE = 13;

/** Ink, grid and paper of every picture; the page sets the same paper behind them. */
export const INK = "#1f2328";
export const FAINT = "#d8dee4";
export const PAPER = "#ffffff";

/**
 * One SVG picture from a Plot specification (without title, caption or legend, which Plot would wrap in HTML).
 *
 * User text may go into Plot as text and title channels only: those become text nodes, which are escaped.
 *
 * @param description one sentence for readers who cannot see the picture.
 */
export function drawPlot(options: Plot.PlotOptions, description: string): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({ ...options, document });
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const element of svg.querySelectorAll("*")) roundGeometry(element);
  const width = svg.getAttribute("width") ?? "";
  const height = svg.getAttribute("height") ?? "";
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${description}" width="${width}" height="${height}" style="--width: ${width}px" viewBox="0 0 ${width} ${height}" fill="currentColor" color="${INK}" font-family="system-ui, sans-serif" font-size="${FONT_SIZE}" text-anchor="middle">${trusted(svg.innerHTML)}</svg>`;
}

function roundGeometry(element: Element): void {
  for (const name of GEOMETRY) {
    const value = element.getAttribute(name);
    if (value?.includes(".")) element.setAttribute(name, roundNumbers(value));
  }
}

function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d+(?:e[-+]?\d+)?(?!em)/g, (number) => {
    const rounded = Math.round(Number(number) * STEPS_PER_PIXEL) / STEPS_PER_PIXEL;
    return String(rounded === 0 ? 0 : rounded);
  });
}
