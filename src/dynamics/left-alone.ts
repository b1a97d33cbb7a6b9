import type { Particles } from "./particles.js";

/**
 * Whether a simulator leaves alone what it is given: remembers all arrays of the particles, and says afterwards in words what was done to
 * them; nothing if they are as they were.
 *
 * A copy of all arrays.
 */
export function watched(particles: Particles): () => string | undefined {
  const given = arraysOf(particles).map(({ array }) => array.slice());
  return () => {
    const changed = arraysOf(particles).find(({ array }, a) => given[a] && differ(array, given[a]));
    return changed && `changed the ${changed.name} that it was given; it has to return new ones`;
  };
}

/** All that particles are made of. */
function arraysOf({ points, weights, hidden = {} }: Particles): { name: string; array: Float64Array }[] {
  return [
    { name: "points", array: points },
    { name: "weights", array: weights },
    ...Object.entries(hidden).map(([name, array]) => ({ name: `hidden ${name}`, array })),
  ];
}

function differ(now: Float64Array, before: Float64Array): boolean {
  // a hidden state may begin with NaN, which is not itself
  return now.length !== before.length || now.some((x, p) => !Object.is(x, before[p]));
}
