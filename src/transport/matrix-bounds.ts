/**
 * Potentials for all points with f_i + g_j <= c_ij up to rounding, from some source potentials: g_j = min_i c_ij - f_i
 * over those that are known, then f_i = min_j c_ij - g_j for the others, both rounded down.
 *
 * @param known -Infinity where it is unknown. O(n m).
 */
export function matrixPotentials(
  costs: Float64Array,
  known: Float64Array,
  m: number,
): { f: Float64Array; g: Float64Array } {
  const f = known.slice();
  const g = new Float64Array(m).fill(Infinity);
  for (let i = 0, p = 0; i < f.length; i++) {
    const own = f[i]!;
    if (own === -Infinity) p += m;
    else for (let j = 0; j < m; j++, p++) if (costs[p]! - own < g[j]!) g[j] = costs[p]! - own;
  }
  if (g[0] === Infinity) g.fill(0); // nothing is known
  for (let j = 0; j < m; j++) g[j] = roundedDown(g[j]!);
  for (let i = 0; i < f.length; i++) {
    if (f[i] !== -Infinity) continue;
    let least = Infinity;
    for (let j = 0, p = i * m; j < m; j++, p++) least = Math.min(least, costs[p]! - g[j]!);
    f[i] = roundedDown(least);
  }
  return { f, g };
}

/** Below the true difference of which this is the rounded one. */
function roundedDown(difference: number): number {
  return difference - Number.EPSILON * Math.abs(difference);
}
