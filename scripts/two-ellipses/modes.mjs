import { expMap, fitPca, pearson, reference, toTangent, transformPca } from "../../dist/src/index.js";
import { gapOf, massBetween, measuredEllipses, measuredSides } from "./ellipses.mjs";

const COMPONENTS = 8;
/** How far a mode is walked, in standard deviations of its coordinate. */
export const STEPS = 2;

/** What is measured in the images themselves. */
export function factsOf({ items, mean }) {
  const facts = items.map(measuredEllipses);
  return {
    shares: facts.map(({ share }) => share),
    elongations: facts.map(({ elongation }) => elongation),
    gap: gapOf([...items, mean]),
    /** Of a disc of the mean area of an ellipse, whose pixels have the largest intensity. */
    radius: average(items.map(({ weights }) => Math.sqrt(1 / Math.max(...weights) / 2 / Math.PI))),
  };
}

/** Tangent PCA of the images at their mean. */
export async function tangentPca(pool, { items, mean }, metric) {
  const sigma = reference(mean, { metric });
  const embedding = await pool.embedAll(sigma, items);
  const pca = fitPca(embedding.matrix, { components: COMPONENTS });
  const { data, cols } = transformPca(pca, embedding.matrix);
  const coordinates = (c) => Array.from({ length: items.length }, (_, s) => data[s * cols + c]);
  return { metric, sigma, embedding, pca, coordinates };
}

/** The measure at the mean row and so many standard deviations of a component further. */
export function walk({ sigma, pca }, c, steps) {
  const { mean, components, variances } = pca;
  const t = steps * Math.sqrt(variances[c]);
  const row = mean.map((value, k) => value + t * components.data[c * components.cols + k]);
  return expMap(sigma, toTangent(sigma, row));
}

/** How a component goes with what is measured in the images. */
export function modeNumbers(run, facts, c) {
  const ends = [-STEPS, STEPS].map((steps) => walk(run, c, steps));
  return {
    explained: run.pca.explained[c],
    share: pearson(run.coordinates(c), facts.shares),
    elongation: pearson(run.coordinates(c), facts.elongations),
    ends: ends.map((end) => measuredSides(end, facts.gap)),
    between: Math.max(...ends.map((end) => massBetween(end, facts.gap))),
  };
}

/** The numbers of a whole embedding. */
export function embeddingNumbers({ sigma, embedding, pca, coordinates }, facts) {
  const { matrix, residuals } = embedding;
  let far = 0;
  let all = 0;
  for (let s = 0; s < matrix.rows; s++) {
    const { velocity } = toTangent(sigma, matrix.data.subarray(s * matrix.cols, (s + 1) * matrix.cols));
    squaredSpeeds(sigma, { velocity }).forEach((square, i) => {
      all += square;
      if (square > facts.radius ** 2 * sigma.measure.weights[i]) far += square;
    });
  }
  const plane = [coordinates(0), coordinates(1)];
  return {
    variance: pca.totalVariance,
    explainedByBoth: explainedByBoth(matrix, facts),
    residual: average(residuals),
    far: far / all,
    shareFromPlane: explainedBy(plane, facts.shares),
    elongationFromPlane: explainedBy(plane, facts.elongations),
  };
}

/** Parts of a component's variance that a parabola in the share, and then one in the elongation, explain. */
export function partsOf(run, { shares, elongations }, c) {
  const [share, both] = [parabola(shares), [...parabola(shares), ...parabola(elongations)]].map((of) =>
    explainedBy(of, run.coordinates(c)),
  );
  return { share, elongation: both - share };
}

/** Part of the variance of the rows that parabolas in share and elongation explain. */
function explainedByBoth({ rows, cols, data }, { shares, elongations }) {
  const basis = orthonormal([...parabola(shares), ...parabola(elongations)]);
  let explained = 0;
  let total = 0;
  for (let k = 0; k < cols; k++) {
    const column = centred(Array.from({ length: rows }, (_, s) => data[s * cols + k]));
    explained += basis.reduce((sum, axis) => sum + dot(axis, column) ** 2, 0);
    total += dot(column, column);
  }
  return explained / total;
}

function parabola(values) {
  return [values, values.map((value) => value * value)];
}

/** R^2 of the least-squares fit of values by a constant and the given variables. */
function explainedBy(variables, values) {
  const column = centred(values);
  const explained = orthonormal(variables).reduce((sum, axis) => sum + dot(axis, column) ** 2, 0);
  return explained / dot(column, column);
}

/** Gram-Schmidt of the centred variables. */
function orthonormal(variables) {
  const basis = [];
  for (const variable of variables) {
    let rest = centred(variable);
    for (const axis of basis) {
      const along = dot(axis, rest);
      rest = rest.map((value, s) => value - along * axis[s]);
    }
    const length = Math.sqrt(dot(rest, rest));
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** w_i |v_i|^2 of each reference point. */
function squaredSpeeds({ measure: { weights, dim } }, { velocity }) {
  return Array.from(
    weights,
    (w, i) => w * dot(velocity.subarray(i * dim, (i + 1) * dim), velocity.subarray(i * dim)),
  );
}

function centred(values) {
  const centre = average(values);
  return Array.from(values, (value) => value - centre);
}

function dot(a, b) {
  return a.reduce((sum, value, k) => sum + value * b[k], 0);
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
