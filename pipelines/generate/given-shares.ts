import { type InputFile, loadShareTable } from "../../loaders/node.js";
import { type Collection, FormatError } from "../../src/index.js";

export interface GivenShares {
  /** For each new item one coefficient per item of the dataset. */
  readonly given: readonly Float64Array[];
  readonly inputs: readonly InputFile[];
}

/**
 * Coefficients from a table of items and weights; none where there is no table.
 *
 * @throws FormatError if the table cannot be read or names an item that is not in the dataset.
 */
export async function givenShares({ names }: Collection, path: string | undefined): Promise<GivenShares> {
  if (path === undefined) return { given: [], inputs: [] };
  const { items, columns, inputs } = await loadShareTable(path);
  const placeOf = new Map(names.map((name, s) => [name, s]));
  const places = items.map((name) => {
    const place = placeOf.get(name);
    if (place !== undefined) return place;
    const message = `${path}: there is no item "${name}" in the dataset; leave its line out`;
    throw new FormatError(message, { file: path, place: `item "${name}"` });
  });
  const given = columns.map(({ shares }) => {
    const coefficients = new Float64Array(names.length);
    places.forEach((place, p) => {
      coefficients[place] = shares[p]!;
    });
    return coefficients;
  });
  return { given, inputs };
}
