import { describe, expect, it } from "vitest";
import type { Dictionary } from "../../src/dictionary/dictionary.js";
import { synthesise } from "../../src/dictionary/dictionary.js";
import { encodeDictionary, parseDictionary } from "../../src/dictionary/dictionary-file.js";
import { fitDictionary } from "../../src/dictionary/fit-dictionary.js";
import { DICTIONARY_PRESETS } from "../../src/dictionary/presets.js";
import { isOtError } from "../../src/errors.js";
import { matrixFromRows } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { gaussian } from "./toys.js";

const BINS = 12;
const data = matrixFromRows([3, 4, 6, 8].map((mean) => gaussian(BINS, mean, 2)));
const axis = {
  values: Float64Array.from({ length: BINS }, (_, j) => 400 + j / 3),
  quantity: "wavelength",
  unit: "nm",
};
const fitted = fitDictionary(data, {
  axis,
  settings: DICTIONARY_PRESETS.balanced(0),
  size: 2,
  random: seededRandom(2 ** 52 + 1),
  steps: 3,
  restarts: 2,
});

describe("the model file of a dictionary", () => {
  it("brings back every bit", () => {
    expect(parseDictionary(encodeDictionary(fitted))).toEqual(fitted);
  });

  it("brings back numbers that JSON has no word for", () => {
    const odd: Dictionary = {
      ...fitted,
      axis: { values: axis.values.map((value, j) => (j === 0 ? -0 : value)), quantity: "band" },
      restarts: fitted.restarts.map((restart) => ({ ...restart, loss: NaN, status: "non-finite" as const })),
      epochLosses: [Infinity, 5e-324, 0.1 + 0.2],
    };
    const back = parseDictionary(encodeDictionary(odd));
    expect(back).toEqual(odd);
    expect(Object.is(back.axis.values[0], -0)).toBe(true);
    expect(back.settings.rhoLoss).toBe(Infinity);
  });

  it("may leave out the training rows", () => {
    const { weights: _, losses: __, ...rest } = fitted;
    expect(parseDictionary(encodeDictionary(fitted, { weights: false }))).toEqual(rest);
  });

  it("synthesises what the fitted one does", () => {
    const back = parseDictionary(encodeDictionary(fitted));
    expect(synthesise(back, fitted.weights!)).toEqual(synthesise(fitted, fitted.weights!));
  });
});

type Edit = (record: Record<string, unknown>) => void;

function edited(edit: Edit): string {
  const record = JSON.parse(encodeDictionary(fitted)) as Record<string, unknown>;
  edit(record);
  return JSON.stringify(record);
}

const inside =
  (name: string, field: string, value: unknown): Edit =>
  (record) => {
    record[name] = { ...(record[name] as object), [field]: value };
  };

describe("a file that is no dictionary", () => {
  it.each([
    ["no JSON", () => "x,y\n1,2\n", /is a JSON file, and this text is none/],
    ["cut off", () => encodeDictionary(fitted).slice(0, 200), /is a JSON file/],
    ["another thing", () => "[1]", /the file is \[1\] instead of an object/],
    [
      "another format",
      () =>
        edited((r) => {
          r.format = "atlas";
        }),
      /its format is "atlas", not "pushforward dictionary"/,
    ],
    ["no format", () => "{}", /its format is missing/],
    [
      "another version",
      () =>
        edited((r) => {
          r.version = 2;
        }),
      /of version 2, and version 1 is what is read/,
    ],
    [
      "no atoms",
      () =>
        edited((r) => {
          delete r.atoms;
        }),
      /atoms is missing instead of a list/,
    ],
    [
      "an atom too few",
      () =>
        edited((r) => {
          r.atoms = [(r.atoms as unknown[])[0]];
        }),
      /atoms has 1 rows instead of 2/,
    ],
    [
      "a band too few",
      () =>
        edited((r) => {
          r.atoms = [[1], [1]];
        }),
      /atoms 0 has 1 numbers instead of 12/,
    ],
    [
      "a negative atom",
      () =>
        edited((r) => {
          r.atoms = [Array(12).fill(-1), Array(12).fill(1)];
        }),
      /atoms 0 holds -1/,
    ],
    [
      "a word for a number",
      () =>
        edited((r) => {
          r.epochLosses = ["many"];
        }),
      /epochLosses, number 0 is "many" instead of a number/,
    ],
    [
      "an axis that falls",
      () => edited(inside("axis", "values", [2, 1])),
      /axis.values number 1 is 1, and they have to increase/,
    ],
    [
      "an unknown loss",
      () => edited(inside("settings", "loss", "huber")),
      /settings.loss is "huber"; it must be one of transport/,
    ],
    ["a name of Object", () => edited(inside("settings", "loss", "toString")), /settings.loss is "toString"/],
    [
      "epsilon 0",
      () => edited(inside("settings", "epsilon", 0)),
      /settings.epsilon is 0; it must be above 0/,
    ],
    [
      "iterations without end",
      () => edited(inside("settings", "iterations", 1e9)),
      /settings.iterations is 1000000000; .* at least 1 and at most 10000/,
    ],
    [
      "iterations of the loss without end",
      () => edited(inside("settings", "lossIterations", 1e9)),
      /settings.lossIterations is 1000000000/,
    ],
    [
      "more than memory holds",
      () =>
        edited((r) => {
          inside("settings", "iterations", 10_000)(r);
          const values = Array.from({ length: 400 }, (_, j) => j);
          inside("axis", "values", values)(r);
          inside("training", "size", 9)(r);
          r.atoms = Array.from({ length: 9 }, () => values);
        }),
      /settings ask for too much: 9 atoms of 400 bands with 10000 iterations take 11 GB/,
    ],
    [
      "a steep power",
      () => edited(inside("settings", "power", 1000)),
      /settings.power is 1000; .*at most 100/,
    ],
    [
      "a tolerance below 0",
      () => edited(inside("settings", "lossTolerance", -5)),
      /settings.lossTolerance is -5; it must be finite and at least 0/,
    ],
    [
      "a rate that is none",
      () => edited(inside("training", "learningRate", "NaN")),
      /training.learningRate is NaN; it must be above 0/,
    ],
    [
      "a rate below 0",
      () => edited(inside("training", "weightRate", -1)),
      /training.weightRate is -1; it must be above 0/,
    ],
    ["no batch", () => edited(inside("training", "batch", 0)), /training.batch is 0; .*at least 1/],
    ["half an iteration", () => edited(inside("settings", "iterations", 2.5)), /settings.iterations is 2.5/],
    [
      "weights of another size",
      () =>
        edited((r) => {
          r.weights = [[1]];
        }),
      /weights 0 has 1 numbers instead of 2/,
    ],
    [
      "weights without losses",
      () =>
        edited((r) => {
          delete r.losses;
        }),
      /losses is not there, but weights is/,
    ],
    [
      "losses of another count",
      () =>
        edited((r) => {
          r.losses = [1];
        }),
      /losses has 1 numbers for 4 rows/,
    ],
    [
      "a start that is not there",
      () =>
        edited((r) => {
          r.kept = 2;
        }),
      /kept is 2, but there are 2 restarts/,
    ],
    [
      "an unknown status",
      () =>
        edited((r) => {
          r.restarts = [{ ...(r.restarts as object[])[0], status: "fine" }];
        }),
      /status is "fine"/,
    ],
  ] as readonly [string, () => string, RegExp][])("is refused: %s", (_, text, sentence) => {
    const error = (() => {
      try {
        return parseDictionary(text());
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isOtError(error, "FormatError")).toBe(true);
    expect((error as Error).message).toMatch(sentence);
  });
});
