import { type Potential, reflect, ShapeError } from "../../src/index.js";

interface LangevinNumbers {
  readonly step: number;
  readonly diffusivity: number;
  readonly bound: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Places with a density of exp(-20) of the greatest are met a few times in 1e9 moves. */
const DEPTH = 20;
/** The start reaches so many standard deviations. */
const REACH = 4;
/** Distances from the middle at which places are looked at: from the first to the bound, each so much larger than the one before. */
const [NEAREST, RATIO] = [1e-3, 1.02] as const;
/** What is in more dimensions is the same along each axis. */
const AXES = 2;
/** A step that climbs by no more than this is rounding: on a flat potential, or at its bottom. */
const CLIMB = 1e-9;

/**
 * Euler's steps x - h grad U(x) have to lead downhill from wherever particles can be: where they lead uphill, particles swing further out with each step,
 * and what comes of it is neither the process nor near it. Places are looked at along the axes, where U <= max(min U + 20 D, U at the start).
 *
 * @throws ShapeError if a step leads uphill, with one that does not.
 */
export function requireStableStep(potential: Potential, numbers: LangevinNumbers): void {
  const places = livedIn(potential, numbers);
  const bad = places.find((place) => climbs(potential, place, numbers));
  if (!bad) return;
  const good = shorterStep(potential, places, numbers.step);
  const remedy =
    good === undefined
      ? "no shorter one helps where they start; take a gentler potential, or start them nearer to its bottom"
      : `take one of at most ${oneDigitBelow(good)}`;
  throw new ShapeError(
    `step is ${numbers.step}, with which particles at ${Array.from(bad, (x) => x.toPrecision(3)).join(", ")} are thrown uphill; ${remedy}`,
    { found: numbers.step },
  );
}

/** The first of half the step, a quarter ... that leads uphill from no place; undefined where slopes are infinite. */
function shorterStep(
  potential: Potential,
  places: readonly Float64Array[],
  tooLong: number,
): number | undefined {
  for (let step = tooLong / 2; step > 0; step /= 2) {
    if (!places.some((place) => climbs(potential, place, { step }))) return step;
  }
  return undefined;
}

function oneDigitBelow(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Number((Math.floor(value / unit) * unit).toPrecision(1));
}

/** Without the mirrors: where the potential falls towards one, particles that come back from it are none the worse. */
function climbs(potential: Potential, place: Float64Array, { step }: Pick<LangevinNumbers, "step">): boolean {
  const slope = new Float64Array(place.length);
  potential.gradient(place, slope);
  const next = place.map((x, k) => x - step * slope[k]!);
  const before = potential.value(place);
  return !(potential.value(next) <= before + CLIMB * (1 + Math.abs(before)));
}

function livedIn(potential: Potential, { diffusivity, bound, mean, deviation }: LangevinNumbers) {
  const places = distances(bound).flatMap((r) => onAxes(potential.dim, r));
  const least = places.reduce((low, place) => Math.min(low, potential.value(place)), Infinity);
  const edges = [mean - REACH * deviation, mean, mean + REACH * deviation];
  const started = edges.map((x) =>
    potential.value(new Float64Array(potential.dim).fill(reflect(x, -bound, bound))),
  );
  const most = Math.max(least + DEPTH * diffusivity, ...started);
  return places.filter((place) => potential.value(place) <= Math.min(most, Number.MAX_VALUE));
}

function distances(bound: number): number[] {
  const found: number[] = [];
  for (let r = NEAREST; r < bound; r *= RATIO) found.push(r);
  return [...found, bound];
}

function onAxes(dim: number, r: number): Float64Array[] {
  return [-r, r].flatMap((x) =>
    Array.from({ length: Math.min(dim, AXES) }, (_, axis) =>
      new Float64Array(dim).map((_, k) => (k === axis ? x : 0)),
    ),
  );
}
