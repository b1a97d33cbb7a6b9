import { pchipSlopes } from "./pchip.js";

/**
 * Where a distribution function reaches given levels: the places x with F(x) = level, F being the monotone cubic interpolant
 * (`pchip`) through (nodes_k, values_k).
 *
 * @param nodes increasing.
 * @param values nondecreasing; flat parts are passed over. Levels outside of them give the ends.
 * @param levels increasing.
 *
 * O(nodes + levels) time: Newton's method within brackets. Fritsch and Butland 1984 (interpolant).
 */
export function monotoneInverse(
  nodes: Float64Array,
  values: Float64Array,
  levels: Float64Array,
): Float64Array {
  const slopes = pchipSlopes(nodes, values);
  const last = nodes.length - 1;
  let k = 0;
  return levels.map((level) => {
    if (level <= values[0]!) return nodes[0]!;
    if (level >= values[last]!) return nodes[last]!;
    while (values[k + 1]! < level) k++;
    return nodes[k]! + rootOnCell(nodes, values, slopes, k, level) * (nodes[k + 1]! - nodes[k]!);
  });
}

/** Of the bracket, in parts of the cell: rounding of what is computed there. */
const NARROW = 1e-12;

/** s in [0, 1] where the cubic of cell k has the value, which lies between those of its ends. */
function rootOnCell(
  nodes: Float64Array,
  values: Float64Array,
  slopes: Float64Array,
  k: number,
  level: number,
): number {
  const h = nodes[k + 1]! - nodes[k]!;
  const rise = values[k + 1]! - values[k]!;
  const start = (h * slopes[k]!) / rise;
  const end = (h * slopes[k + 1]!) / rise;
  const wanted = (level - values[k]!) / rise;
  const quadratic = 3 - 2 * start - end;
  const cubic = start + end - 2;
  let low = 0;
  let high = 1;
  let s = wanted;
  while (high - low > NARROW) {
    const excess = s * (start + s * (quadratic + s * cubic)) - wanted;
    if (excess === 0) return s;
    if (excess < 0) low = s;
    else high = s;
    const slope = start + s * (2 * quadratic + 3 * s * cubic);
    const next = s - excess / slope;
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - s) < NARROW) return moved;
    s = moved;
  }
  return s;
}
