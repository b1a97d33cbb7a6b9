import { ShapeError } from "../errors.js";
import { embed as embedHere, rowLength } from "../lot/embedding.js";
import { type Reference, reference } from "../lot/reference.js";
import { type Measure, normalise, selectPoints } from "../measure/measure.js";
import { combinedRow } from "../numeric/matrix.js";
import { permutation, type Random } from "../numeric/random.js";
import { exact } from "../transport/exact.js";
import { barycentricProjection } from "../transport/plan.js";
import { requireConverged } from "../transport/transport.js";
import type { EmbedWindow, WindowMaps } from "./timestep/window-maps.js";

/** Half of the particles, and fields on them. */
interface HalfFields {
  readonly middle: Measure;
  /** Of each field the rows without the roots of masses: numbers of a particle next to each other. */
  readonly fields: readonly Float64Array[];
}

/**
 * Squared lengths in L2 of fields that follow linearly from the maps of a window, without what the noise of the particles
 * adds to them: the particles are split by chance into two halves, each gives the field by maps of its own, and the inner product
 * of the two fields is taken, the field of one half being carried to the places of the other by the transport between them,
 *
 *   |f|^2 = <f_A, f_B o T>_A,   T from half A to half B.
 *
 * The noise of two halves is independent if particles move independently, and then the mean of this is |f|^2 up to the
 * distance of the halves; it can be negative where noise is all there is. Two windows that go on from one middle cloud do not
 * do: the noise of that cloud is in both.
 *
 * @param coefficients one list a field, of the rows of `maps.embedding`.
 * @param embed of half of the particles; default: `embed`.
 *
 * @throws ShapeError where a cloud of the window has not as many particles as the middle: it is not known then which of them go
 *   on from which half. ConvergenceError if a transport ends before its optimum.
 *
 * Two embeddings of half the particles and one transport between halves.
 */
export function splitSquaredNorms(
  maps: WindowMaps,
  coefficients: readonly ArrayLike<number>[],
  random: Random,
  embed: EmbedWindow = embedHere,
): number[] {
  requireSameParticles(maps);
  const { count } = maps.reference.measure;
  const order = permutation(count, random);
  const half = (from: number, to: number): HalfFields =>
    halfFields(maps, order.slice(from, to).sort(), coefficients, embed);
  const a = half(0, count >> 1);
  const b = half(count >> 1, count);
  const carry = carrier(b.middle, a.middle);
  return a.fields.map((field, f) => innerProduct(a.middle, field, carry(b.fields[f]!)));
}

function requireSameParticles({ middle, targets }: WindowMaps): void {
  const other = targets.find((target) => target.count !== middle.count);
  if (!other) return;
  throw new ShapeError(
    `a window has ${middle.count} particles in its middle and ${other.count} in another cloud, and halves are those of the same particles; take \`errors: "plain"\`, or jumps of one length`,
    { expected: middle.count, found: other.count },
  );
}

function halfFields(
  { reference: whole, indices, targets }: WindowMaps,
  half: Int32Array,
  coefficients: readonly ArrayLike<number>[],
  embed: EmbedWindow,
): HalfFields {
  const sigma = reference(selectPoints(whole.measure, half), { metric: whole.metric });
  const among = indices ? half.map((i) => indices[i]!) : half;
  const { matrix, certificates } = embed(
    sigma,
    targets.map((target) => selectPoints(target, among)),
  );
  for (const certificate of certificates) requireConverged({ certificate });
  return {
    middle: sigma.measure,
    fields: coefficients.map((list) => valuesOf(sigma, combinedRow(matrix, list))),
  };
}

/** A row without the roots of the masses. */
function valuesOf(sigma: Reference, row: Float64Array): Float64Array {
  const width = rowLength(sigma) / sigma.measure.count;
  return row.map((value, p) => value / Math.sqrt(sigma.measure.weights[Math.floor(p / width)]!));
}

/** Fields on one cloud at the places of another: at x the mean of what they are where the mass of x goes. */
function carrier(from: Measure, to: Measure): (values: Float64Array) => Float64Array {
  const { plan } = requireConverged(exact(normalise(to), normalise(from)));
  return (values) =>
    barycentricProjection(plan, { ...from, points: values, dim: values.length / from.count });
}

function innerProduct({ weights, count }: Measure, f: Float64Array, g: Float64Array): number {
  const width = f.length / count;
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < count; i++) {
    let dot = 0;
    for (let k = i * width; k < (i + 1) * width; k++) dot += f[k]! * g[k]!;
    sum += weights[i]! * dot;
    mass += weights[i]!;
  }
  return sum / mass;
}
