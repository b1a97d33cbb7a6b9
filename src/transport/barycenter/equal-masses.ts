import { MeasureError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { equalMasses } from "../balance.js";

/** @throws MeasureError if any two total masses differ by more than 1e-9: each measure may be transported to each. */
export function requireCommonMass(clouds: readonly Measure[]): void {
  const masses = clouds.map(totalMass);
  const lightest = clouds[masses.indexOf(Math.min(...masses))]!;
  const heaviest = clouds[masses.indexOf(Math.max(...masses))]!;
  if (equalMasses(lightest, heaviest)) return;
  throw new MeasureError(
    `the masses go from ${totalMass(lightest)} to ${totalMass(heaviest)}; a balanced barycentre needs equal masses: ` +
      "use normalise(mu) on each measure and on the start",
    { value: totalMass(heaviest) },
  );
}
