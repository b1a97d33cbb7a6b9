import { logarithm } from "../../dist/src/numeric/elementary.js";

/**
 * What is measured in an image of two ellipses, by its connected parts and their moments.
 *
 * @returns share: mass of the left ellipse over all mass; elongation: half of log(width / height) of the left ellipse less
 *   that of the right one, widths and heights being standard deviations; edges: column of the last pixel of the left
 *   ellipse, and of the first one of the right.
 */
export function measuredEllipses(image) {
  const parts = connectedParts(image).map((pixels) => moments(image, pixels));
  if (parts.length !== 2) throw new Error(`an image has ${parts.length} connected parts, not two ellipses`);
  const [left, right] = parts.sort((a, b) => a.x - b.x);
  return { ...compared(left, right), edges: [left.last, right.first] };
}

/** Share and elongation of any measure, the part on each side of the middle of the gap for an ellipse. */
export function measuredSides(mu, [from, to]) {
  const all = Array.from(mu.weights.keys());
  const isLeft = (p) => mu.points[2 * p] < (from + to) / 2;
  return compared(
    moments(
      mu,
      all.filter((p) => isLeft(p)),
    ),
    moments(
      mu,
      all.filter((p) => !isLeft(p)),
    ),
  );
}

/** Columns without mass between the ellipses in all images, and a pixel on both sides less: an ellipse may grow. */
export function gapOf(images) {
  const edges = images.map((image) => measuredEllipses(image).edges);
  return [Math.max(...edges.map(([left]) => left)) + 1, Math.min(...edges.map(([, right]) => right)) - 1];
}

/** Share of the mass that lies in the gap. */
export function massBetween(mu, [from, to]) {
  let inside = 0;
  let total = 0;
  for (let p = 0; p < mu.count; p++) {
    const x = mu.points[2 * p];
    if (x > from && x < to) inside += mu.weights[p];
    total += mu.weights[p];
  }
  return inside / total;
}

/** Places of the pixels of each part; neighbours share an edge. */
function connectedParts({ points, count }) {
  const at = new Map(Array.from({ length: count }, (_, p) => [`${points[2 * p]},${points[2 * p + 1]}`, p]));
  const parts = [];
  while (at.size > 0) {
    const part = [];
    const open = [at.entries().next().value];
    at.delete(open[0][0]);
    while (open.length > 0) {
      const [, p] = open.pop();
      part.push(p);
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]) {
        const place = `${points[2 * p] + dx},${points[2 * p + 1] + dy}`;
        if (!at.has(place)) continue;
        open.push([place, at.get(place)]);
        at.delete(place);
      }
    }
    parts.push(part);
  }
  return parts;
}

function compared(left, right) {
  return {
    share: left.mass / (left.mass + right.mass),
    elongation: (left.logAspect - right.logAspect) / 2,
  };
}

function moments({ points, weights }, pixels) {
  const average = (value) => pixels.reduce((sum, p) => sum + weights[p] * value(p), 0) / mass;
  const mass = pixels.reduce((sum, p) => sum + weights[p], 0);
  const x = average((p) => points[2 * p]);
  const y = average((p) => points[2 * p + 1]);
  const width = average((p) => (points[2 * p] - x) ** 2);
  const height = average((p) => (points[2 * p + 1] - y) ** 2);
  const columns = pixels.map((p) => points[2 * p]);
  return {
    mass,
    x,
    logAspect: logarithm(width / height) / 2,
    first: Math.min(...columns),
    last: Math.max(...columns),
  };
}
