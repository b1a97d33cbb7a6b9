import { FormatError, isOtError } from "../errors.js";
import { rowLength } from "../lot/embedding.js";
import { sameMetric } from "../lot/geometries.js";
import { hkMetric, type Metric, optMetric, w2Metric } from "../lot/metric.js";
import { type Reference, type ReferenceOrigin, reference } from "../lot/reference.js";
import type { Alignment } from "../measure/align.js";
import type { ItemKind } from "../measure/collection.js";
import { measure } from "../measure/measure.js";
import {
  damaged,
  damagedIn,
  type Fields,
  listAt,
  nameAt,
  numberAt,
  objectAt,
  shown,
  textAt,
  wholeAt,
} from "../numeric/json-fields.js";
import { classifierOf, classifierParts } from "./classifier-parts.js";
import type { ModelOrigin, ModelScore, StoredModel, TrainingItemsInfo } from "./model.js";
import {
  type ArrayPart,
  type Arrays,
  matrixIn,
  matrixPart,
  type Parts,
  vectorIn,
  vectorPart,
  wholesIn,
} from "./parts.js";
import { alignModeAt, recipeAt, recipeFields, textsAt } from "./recipe.js";
import type { TrainingSpread } from "./spread.js";

/** What the fields of a model begin with. Readers refuse other versions: numbers would be taken for others than they are. */
const FORMAT = "pushforward model";
const VERSION = 1;
/** In sentences that refuse one. */
const NAME = "this model file";

/** A model in two: what is JSON, and what is arrays. The inverse is `modelOf`. */
export function modelParts(model: StoredModel): Parts {
  const { alignment, references, classes, recipe, items, spread, origin } = model;
  const classifier = classifierParts(model.classifier);
  return {
    fields: {
      format: FORMAT,
      version: VERSION,
      origin,
      recipe: recipeFields(recipe),
      items,
      alignment: alignmentFields(alignment),
      references: references.map(({ id, metric, origin: { kind, fittedOn, details } }) => ({
        id,
        metric,
        kind,
        fittedOn,
        details,
      })),
      classes,
      classifier: classifier.fields,
    },
    arrays: new Map([
      ...consensusArrays(alignment),
      ...references.flatMap(({ measure: { points, weights, count, dim } }, r): [string, ArrayPart][] => [
        [`reference_${r}_points`, { data: points, shape: [count, dim] }],
        [`reference_${r}_weights`, vectorPart(weights)],
      ]),
      ...classifier.arrays,
      ["spread_rows", matrixPart(spread.rows)],
      ["spread_codes", vectorPart(spread.codes)],
      ["spread_distances", vectorPart(spread.distances)],
      ["spread_dropped", vectorPart(spread.dropped)],
    ]),
  };
}

/**
 * The model of these parts, every field and array of it checked.
 *
 * @throws FormatError for another format or version, and naming the field or array that is missing or damaged.
 */
export function modelOf({ fields, arrays }: Parts): StoredModel {
  requireModelVersion(fields);
  return damagedIn(NAME, () => checkedModel(fields, arrays));
}

/** @throws FormatError for another format or version. To be asked before the arrays are looked at. */
export function requireModelVersion({ format, version }: Fields): void {
  if (format !== FORMAT) {
    throw new FormatError(`this is no model: its format is ${shown(format)}, not "${FORMAT}"`, {
      place: "format",
    });
  }
  if (version !== VERSION) {
    throw new FormatError(
      `this model is of version ${shown(version)}, and version ${VERSION} is what is read here; learn it again with classify --save`,
      { place: "version" },
    );
  }
}

function checkedModel(fields: Fields, arrays: Arrays): StoredModel {
  const references = listAt(fields.references, "references").map((one, r) => referenceAt(one, r, arrays));
  const [first] = references;
  if (!first) throw damaged("references", "has none");
  const { dim } = first.measure;
  const odd = references.findIndex(
    ({ measure, metric }) => measure.dim !== dim || !sameMetric(metric, first.metric),
  );
  if (odd >= 0) throw damaged(`reference ${odd}`, "has another dimension or metric than reference 0");
  const cols = references.reduce((sum, one) => sum + rowLength(one), 0);
  const classes = textsAt(fields.classes, "classes");
  if (new Set(classes).size < classes.length || classes.length === 0) {
    throw damaged("classes", "must be names, each once");
  }
  const classCount = classes.length;
  const items = itemsAt(fields.items);
  const spread = spreadOf(arrays, { cols, classCount, count: items.count });
  const seen = new Set(spread.codes);
  return {
    alignment: alignmentAt(fields.alignment, dim, arrays),
    references,
    classifier: classifierOf(fields.classifier, arrays, { cols, classCount, seen }),
    classes,
    recipe: recipeAt(fields.recipe),
    items,
    spread,
    origin: originAt(fields.origin),
  };
}

const METRICS: Readonly<Record<Metric["name"], (fields: Fields) => Metric>> = {
  w2: () => w2Metric,
  hk: ({ kappa }) => hkMetric(numberAt(kappa, "metric.kappa")),
  opt: ({ price }) => optMetric(numberAt(price, "metric.price")),
};

function metricAt(value: unknown, place: string): Metric {
  const fields = objectAt(value, place);
  return checked(place, () => METRICS[nameAt(fields.name, `${place}.name`, METRICS)](fields));
}

/** What measures, references and metrics refuse of themselves is damage here. */
function checked<T>(place: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (isOtError(error, "MeasureError", "ShapeError")) throw damaged(place, `cannot be: ${error.message}`);
    throw error;
  }
}

const ORIGINS: Readonly<Record<ReferenceOrigin["kind"], true>> = {
  given: true,
  gaussian: true,
  subsample: true,
  "k-means": true,
  barycenter: true,
  medoid: true,
  "class-barycenter": true,
};

function referenceAt(value: unknown, r: number, arrays: Arrays): Reference {
  const place = `reference ${r}`;
  const fields = objectAt(value, place);
  const { rows, cols, data } = matrixIn(arrays, `reference_${r}_points`, {});
  const weights = vectorIn(arrays, `reference_${r}_weights`, rows);
  const metric = metricAt(fields.metric, `${place}, metric`);
  const origin: ReferenceOrigin = {
    kind: nameAt(fields.kind, `${place}, kind`, ORIGINS),
    fittedOn: wholeAt(fields.fittedOn, `${place}, fittedOn`),
    details: detailsAt(fields.details, `${place}, details`),
    certificates: [],
  };
  const found = checked(place, () => reference(measure(data, { dim: cols, weights }), { metric, origin }));
  if (found.id === fields.id) return found;
  throw damaged(place, `is ${found.id} by its points, and ${shown(fields.id)} by its name`);
}

function detailsAt(value: unknown, place: string): ReferenceOrigin["details"] {
  const entries = Object.entries(objectAt(value, place)).map(([name, one]) => {
    if (typeof one === "string" || typeof one === "number") return [name, one] as const;
    throw damaged(`${place}, ${name}`, `is ${shown(one)} instead of a number or text`);
  });
  return Object.fromEntries(entries);
}

function alignmentFields({ mode, consensus }: Alignment): Fields {
  return consensus ? { mode, pointNames: [...consensus.points.keys()] } : { mode };
}

function consensusArrays({ consensus }: Alignment): [string, ArrayPart][] {
  if (!consensus) return [];
  const { dim, points } = consensus;
  const data = new Float64Array(points.size * dim);
  [...points.values()].forEach((point, i) => {
    data.set(point, i * dim);
  });
  return [["consensus", { data, shape: [points.size, dim] }]];
}

function alignmentAt(value: unknown, dim: number, arrays: Arrays): Alignment {
  const { mode: name, pointNames } = objectAt(value, "alignment");
  const mode = alignModeAt(name, "alignment.mode");
  if (pointNames === undefined) return { mode };
  const names = textsAt(pointNames, "alignment.pointNames");
  if (new Set(names).size < names.length) throw damaged("alignment.pointNames", "holds a name twice");
  const { data } = matrixIn(arrays, "consensus", { rows: names.length, cols: dim });
  const points = new Map(names.map((point, i) => [point, data.slice(i * dim, (i + 1) * dim)]));
  return { mode, consensus: { dim, points } };
}

function spreadOf(
  arrays: Arrays,
  { cols, classCount, count }: { readonly cols: number; readonly classCount: number; readonly count: number },
): TrainingSpread {
  const rows = matrixIn(arrays, "spread_rows", { cols });
  if (rows.rows === 0) throw damaged("the array spread_rows", "is empty");
  return {
    rows,
    codes: wholesIn(arrays, "spread_codes", { length: rows.rows, below: classCount }),
    distances: atLeastZeroIn(arrays, "spread_distances", count),
    dropped: vectorIn(arrays, "spread_dropped", count),
  };
}

function atLeastZeroIn(arrays: Arrays, name: string, length: number): Float64Array {
  const values = vectorIn(arrays, name, length);
  const odd = values.find((value) => value < 0);
  if (odd !== undefined) throw damaged(`the array ${name}`, `holds ${odd}; its numbers must be at least 0`);
  return values;
}

function itemsAt(value: unknown): TrainingItemsInfo {
  const fields = objectAt(value, "items");
  const points = listAt(fields.points, "items.points").map((one) => wholeAt(one, "items.points", 1));
  if (points.length !== 2 || points[0]! > points[1]!)
    throw damaged("items.points", "must be the least and the most");
  return {
    kind: kindAt(fields.kind),
    count: wholeAt(fields.count, "items.count", 2),
    points: [points[0]!, points[1]!],
  };
}

const KINDS: { readonly [K in ItemKind["kind"]]: (fields: Fields) => Extract<ItemKind, { kind: K }> } = {
  points: () => ({ kind: "points" }),
  mesh: () => ({ kind: "mesh" }),
  features: ({ of }) => ({ kind: "features", of: textAt(of, "items.kind.of") }),
  image: ({ width, height }) => ({
    kind: "image",
    width: wholeAt(width, "items.kind.width", 1),
    height: wholeAt(height, "items.kind.height", 1),
  }),
  spectrum: ({ quantity, unit }) => ({
    kind: "spectrum",
    quantity: textAt(quantity, "items.kind.quantity"),
    ...(unit !== undefined && { unit: textAt(unit, "items.kind.unit") }),
  }),
};

function kindAt(value: unknown): ItemKind {
  const fields = objectAt(value, "items.kind");
  return KINDS[nameAt(fields.kind, "items.kind.kind", KINDS)](fields);
}

function originAt(value: unknown): ModelOrigin {
  const { version, seed, label, inputs, score } = objectAt(value, "origin");
  return {
    version: textAt(version, "origin.version"),
    seed: wholeAt(seed, "origin.seed"),
    label: textAt(label, "origin.label"),
    inputs: textsAt(inputs, "origin.inputs"),
    ...(score !== undefined && { score: scoreAt(score) }),
  };
}

function scoreAt(value: unknown): ModelScore {
  const fields = objectAt(value, "origin.score");
  const number = (name: string): number => numberAt(fields[name], `origin.score.${name}`);
  return {
    accuracy: number("accuracy"),
    standardError: number("standardError"),
    majorityRate: number("majorityRate"),
    measuredOn: textAt(fields.measuredOn, "origin.score.measuredOn"),
  };
}
