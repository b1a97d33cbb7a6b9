import type { Measure } from "../measure/measure.js";
import type { SparsePlan } from "../transport/plan.js";

/** Particles of a multi-marginal plan: particle p has mass masses[p] and is, in measure s, at point places[s][p]. */
export interface Glued {
  readonly masses: Float64Array;
  /** Of the base. */
  readonly rows: Int32Array;
  readonly places: readonly Int32Array[];
}

/** What one point of the base sends to one measure. */
interface Piece {
  readonly place: number;
  readonly mass: number;
}

/**
 * Glues plans that start from the same base: a multi-marginal plan that has each of them as its marginal on (base, measure s).
 *
 * Where a base point sends all of its mass to one point of each measure there is one particle; where it splits, its pieces are
 * put in order along the direction in which they spread most, measure by measure, and joined in that order, so that pieces
 * that lie on one side go together. Any order gives the right marginals.
 *
 * At most (sum of entries) particles. O(entries d log entries). Ambrosio, Gigli and Savaré 2008, lemma 5.3.2 (existence).
 */
export function glue(plans: readonly SparsePlan[], measures: readonly Measure[]): Glued {
  const masses: number[] = [];
  const rows: number[] = [];
  const places: number[][] = measures.map(() => []);
  const piecesOf = plans.map(rowPieces);
  const points = plans[0]!.shape[0];
  for (let i = 0; i < points; i++) {
    const pieces = piecesOf.map((rowsOf) => rowsOf[i]!);
    if (pieces.some((list) => list.length === 0)) continue;
    const isSplit = pieces.some((list) => list.length > 1);
    join(isSplit ? inOrder(pieces, measures) : pieces, (mass, ends) => {
      masses.push(mass);
      rows.push(i);
      ends.forEach((place, s) => {
        places[s]!.push(place);
      });
    });
  }
  return {
    masses: Float64Array.from(masses),
    rows: Int32Array.from(rows),
    places: places.map((list) => Int32Array.from(list)),
  };
}

function rowPieces({ rows, cols, mass, shape }: SparsePlan): Piece[][] {
  const lists: Piece[][] = Array.from({ length: shape[0] }, () => []);
  rows.forEach((i, e) => {
    if (mass[e]! > 0) lists[i]!.push({ place: cols[e]!, mass: mass[e]! });
  });
  return lists;
}

/** Part of the mass of a base point below which what is left of a piece is rounding. */
const ROUNDING = 2 ** -44;

/** North-west corner rule: heads of all lists in turn, each particle ending the shortest; rounding goes to the last one. */
function join(
  lists: readonly (readonly Piece[])[],
  visit: (mass: number, ends: readonly number[]) => void,
): void {
  const heads = lists.map(() => 0);
  const left = lists.map((list) => list[0]!.mass);
  const rounding = ROUNDING * lists[0]!.reduce((sum, piece) => sum + piece.mass, 0);
  for (;;) {
    const mass = Math.min(...left.filter((_, s) => heads[s]! < lists[s]!.length - 1));
    const ends = heads.map((head, s) => lists[s]![head]!.place);
    if (mass === Infinity) {
      visit(left[0]!, ends);
      return;
    }
    visit(mass, ends);
    lists.forEach((list, s) => {
      left[s]! -= mass;
      if (left[s]! > rounding || heads[s]! === list.length - 1) return;
      heads[s]!++;
      left[s] = list[heads[s]!]!.mass;
    });
  }
}

/** Each list by the coordinate of its points along the direction from the mean to the farthest of all pieces. */
function inOrder(lists: readonly (readonly Piece[])[], measures: readonly Measure[]): Piece[][] {
  const direction = directionOfSpread(lists, measures);
  return lists.map((list, s) => {
    const along = new Map(list.map(({ place }) => [place, dot(measures[s]!, place, direction)]));
    return [...list].sort((a, b) => along.get(a.place)! - along.get(b.place)! || a.place - b.place);
  });
}

function dot({ points, dim }: Measure, place: number, direction: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += points[place * dim + k]! * direction[k]!;
  return sum;
}

/**
 * Each measure's pieces about their own mean: what they have in common, the way that the base point goes, says nothing about which
 * piece belongs to which.
 */
function directionOfSpread(lists: readonly (readonly Piece[])[], measures: readonly Measure[]): Float64Array {
  let widest = -1;
  let direction = new Float64Array(measures[0]!.dim);
  lists.forEach((list, s) => {
    const mu = measures[s]!;
    const mean = meanOf(list, mu);
    for (const { place } of list) {
      const offset = mean.map((value, k) => mu.points[place * mu.dim + k]! - value);
      const squared = offset.reduce((sum, value) => sum + value * value, 0);
      if (squared > widest) [widest, direction] = [squared, offset];
    }
  });
  return direction;
}

function meanOf(list: readonly Piece[], { points, dim }: Measure): Float64Array {
  const mass = list.reduce((sum, piece) => sum + piece.mass, 0);
  const mean = new Float64Array(dim);
  for (const piece of list) {
    for (let k = 0; k < dim; k++) mean[k]! += (piece.mass / mass) * points[piece.place * dim + k]!;
  }
  return mean;
}
