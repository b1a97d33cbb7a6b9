import { type Measure, measure } from "../measure/measure.js";
import { commonFrame, type Frame } from "./frame.js";
import { oneD } from "./one-d.js";
import { provenTransport } from "./proven-transport.js";
import { sourcePotential } from "./source-potential.js";
import type { SparsePlan } from "./sparse-plan.js";
import type { Transport } from "./transport.js";

/** Distance from the line, in a frame of size 1, that passes as rounding of the coordinates. */
const OFF_LINE = 32 * Number.EPSILON;

/**
 * Optimal plan between points of one line, or of two parallel ones, in any dimension: sorted by their place on it.
 *
 * @returns undefined where the points are not on such lines, or where what they are off them matters.
 *
 * O((n + m) (d + log(n + m))) time, O((n + m) d) memory; most clouds are turned down after a few points.
 */
export function solveCollinear(source: Measure, target: Measure): Transport<SparsePlan> | undefined {
  const frame = commonFrame(source, target);
  const direction = longestOf(frame);
  const x = placesOnLine(frame.x, direction);
  const y = x && placesOnLine(frame.y, direction);
  if (!x || !y) return undefined;
  const onLine = oneD(
    measure(x, { dim: 1, weights: source.weights }),
    measure(y, { dim: 1, weights: target.weights }),
  );
  const { status, iterations } = onLine.certificate;
  const every = Int32Array.from(x.keys());
  const f = sourcePotential(frame, every, onLine.potentials.f);
  const solution = { plan: onLine.plan, f, outcome: { status, iterations } };
  const transport = provenTransport(source, target, frame, solution);
  return transport.certificate.status === "converged" ? transport : undefined;
}

/** Unit vector to the point that is farthest from the mean of its cloud; 0 if all points are at their means. */
function longestOf({ x, y, dim }: Frame): Float64Array {
  const [p, atX] = farthest(x, dim);
  const [q, atY] = farthest(y, dim);
  const square = Math.max(p, q);
  const vector = p >= q ? x.slice(atX, atX + dim) : y.slice(atY, atY + dim);
  return square > 0 ? vector.map((value) => value / Math.sqrt(square)) : vector;
}

function farthest(points: Float64Array, dim: number): [square: number, at: number] {
  let largest = -1;
  let at = 0;
  for (let p = 0; p < points.length; p += dim) {
    let square = 0;
    for (let k = 0; k < dim; k++) square += points[p + k]! * points[p + k]!;
    if (square > largest) {
      largest = square;
      at = p;
    }
  }
  return [largest, at];
}

/** Coordinates along the line through the mean, or undefined as soon as a point is off it. */
function placesOnLine(points: Float64Array, direction: Float64Array): Float64Array | undefined {
  const { length: dim } = direction;
  const places = new Float64Array(points.length / dim);
  for (let i = 0, p = 0; i < places.length; i++, p += dim) {
    let along = 0;
    for (let k = 0; k < dim; k++) along += points[p + k]! * direction[k]!;
    for (let k = 0; k < dim; k++) {
      if (Math.abs(points[p + k]! - along * direction[k]!) > OFF_LINE) return undefined;
    }
    places[i] = along;
  }
  return places;
}
