import type { FileOptions } from "../../loaders/node.js";
import { type AlignmentMode, type OnProgress, ShapeError } from "../../src/index.js";
import type { Normalisation } from "../items.js";
import { optionFault } from "../method-options.js";
import { PATH_FLAGS, PATHS, type PathKind, type PathName, type PathOptions } from "../paths/index.js";
import type { StepFormatName } from "./files.js";
import { MOST_STEPS } from "./times.js";

export interface InterpolateOptions extends FileOptions, PathOptions {
  /** Two files or more; or one dataset, with `items`. */
  readonly paths: readonly string[];
  /** Names of items of the dataset, in the order in which the path passes them. */
  readonly items?: readonly string[] | undefined;
  /** Default: the geodesic of `metric`, of W2 where that is not given. */
  readonly path?: PathName | undefined;
  /** Equal steps of each leg; the measures written are one more. */
  readonly steps: number;
  /** Instead of steps: times of 0 to 1, increasing. */
  readonly times?: readonly number[] | undefined;
  readonly format?: StepFormatName | undefined;
  readonly seed: number;
  /** Default: "mass" where the path needs equal masses and these differ, else "none". */
  readonly normalise?: Normalisation | undefined;
  readonly align: AlignmentMode;
  readonly onProgress?: OnProgress;
}

/** The sentence that refuses options that do not go together; undefined if they do. */
export function interpolateFault(
  options: Omit<InterpolateOptions, "seed" | "steps" | "align">,
): string | undefined {
  const { paths, items, metric } = options;
  const path = pathName(options);
  const kind: PathKind = PATHS[path];
  if (items === undefined && paths.length < 2) return "give two files or more; or one dataset and --items";
  if (items !== undefined && paths.length !== 1)
    return `--items names items of one dataset, ${paths.length} are given`;
  if (items !== undefined && items.length < 2) return "--items needs two names or more";
  const given = items?.length ?? paths.length;
  const odd = options.shares?.find((list) => list.length !== given);
  if (odd !== undefined)
    return `--shares ${odd.join(",")} has ${odd.length} numbers for ${given} measures; give one each`;
  const { metric: _, ...rest } = options;
  const isGeodesic = path === metric;
  return (
    optionFault("--path", PATHS, path, PATH_FLAGS, isGeodesic ? rest : options) ??
    kind.fault?.(options) ??
    (options.base !== undefined && (options.reference ?? options.referenceSize) !== undefined
      ? "--base is the reference; leave out --reference and --reference-size"
      : undefined)
  );
}

/** The path that is meant. */
export function pathName({ path, metric }: Pick<InterpolateOptions, "path" | "metric">): PathName {
  return path ?? metric ?? "w2";
}

/** @throws ShapeError unless times are of 0 to 1 and increase. */
export function requireTimes(times: readonly number[] | undefined): void {
  const odd = times?.findIndex((t, k) => !(t >= 0 && t <= 1) || (k > 0 && t <= times[k - 1]!)) ?? -1;
  if (odd >= 0) {
    throw new ShapeError(`time ${odd} is ${times![odd]}; times must be numbers of 0 to 1 that increase`, {
      found: times![odd],
    });
  }
}

/** How many measures will be written, where so many are given. */
export function measureCount(
  { steps, times, shares }: Pick<InterpolateOptions, "steps" | "times" | "shares">,
  given: number,
): number {
  const legs = shares ? Math.max(1, shares.length - 1) : given - 1;
  return times?.length ?? steps * legs + 1;
}

/** @throws ShapeError if more measures would be written than a run may. */
export function requireFewMeasures(options: InterpolateOptions, given: number): void {
  const count = measureCount(options, given);
  if (count <= MOST_STEPS + 1) return;
  throw new ShapeError(
    `${count} measures would be written, more than ${MOST_STEPS + 1}; ask for fewer steps`,
    { expected: MOST_STEPS + 1, found: count },
  );
}

/** Which masses the path can join. */
export function massesOf(options: Pick<InterpolateOptions, "path" | "metric">): "equal" | "any" {
  return PATHS[pathName(options)].masses(options);
}
