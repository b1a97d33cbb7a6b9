import { ALIGNMENTS, type AlignmentMode } from "../measure/align.js";
import { BASELINES } from "../measure/baseline.js";
import { NEGATIVES } from "../measure/negatives.js";
import { requireIncreasing, type SpectralAxis } from "../measure/spectral-axis.js";
import { BAND_MASSES, type SpectrumSteps } from "../measure/spectrum-steps.js";
import {
  damaged,
  type Fields,
  listAt,
  nameAt,
  numbersAt,
  objectAt,
  textAt,
  wholeAt,
} from "../numeric/json-fields.js";

/**
 * How files become items, as far as it shapes them: fields as the loaders take them, absent where nothing was asked for.
 * Which files, and where, is not part of it.
 */
export interface ItemRecipe extends SpectrumSteps {
  /** "mass": each item to mass 1. "none": as the files say. */
  readonly normalise: "mass" | "none";
  /** What was asked for; how it was done is in the alignment of the model. */
  readonly align: AlignmentMode;
  /** What the points become, their own places or what of them no motion changes. */
  readonly features?: "coordinates" | "distances" | "geodesics";
  readonly weights?: "vertex" | "area";
  readonly sample?: number;
  readonly coords?: readonly string[];
  readonly unitMass?: boolean;
  readonly variable?: string;
  readonly bands?: readonly number[];
  /** Positions of the bands that were given in place of those of the files. */
  readonly axis?: SpectralAxis;
}

const MODES = Object.fromEntries(ALIGNMENTS.map((mode) => [mode, true])) as Record<AlignmentMode, true>;

/** @throws FormatError, see `damagedIn`. */
export function alignModeAt(value: unknown, place: string): AlignmentMode {
  return nameAt(value, place, MODES);
}

const NORMALISATIONS = { mass: true, none: true } as const;
const FEATURES = { coordinates: true, distances: true, geodesics: true } as const;
const WEIGHTS = { vertex: true, area: true } as const;

/** A recipe as JSON, its fields in one order. */
export function recipeFields(recipe: ItemRecipe): Fields {
  const names = (Object.keys(KNOWN) as (keyof ItemRecipe)[]).filter((name) => recipe[name] !== undefined);
  const fields = Object.fromEntries(names.map((name) => [name, recipe[name]]));
  const { axis } = recipe;
  return axis ? { ...fields, axis: { ...axisKind(axis), values: [...axis.values] } } : fields;
}

function axisKind({ quantity, unit }: SpectralAxis) {
  return unit === undefined ? { quantity } : { quantity, unit };
}

/** The inverse of `recipeFields`. @throws FormatError, see `damagedIn`. */
export function recipeAt(value: unknown): ItemRecipe {
  const fields = objectAt(value, "recipe");
  const optional = <N extends keyof ItemRecipe>(
    name: N,
    read: (value: unknown, place: string) => NonNullable<ItemRecipe[N]>,
  ): Partial<ItemRecipe> =>
    fields[name] === undefined ? {} : { [name]: read(fields[name], `recipe.${name}`) };
  requireKnown(fields);
  return {
    normalise: nameAt(fields.normalise, "recipe.normalise", NORMALISATIONS),
    align: alignModeAt(fields.align, "recipe.align"),
    ...optional("features", (one, place) => nameAt(one, place, FEATURES)),
    ...optional("weights", (one, place) => nameAt(one, place, WEIGHTS)),
    ...optional("sample", (one, place) => wholeAt(one, place, 1)),
    ...optional("coords", textsAt),
    ...optional("unitMass", truthAt),
    ...optional("variable", textAt),
    ...optional("bands", bandsAt),
    ...optional("axis", axisAt),
    ...optional("baseline", (one, place) => nameAt(one, place, BASELINES)),
    ...optional("negatives", (one, place) => nameAt(one, place, NEGATIVES)),
    ...optional("bandMass", (one, place) => nameAt(one, place, BAND_MASSES)),
    ...optional("bin", (one, place) => wholeAt(one, place, 1)),
  };
}

const KNOWN: Readonly<Record<keyof ItemRecipe, true>> = {
  normalise: true,
  align: true,
  features: true,
  weights: true,
  sample: true,
  coords: true,
  unitMass: true,
  variable: true,
  bands: true,
  axis: true,
  baseline: true,
  negatives: true,
  bandMass: true,
  bin: true,
};

/** A step that is passed over would make other items than those learnt from. */
function requireKnown(fields: Fields): void {
  const odd = Object.keys(fields).find((name) => !Object.hasOwn(KNOWN, name));
  if (odd !== undefined) throw damaged(`recipe.${odd}`, "is no step that is known here");
}

export function textsAt(value: unknown, place: string): string[] {
  return listAt(value, place).map((one, i) => textAt(one, `${place}, entry ${i}`));
}

function truthAt(value: unknown, place: string): boolean {
  if (typeof value === "boolean") return value;
  throw damaged(place, "must be true or false");
}

function bandsAt(value: unknown, place: string): number[] {
  const bands = listAt(value, place).map((one, b) => wholeAt(one, `${place}, entry ${b}`));
  const odd = bands.findIndex((band, b) => b > 0 && band <= bands[b - 1]!);
  if (odd >= 0 || bands.length === 0) throw damaged(place, "must be band numbers in increasing order");
  return bands;
}

function axisAt(value: unknown, place: string): SpectralAxis {
  const { quantity, unit, values } = objectAt(value, place);
  const axis = {
    quantity: textAt(quantity, `${place}.quantity`),
    ...(unit !== undefined && { unit: textAt(unit, `${place}.unit`) }),
    values: Float64Array.from(numbersAt(values, `${place}.values`)),
  };
  try {
    requireIncreasing(axis);
  } catch (error) {
    throw damaged(place, error instanceof Error ? error.message : String(error));
  }
  return axis;
}
