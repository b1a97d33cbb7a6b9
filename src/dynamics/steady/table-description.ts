import { ShapeError } from "../../errors.js";
import { requireCount } from "../../measure/measure.js";
import { isotonicInPlace } from "../../numeric/isotonic.js";
import { monotoneInverse } from "../../numeric/monotone-inverse.js";
import type { Random } from "../../numeric/random.js";
import type { Box, Particles } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";
import { cartesianChart, type PlaneChart, polarChart } from "./plane-chart.js";

export interface TableOptions {
  /** The rectangle that particles keep to. */
  readonly box: Box;
  /** N: particles of a lift are floor(sqrt N) rows of as many as fit. */
  readonly count: number;
  /** Adds a hidden state to lifted particles. */
  readonly complete?: (particles: Particles, random: Random) => Particles;
}

export interface JointTableOptions extends TableOptions {
  /** Lines of the grid in each direction, both edges included; default: 201. */
  readonly lines?: number;
}

export interface AngularTableOptions extends TableOptions {
  /** Rays of the grid, that of the cut at both ends; default: 101. */
  readonly rays?: number;
  /** Rings of the grid, the middle and that of the corners included; default: 65. */
  readonly rings?: number;
  /** Where the angle begins; default: -pi. */
  readonly cut?: number;
}

/** Laws on a rectangle by their joint distribution function F(x_a, y_b) on a grid; see `tableDescription`. */
export function jointDescription({ lines = 201, box, ...rest }: JointTableOptions): CoarseDescription {
  return tableDescription(cartesianChart(box), [lines, lines], rest);
}

/**
 * Laws on a rectangle by the joint distribution function of angle and distance from the middle; see `tableDescription` and `polarChart`.
 * Rings are equally spaced (the publication has the nodes of Gauss and Legendre, for quadrature that this lift does without).
 */
export function angularDescription(options: AngularTableOptions): CoarseDescription {
  const { rays = 101, rings = 65, cut, box, ...rest } = options;
  return tableDescription(polarChart(box, cut), [rays, rings], rest);
}

/**
 * Laws in the plane by the table F_ab = P(u <= u_a, v <= v_b) of their joint distribution function, in the coordinates (u, v) of a chart.
 *
 * Entries stand row by row, a from 1 and b from 1 on (F is 0 on the first lines), so that the last one is 1.
 *
 * Lift: quantiles u_q of u at (q + 1/2) / rows by the monotone cubic interpolant of the last column; in each, quantiles of v by that
 * of the slope of F in u, which is interpolated between its differences over two cells (so that a table which is a distribution gives
 * no negative mass; the publication takes a bicubic spline), brought into order by isotonic regression where noise or a Newton step
 * has left it. Levels of v are shifted from row to row by the golden section: particles do not come to a line of the grid
 * all at once. Nothing is drawn. Restrict: masses counted in the cells, and summed.
 *
 * Lift: O(rows (lines + particles of a row)); restrict: O(N log lines + cells).
 * Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export function tableDescription(
  chart: PlaneChart,
  [uLines, vLines]: readonly [number, number],
  { count, complete = (particles) => particles }: Omit<TableOptions, "box">,
): CoarseDescription {
  requireCount(count);
  const u = equallySpaced(chart.range[0], uLines);
  const v = equallySpaced(chart.range[1], vLines);
  const rows = Math.floor(Math.sqrt(count));
  const columns = Math.floor(count / rows);
  const cells = [uLines - 1, vLines - 1] as const;
  return {
    size: cells[0] * cells[1],
    count: rows * columns,
    lift: (values, random) => complete(lifted({ values, u, v, rows, columns, chart }), random),
    restrict: (particles) => cumulated(cellMasses(particles, chart, cells), cells),
    project: (values) => {
      const legal = values.map((value) => Math.min(1, Math.max(0, value)));
      legal[legal.length - 1] = 1;
      return legal;
    },
  };
}

interface Table {
  readonly values: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly chart: PlaneChart;
}

/** The fractional part of the golden section: multiples of it are spread most evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

function lifted({ values, u, v, rows, columns, chart }: Table): Particles {
  const count = rows * columns;
  const points = new Float64Array(2 * count);
  const places = monotoneInverse(u, marginal(values, u.length, v.length), equalLevels(rows, 0.5));
  const pair = new Float64Array(2);
  let p = 0;
  places.forEach((place, q) => {
    const along = monotoneInverse(
      v,
      conditional(values, u, v.length, place),
      equalLevels(columns, ((q + 1 / 2) * GOLDEN) % 1),
    );
    for (const level of along) {
      chart.outOf(place, level, pair);
      points.set(pair, 2 * p++);
    }
  });
  return { points, weights: new Float64Array(count).fill(1 / count), count, dim: 2 };
}

/** (n + shift) / count. */
const equalLevels = (count: number, shift: number): Float64Array =>
  Float64Array.from({ length: count }, (_, n) => (n + shift) / count);

/** Distribution function of u on its lines, from 0 to 1. */
function marginal(values: Float64Array, uLines: number, vLines: number): Float64Array {
  return distribution(Float64Array.from({ length: uLines }, (_, a) => entry(values, vLines, a, vLines - 1)));
}

/** Distribution function of v given u, on the lines of v. */
function conditional(values: Float64Array, u: Float64Array, vLines: number, place: number): Float64Array {
  const last = u.length - 1;
  const width = u[1]! - u[0]!;
  const a = Math.min(last - 1, Math.floor((place - u[0]!) / width));
  const t = (place - u[a]!) / width;
  // slopes at lines a and a + 1 from the lines beside them, one-sided at the edges
  const [before, after] = [Math.max(0, a - 1), Math.min(last, a + 2)];
  const left = (1 - t) / (a + 1 - before);
  const right = t / (after - a);
  return distribution(
    Float64Array.from({ length: vLines }, (_, b) => {
      const own = left * (entry(values, vLines, a + 1, b) - entry(values, vLines, before, b));
      return own + right * (entry(values, vLines, after, b) - entry(values, vLines, a, b));
    }),
  );
}

const entry = (values: Float64Array, vLines: number, a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : values[(a - 1) * (vLines - 1) + b - 1]!;

/** The nearest nondecreasing sequence from 0 to 1, in its place; a straight rise where there is no mass at all. */
function distribution(values: Float64Array): Float64Array {
  isotonicInPlace(values);
  const last = values.length - 1;
  const top = values[last]!;
  for (let b = 0; b <= last; b++) values[b] = top > 0 ? Math.max(0, values[b]!) / top : b / last;
  values[0] = 0;
  return values;
}

/** Mass in each cell of the grid; what lies outside counts to the cells at the edge. */
function cellMasses(
  { points, weights, count, dim }: Particles,
  { into, range: [[uLow, uHigh], [vLow, vHigh]] }: PlaneChart,
  [uCells, vCells]: readonly [number, number],
): Float64Array {
  if (dim !== 2)
    throw new ShapeError(`a table of the plane needs dimension 2, these particles have ${dim}`, {
      found: dim,
    });
  const masses = new Float64Array(uCells * vCells);
  const pair = new Float64Array(2);
  for (let i = 0; i < count; i++) {
    into(points[2 * i]!, points[2 * i + 1]!, pair);
    const a = cellOf(pair[0]!, uLow, uHigh, uCells);
    const b = cellOf(pair[1]!, vLow, vHigh, vCells);
    masses[a * vCells + b]! += weights[i]!;
  }
  return masses;
}

const cellOf = (x: number, low: number, high: number, cells: number): number =>
  Math.min(cells - 1, Math.max(0, Math.floor(((x - low) / (high - low)) * cells)));

/** Sums over all cells up to each one, in its place, in parts of the whole. */
function cumulated(masses: Float64Array, [uCells, vCells]: readonly [number, number]): Float64Array {
  for (let a = 0; a < uCells; a++) {
    let row = 0;
    for (let b = 0; b < vCells; b++) {
      const p = a * vCells + b;
      row += masses[p]!;
      masses[p] = row + (a > 0 ? masses[p - vCells]! : 0);
    }
  }
  const whole = masses.at(-1)!;
  for (let p = 0; p < masses.length; p++) masses[p]! /= whole;
  return masses;
}

function equallySpaced([low, high]: readonly [number, number], lines: number): Float64Array {
  if (!Number.isSafeInteger(lines) || lines < 3) {
    throw new ShapeError(
      `the grid has ${lines} lines in a direction; it needs a whole number of at least 3`,
      { found: lines },
    );
  }
  const last = lines - 1;
  return Float64Array.from({ length: lines }, (_, a) =>
    a === last ? high : low + ((high - low) * a) / last,
  );
}
