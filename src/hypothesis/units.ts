import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "../numeric/matrix.js";

/** What is exchangeable: items, or whole units of items that belong together, with the group of each. */
export interface Units {
  /** Dissimilarities, symmetric with a diagonal of 0. */
  readonly distances: Matrix;
  /** Group number of each unit. */
  readonly codes: Int32Array;
  readonly groupCount: number;
}

/**
 * Units in the place of items that do not vary independently (sections of one animal, repeats of one subject): the
 * dissimilarity of two units is the mean over the pairs of their items, and of a unit to itself 0. So each unit counts once,
 * whatever the number of its items.
 *
 * @param unitOf name of the unit of each item.
 * @throws ShapeError if sizes do not fit, or a unit has items of two groups: its label could not be exchanged as a whole.
 *
 * O(N^2) time.
 */
export function unitsOf(items: Units, unitOf: readonly string[]): Units & { readonly names: string[] } {
  const { distances, codes, groupCount } = items;
  const count = codes.length;
  if (unitOf.length !== count) {
    throw new ShapeError(`${unitOf.length} unit names for ${count} items; give one per item`, {
      expected: count,
      found: unitOf.length,
    });
  }
  const names = [...new Set(unitOf)];
  const numberOf = new Map(names.map((name, u) => [name, u]));
  const unit = Int32Array.from(unitOf, (name) => numberOf.get(name)!);
  const sizes = new Int32Array(names.length);
  const unitCodes = new Int32Array(names.length).fill(-1);
  unit.forEach((u, s) => {
    sizes[u]!++;
    if (unitCodes[u]! >= 0 && unitCodes[u] !== codes[s]) {
      throw new ShapeError(
        `the items of "${names[u]}" are in two groups; labels are exchanged between whole units, so all items of one must ` +
          "have the same",
        { found: names[u]! },
      );
    }
    unitCodes[u] = codes[s]!;
  });
  const means = matrix(names.length, names.length);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      if (unit[a] !== unit[b])
        means.data[unit[a]! * names.length + unit[b]!]! += distances.data[a * count + b]!;
    }
  }
  symmetricMeans(means, sizes);
  return { distances: means, codes: unitCodes, groupCount, names };
}

/** The sums divided by the numbers of pairs; one half is copied to the other, whose sums ran in another order. */
function symmetricMeans({ rows, data }: Matrix, sizes: Int32Array): void {
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < u; v++) {
      const mean = data[u * rows + v]! / (sizes[u]! * sizes[v]!);
      data[u * rows + v] = mean;
      data[v * rows + u] = mean;
    }
  }
}

/** Units of each group. */
export function groupSizes({ codes, groupCount }: Pick<Units, "codes" | "groupCount">): Int32Array {
  const sizes = new Int32Array(groupCount);
  for (const code of codes) sizes[code]!++;
  return sizes;
}

/** The units of some groups, which are numbered anew in the order given. */
export function selectGroups({ distances, codes }: Units, groups: readonly number[]): Units {
  const places = Array.from(codes.keys()).filter((u) => groups.includes(codes[u]!));
  return selectUnits(
    { distances, codes: codes.map((code) => groups.indexOf(code)), groupCount: groups.length },
    places,
  );
}

/** The units at some places. */
export function selectUnits({ distances, codes, groupCount }: Units, places: ArrayLike<number>): Units {
  const count = places.length;
  const some = matrix(count, count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++)
      some.data[a * count + b] = distances.data[places[a]! * distances.cols + places[b]!]!;
  }
  return { distances: some, codes: Int32Array.from(places, (u) => codes[u]!), groupCount };
}
