import * as Plot from "@observablehq/plot";
import { axisLabel, type Measure } from "../../src/index.js";
import { type DensityStep, densitySteps } from "./density.js";
import { drawPlot, FAINT } from "./draw.js";
import { formatNumber } from "./format.js";
import type { Interval } from "./frame.js";
import type { Html } from "./markup.js";
import { LABEL_HEIGHT } from "./measure-panels.js";

const LINE = "#2f6fae";
const FILL = "#b9d3ea";

/** What the axis of a spectrum is of. */
export interface AxisName {
  readonly quantity: string;
  readonly unit?: string;
}

/** Measures that were counted at single places, not along a line: their densities mean nothing. */
const COUNTED_AT_PLACES: ReadonlySet<string> = new Set(["mass to charge"]);

/** The curves of spectra, one a measure; undefined where one has none: all its mass at one place, or counted at places. */
export function curvesOf(
  measures: readonly Measure[],
  axis: AxisName,
): (readonly DensityStep[])[] | undefined {
  if (COUNTED_AT_PLACES.has(axis.quantity)) return undefined;
  const curves = measures.map(densitySteps).filter((steps) => steps !== undefined);
  return curves.length === measures.length ? curves : undefined;
}

/** A curve over its axis; `x` and `top` are those of all panels, so that heights compare. */
export function curvePanel(
  steps: readonly DensityStep[],
  axis: AxisName,
  x: Interval,
  top: number,
  width: number,
  title: string,
): Html {
  const middle = ({ x1, x2 }: DensityStep) => (x1 + x2) / 2;
  return drawPlot(
    {
      width,
      height: Math.round(width * 0.6) + LABEL_HEIGHT,
      marginLeft: 16,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 22 + LABEL_HEIGHT,
      x: {
        domain: x,
        ticks: width < NARROW ? [...x] : 4,
        tickSize: 3,
        tickFormat: (value: number) => formatNumber(value),
        label: axisLabel(axis),
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 18 + LABEL_HEIGHT,
      },
      y: { domain: [0, top], axis: null },
      marks: [
        Plot.areaY(steps, { x: middle, y: "density", fill: FILL, curve: "step" }),
        Plot.lineY(steps, { x: middle, y: "density", stroke: LINE, strokeWidth: 1.2, curve: "step" }),
        Plot.ruleY([0], { stroke: FAINT }),
      ],
    },
    title,
  );
}

/** Pixels: in a narrower panel three numbers of four digits run into each other, so only the ends are told. */
const NARROW = 200;
