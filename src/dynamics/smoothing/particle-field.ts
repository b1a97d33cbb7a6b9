import type { Reference } from "../../lot/reference.js";
import type { Tangent } from "../../lot/tangent.js";
import type { Measure } from "../../measure/measure.js";

/** Numbers on particles: `width` of them a particle, next to each other. */
export interface ParticleField {
  readonly particles: Measure;
  readonly values: Float64Array;
  readonly width: number;
}

/** Velocity and growth of a tangent vector next to each other. */
export function fieldOf({ measure: particles }: Reference, { velocity, growth }: Tangent): ParticleField {
  const { count, dim } = particles;
  if (!growth) return { particles, values: velocity, width: dim };
  const width = dim + 1;
  const values = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    values.set(velocity.subarray(i * dim, (i + 1) * dim), i * width);
    values[i * width + dim] = growth[i]!;
  }
  return { particles, values, width };
}

/** The tangent vector with other numbers; its singular mass stays. The inverse of `fieldOf`. */
export function withField(
  tangent: Tangent,
  { particles, width }: ParticleField,
  values: Float64Array,
): Tangent {
  const { count, dim } = particles;
  if (!tangent.growth) return { ...tangent, velocity: values };
  const velocity = new Float64Array(count * dim);
  const growth = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    velocity.set(values.subarray(i * width, i * width + dim), i * dim);
    growth[i] = values[i * width + dim]!;
  }
  return { ...tangent, velocity, growth };
}
