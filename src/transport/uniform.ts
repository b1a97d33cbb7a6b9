/** Are all masses the same? */
export function isUniform(masses: Float64Array): boolean {
  for (let i = 1; i < masses.length; i++) if (masses[i] !== masses[0]) return false;
  return true;
}
