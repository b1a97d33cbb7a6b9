import { FormatError } from "../errors.js";
import type { SpectralAxis } from "../measure/spectral-axis.js";
import type { Status } from "../numeric/certificate.js";
import {
  damaged,
  damagedIn,
  type Fields,
  listAt,
  nameAt,
  numberAbove,
  numberAt,
  numberFrom,
  numbersAt,
  objectAt,
  shown,
  textAt,
  wholeAt,
  wordOf,
} from "../numeric/json-fields.js";
import { type Matrix, matrixFromRows, rowView } from "../numeric/matrix.js";
import { ATOM_FORMS } from "./atom-form.js";
import type { Dictionary, Restart } from "./dictionary.js";
import { MOST_ITERATIONS, MOST_POWER } from "./problem.js";
import { roomFault } from "./room.js";
import { DICTIONARY_LOSSES, type DictionarySettings } from "./settings.js";
import { ATOM_STARTS, WEIGHT_STARTS } from "./start.js";
import { ATOM_UPDATES, type TrainingSettings } from "./training.js";

/** What a model file begins with. Readers refuse other versions: numbers would be taken for others than they are. */
const FORMAT = "pushforward dictionary";
const VERSION = 1;
/** In sentences that refuse one. */
const NAME = "this dictionary";

/**
 * A dictionary as the text of a model file: JSON of one object,
 *
 *   format "pushforward dictionary", version 1,
 *   axis { quantity, unit?, values },  settings, training,  atoms (size rows of bands),
 *   weights? (N rows of size), losses? (N),  epochLosses,  restarts,  kept
 *
 * with the fields of `Dictionary`; numbers in as many digits as bring back their bits, those that JSON has no word for as
 * "Infinity", "-Infinity" and "NaN".
 *
 * @param options.weights leave out weights and losses of the training rows with `false`.
 */
export function encodeDictionary(
  dictionary: Dictionary,
  options: { readonly weights?: boolean } = {},
): string {
  const { axis, settings, training, atoms, weights, losses, epochLosses, restarts, kept } = dictionary;
  const rows = options.weights !== false && weights ? { weights: rowsOf(weights) } : {};
  const seen = options.weights !== false && losses ? { losses: [...losses] } : {};
  const record = {
    format: FORMAT,
    version: VERSION,
    axis: { quantity: axis.quantity, unit: axis.unit, values: [...axis.values] },
    settings,
    training,
    atoms: rowsOf(atoms),
    ...rows,
    ...seen,
    epochLosses,
    restarts,
    kept,
  };
  return `${JSON.stringify(record, (_, value) => (typeof value === "number" ? wordOf(value) : value))}\n`;
}

const rowsOf = (a: Matrix): number[][] => Array.from({ length: a.rows }, (_, i) => [...rowView(a, i)]);

/**
 * The dictionary of a model file, to the same bits.
 *
 * @throws FormatError if the text is no dictionary of this version, or damaged: what is amiss and where, in the details' place.
 */
export function parseDictionary(text: string): Dictionary {
  const value = parsed(text);
  const record = damagedIn(NAME, () => objectAt(value, "the file"));
  requireVersion(record);
  return damagedIn(NAME, () => dictionaryOf(record));
}

function dictionaryOf(record: Fields): Dictionary {
  const axis = axisAt(record.axis);
  const settings = settingsAt(record.settings);
  const training = trainingAt(record.training);
  const atoms = matrixAt(record.atoms, "atoms", training.size, axis.values.length);
  requireNoNegative(atoms, "atoms");
  const fault = roomFault(settings, axis.values.length, training.size);
  if (fault !== undefined) throw damaged("settings", `ask for too much: ${fault}`);
  const restarts = listAt(record.restarts, "restarts").map(restartAt);
  const kept = wholeAt(record.kept, "kept");
  if (kept >= restarts.length) {
    throw damaged("kept", `is ${kept}, but there are ${restarts.length} restarts`);
  }
  const epochLosses = numbersAt(record.epochLosses, "epochLosses");
  return { axis, settings, training, atoms, ...rowsAt(record, training.size), epochLosses, restarts, kept };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError("a dictionary is a JSON file, and this text is none", { cause });
  }
}

function requireVersion({ format, version }: Fields): void {
  if (format !== FORMAT) {
    throw new FormatError(`this is no dictionary: its format is ${shown(format)}, not "${FORMAT}"`, {
      place: "format",
    });
  }
  if (version !== VERSION) {
    throw new FormatError(
      `this dictionary is of version ${shown(version)}, and version ${VERSION} is what is read here; learn it again`,
      { place: "version" },
    );
  }
}

function axisAt(value: unknown): SpectralAxis {
  const { quantity, unit, values } = objectAt(value, "axis");
  const positions = Float64Array.from(numbersAt(values, "axis.values"));
  const odd = positions.findIndex(
    (position, j) => !(Number.isFinite(position) && !(position <= positions[j - 1]!)),
  );
  if (odd >= 0) throw damaged("axis.values", `number ${odd} is ${positions[odd]}, and they have to increase`);
  const named = { values: positions, quantity: textAt(quantity, "axis.quantity") };
  return unit === undefined ? named : { ...named, unit: textAt(unit, "axis.unit") };
}

function settingsAt(value: unknown): DictionarySettings {
  const fields = objectAt(value, "settings");
  const positive = (name: string, most: number): number =>
    numberAbove(fields[name], `settings.${name}`, 0, most);
  const count = (name: string): number => wholeAt(fields[name], `settings.${name}`, 1, MOST_ITERATIONS);
  return {
    power: positive("power", MOST_POWER),
    epsilon: positive("epsilon", Number.MAX_VALUE),
    rhoBarycenter: positive("rhoBarycenter", Infinity),
    rhoLoss: positive("rhoLoss", Infinity),
    iterations: count("iterations"),
    loss: nameAt(fields.loss, "settings.loss", DICTIONARY_LOSSES),
    lossIterations: count("lossIterations"),
    lossTolerance: numberFrom(fields.lossTolerance, "settings.lossTolerance", 0),
  };
}

function trainingAt(value: unknown): TrainingSettings {
  const fields = objectAt(value, "training");
  const count = (name: string): number => wholeAt(fields[name], `training.${name}`, 1);
  const rate = (name: string): number => numberAbove(fields[name], `training.${name}`, 0, Number.MAX_VALUE);
  const strength = (name: string): number => numberFrom(fields[name], `training.${name}`, 0);
  return {
    size: count("size"),
    atoms: nameAt(fields.atoms, "training.atoms", ATOM_UPDATES),
    atomForm: nameAt(fields.atomForm, "training.atomForm", ATOM_FORMS),
    start: nameAt(fields.start, "training.start", ATOM_STARTS),
    weightStart: nameAt(fields.weightStart, "training.weightStart", WEIGHT_STARTS),
    batch: count("batch"),
    learningRate: rate("learningRate"),
    weightRate: rate("weightRate"),
    locality: strength("locality"),
    tolerance: strength("tolerance"),
    seed: wholeAt(fields.seed, "training.seed"),
  };
}

const STATUSES: Readonly<Record<Status, true>> = {
  converged: true,
  "iteration-limit": true,
  stalled: true,
  "non-finite": true,
  aborted: true,
};

function restartAt(value: unknown, r: number): Restart {
  const fields = objectAt(value, `restarts ${r}`);
  const number = (name: string): number => numberAt(fields[name], `restarts ${r}, ${name}`);
  return {
    loss: number("loss"),
    atomGradient: number("atomGradient"),
    weightGradient: number("weightGradient"),
    steps: wholeAt(fields.steps, `restarts ${r}, steps`),
    status: nameAt(fields.status, `restarts ${r}, status`, STATUSES),
  };
}

function rowsAt({ weights, losses }: Fields, size: number): Pick<Dictionary, "weights" | "losses"> {
  if (weights === undefined) return losses === undefined ? {} : unpaired("losses", "weights");
  if (losses === undefined) return unpaired("weights", "losses");
  const found = matrixAt(weights, "weights", listAt(weights, "weights").length, size);
  requireNoNegative(found, "weights");
  const seen = Float64Array.from(numbersAt(losses, "losses"));
  if (seen.length === found.rows) return { weights: found, losses: seen };
  throw damaged("losses", `has ${seen.length} numbers for ${found.rows} rows of weights`);
}

function unpaired(there: string, missing: string): never {
  throw damaged(missing, `is not there, but ${there} is`);
}

function matrixAt(value: unknown, place: string, rows: number, cols: number): Matrix {
  const found = listAt(value, place).map((row, i) => numbersAt(row, `${place} ${i}`));
  if (found.length !== rows) throw damaged(place, `has ${found.length} rows instead of ${rows}`);
  found.forEach((row, i) => {
    if (row.length !== cols) throw damaged(`${place} ${i}`, `has ${row.length} numbers instead of ${cols}`);
  });
  return matrixFromRows(found);
}

function requireNoNegative({ cols, data }: Matrix, place: string): void {
  const odd = data.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd < 0) return;
  throw damaged(`${place} ${Math.floor(odd / cols)}`, `holds ${data[odd]}; it must be finite and at least 0`);
}
