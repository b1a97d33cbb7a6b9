import {
  drawCoefficients,
  type EmbeddedItems,
  equalShares,
  fitRowGaussian,
  type Random,
  randomShares,
  ShapeError,
  selectRows,
  sharesBetween,
} from "../../src/index.js";
import type { Choice } from "../method-options.js";

/** Options that belong to some ways of generating only. */
export interface WayOptions {
  /** How many items are combined in each new one. */
  readonly parents?: number | undefined;
  /** Principal components of a class. */
  readonly components?: number | undefined;
  /** A second class. */
  readonly to?: string | undefined;
  /** Path of a table of coefficients. */
  readonly shares?: string | undefined;
}

/** What new items are made of. */
export interface WayInput {
  readonly embedded: EmbeddedItems;
  /** Rows of the class, and of the second class where there is one. */
  readonly members: Int32Array;
  readonly others: Int32Array;
  /** Coefficients from a table, for each new item one per item of the dataset. */
  readonly given: readonly Float64Array[];
  readonly options: WayOptions;
  /** New items, and a stream for each. */
  readonly count: number;
  readonly randomOf: (index: number) => Random;
}

interface Way extends Choice<keyof WayOptions> {
  /**
   * For each new item one coefficient per item of the dataset; they sum to 1. @throws ShapeError if the class is too
   * small.
   */
  readonly coefficients: (input: WayInput) => readonly Float64Array[];
}

/** Items that are combined where nobody says how many: see `docs/generation.md`. */
const PARENTS = 2;

/** The ways that `--how` names. */
export const WAYS = {
  mix: {
    about: `random convex weights of --parents items of the class, drawn anew for each (default: ${PARENTS})`,
    takes: ["parents"],
    coefficients: mixed(randomShares),
  },
  mean: {
    about: `equal weights of --parents items of the class, drawn anew for each (default: ${PARENTS})`,
    takes: ["parents"],
    coefficients: mixed(equalShares),
  },
  gaussian: {
    about:
      "a draw from the normal law of the class along --components principal components (default: 95 % of variance)",
    takes: ["components"],
    coefficients: gaussian,
  },
  between: {
    about: "a random place between an item of the class and one of the class --to, both drawn anew for each",
    takes: ["to"],
    needs: [["to"]],
    coefficients: (input) => {
      const { embedded, members, others } = input;
      return drawn(input, (random) => sharesBetween(embedded.matrix.rows, [members, others], random));
    },
  },
  given: {
    about: "the weights in the CSV --shares: a column `item`, then one column of weights for each new item",
    takes: ["shares"],
    needs: [["shares"]],
    coefficients: ({ given }) => given,
  },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;

/** Options as the command line spells them. */
export const WAY_FLAGS = {
  parents: "--parents",
  components: "--components",
  to: "--to",
  shares: "--shares",
} as const satisfies Record<keyof WayOptions, string>;

type Shares = typeof randomShares;

/** How many items each new one is combined of, where the way draws them. */
export function parentsOf({ parents }: { readonly parents?: number | undefined }, members: number): number {
  return parents ?? Math.min(PARENTS, members);
}

function mixed(shares: Shares): Way["coefficients"] {
  return (input) => {
    const { embedded, members, options } = input;
    requireSeveral(members);
    const parents = parentsOf(options, members.length);
    return drawn(input, (random) =>
      spread(shares(members.length, { parents, random }), members, embedded.matrix.rows),
    );
  };
}

function gaussian(input: WayInput): readonly Float64Array[] {
  const { embedded, members, options } = input;
  requireSeveral(members);
  const { components } = options;
  const law = fitRowGaussian(
    selectRows(embedded.matrix, members),
    components === undefined ? {} : { components },
  );
  return drawn(input, (random) => spread(drawCoefficients(law, random), members, embedded.matrix.rows));
}

function drawn(
  { count, randomOf }: WayInput,
  draw: (random: Random) => Float64Array,
): readonly Float64Array[] {
  return Array.from({ length: count }, (_, index) => draw(randomOf(index)));
}

function requireSeveral(members: Int32Array): void {
  if (members.length > 1) return;
  throw new ShapeError("the class has one item: all that can be made of it are copies", { found: 1 });
}

/** Coefficients of some rows as those of all. */
function spread(coefficients: Float64Array, places: Int32Array, rows: number): Float64Array {
  const all = new Float64Array(rows);
  places.forEach((place, p) => {
    all[place] = coefficients[p]!;
  });
  return all;
}
