import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { type Html, html } from "./markup.js";
import { COLOURS } from "./palette.js";
import { signLegend } from "./sign-legend.js";

export interface ComplexNumber {
  readonly re: number;
  readonly im: number;
}

export interface EigenvalueChartOptions {
  readonly title: string;
  readonly caption: readonly (string | undefined)[];
}

const SIDE = 420;
/** Half the side of the picture in units of the radius of the circle, where no eigenvalue lies farther out. */
const REACH = 1.15;
/** Corners of the polygon that is drawn for the circle: no eye tells it from one. */
const CORNERS = 180;

/** Eigenvalues of a map in the complex plane with the unit circle: inside, perturbations die out; outside, they grow. */
export function eigenvalueChart(
  eigenvalues: readonly ComplexNumber[],
  { title, caption }: EigenvalueChartOptions,
): Html {
  const reach = Math.max(
    REACH,
    ...eigenvalues.map(({ re, im }) => 1.1 * Math.max(Math.abs(re), Math.abs(im))),
  );
  const circle = Array.from({ length: CORNERS + 1 }, (_, c) => ({
    re: Math.cos((2 * Math.PI * c) / CORNERS),
    im: Math.sin((2 * Math.PI * c) / CORNERS),
  }));
  const axis = { domain: [-reach, reach], ticks: 5, tickSize: 0, labelArrow: "none" } as const;
  const picture = drawPlot(
    {
      width: SIDE,
      height: SIDE,
      margin: 44,
      x: { ...axis, label: "real part", labelAnchor: "center" },
      y: { ...axis, label: "imaginary part" },
      marks: [
        Plot.ruleX([0], { stroke: FAINT }),
        Plot.ruleY([0], { stroke: FAINT }),
        Plot.line(circle, { x: "re", y: "im", stroke: INK, strokeWidth: 1 }),
        Plot.dot(eigenvalues, {
          x: "re",
          y: "im",
          r: 4.5,
          fill: COLOURS[0]!,
          stroke: "white",
          strokeWidth: 0.75,
          title: ({ re, im }: ComplexNumber) => complexText(re, im),
        }),
      ],
    },
    `${title}: ${eigenvalues.map(({ re, im }) => complexText(re, im)).join(", ")}`,
  );
  const signs = signLegend([
    { label: "eigenvalue", colour: COLOURS[0]!, dot: "alone" },
    { label: "circle of modulus 1", colour: INK },
  ]);
  return figure({ title, body: html`${picture}${signs}`, caption });
}

/** A complex number for reading. */
export function complexText(re: number, im: number): string {
  if (im === 0) return formatNumber(re);
  return `${formatNumber(re)} ${im < 0 ? "−" : "+"} ${formatNumber(Math.abs(im))}i`;
}
