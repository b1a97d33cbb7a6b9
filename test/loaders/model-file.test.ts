import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../loaders/crc32.js";
import { encodeModel, isModelStart, parseModel } from "../../loaders/model-file.js";
import { encodeNpy } from "../../loaders/npy.js";
import { zipFile } from "../../loaders/zip-file.js";
import { FormatError, isOtError } from "../../src/errors.js";
import { CLASSIFIERS, type ClassifierName, predictClasses } from "../../src/learn/classifier.js";
import { hkMetric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import { seededRandom } from "../../src/numeric/random.js";
import { METRICS, smallModel } from "../model/small-model.js";
import { corrupted } from "./corrupted.js";

const KINDS = Object.keys(CLASSIFIERS) as ClassifierName[];
const { rows, ...MODEL } = await smallModel();
const BYTES = encodeModel(MODEL);

/** What a reader of the file gets, which has no certificates of fitting any more. */
const asStored = <M extends typeof MODEL>({ references, ...model }: M) => ({
  ...model,
  references: references.map((one) => ({ ...one, origin: { ...one.origin, certificates: [] } })),
});

type Json = Record<string, unknown>;

/** The file with another model.json, and other arrays; their checksums are right. */
function edited(change: (json: Json, arrays: Map<string, Uint8Array>) => void): Uint8Array {
  const members = new Map(Object.entries(unzipSync(BYTES)));
  const json = JSON.parse(new TextDecoder().decode(members.get("model.json"))) as Json;
  members.delete("model.json");
  change(json, members);
  const listed = json.arrays as Record<string, { crc32: number }>;
  for (const [name, bytes] of members) {
    const entry = listed[name.slice(0, -".npy".length)];
    if (entry) entry.crc32 = crc32(bytes);
  }
  return zipFile(new Map([["model.json", new TextEncoder().encode(JSON.stringify(json))], ...members]));
}

function refusal(bytes: Uint8Array): string {
  try {
    parseModel(bytes, { file: "a.model" });
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as FormatError).message;
  }
  return expect.fail("it was read");
}

describe("a model file", () => {
  it.each(KINDS)(
    "gives back the bits of a model with the classifier %s, and its classes",
    async (classifier) => {
      const { rows: seen, ...model } = await smallModel({ classifier });
      const read = parseModel(encodeModel(model));
      expect(read).toEqual(asStored(model));
      expect(predictClasses(read.classifier, seen)).toEqual(predictClasses(model.classifier, seen));
    },
  );

  it.each(Object.entries(METRICS))(
    "gives back references in the metric %s, several of them",
    async (_, metric) => {
      const { rows: __, ...model } = await smallModel({ metric, references: 3 });
      const { references } = parseModel(encodeModel(model));
      expect(references.map(({ id }) => id)).toEqual(model.references.map(({ id }) => id));
      expect(references.map((one) => one.metric)).toEqual([metric, metric, metric]);
    },
  );

  it.each([
    ["none", false],
    ["centre", false],
    ["scale", false],
    ["rigid", false],
    ["rigid", true],
  ] as const)("gives back the alignment %s (points have names: %s)", async (align, named) => {
    const { rows: _, ...model } = await smallModel({ align, named });
    expect(model.alignment.consensus !== undefined).toBe(named);
    expect(parseModel(encodeModel(model)).alignment).toEqual(model.alignment);
  });

  it("gives back what a spectrum's recipe and a score may hold", () => {
    const model = {
      ...MODEL,
      recipe: {
        normalise: "none",
        align: "none",
        unitMass: false,
        variable: "cube",
        negatives: "clip",
        bandMass: "density",
        bin: 3,
        axis: { quantity: "wavelength", unit: "nm", values: Float64Array.of(400.1, 500.25, 1 / 3 + 900) },
      },
      items: { kind: { kind: "spectrum", quantity: "wavelength", unit: "nm" }, count: 12, points: [3, 9] },
      origin: {
        ...MODEL.origin,
        score: { accuracy: 1, standardError: 0, majorityRate: 1 / 3, measuredOn: "5 folds" },
      },
    } as const;
    expect(parseModel(encodeModel(model))).toEqual(asStored(model));
  });

  it("has the same bytes each time, and begins as model files do", () => {
    expect(encodeModel(parseModel(BYTES))).toEqual(BYTES);
    expect(isModelStart(BYTES.subarray(0, 64))).toBe(true);
    expect(isModelStart(zipFile(new Map([["rows.npy", new Uint8Array(3)]])))).toBe(false);
    expect(isModelStart(new Uint8Array(3))).toBe(false);
  });

  it("is an archive that another reader opens, its arrays NPY files", () => {
    const members = unzipSync(BYTES);
    expect(Object.keys(members)).toContain("reference_0_points.npy");
    expect(Object.keys(members).filter((name) => !name.endsWith(".npy"))).toEqual(["model.json"]);
  });
});

describe("a file that is no model of this version", () => {
  it("is refused by what it is", () => {
    expect(refusal(new TextEncoder().encode("item,x\n"))).toMatch(/a\.model.*no model file.*classify --save/);
    expect(refusal(new Uint8Array(0))).toMatch(/no model file/);
    expect(refusal(zipSync({ "rows.npy": encodeNpy(new Float64Array(2), [2]) }))).toMatch(
      /has no model\.json/,
    );
    expect(refusal(edited((json) => Object.assign(json, { format: "other" })))).toMatch(/no model.*"other"/);
    expect(refusal(edited((json) => Object.assign(json, { version: 2, arrays: "elsewhere" })))).toMatch(
      /version 2, and version 1 is what is read here; learn it again/,
    );
  });
});

describe("a damaged model file", () => {
  it("is refused wherever it is cut off", () => {
    for (let length = 0; length < BYTES.length; length += 7) {
      expect(() => parseModel(BYTES.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
    expect(refusal(BYTES.subarray(0, BYTES.length - 1))).toMatch(/not a sound zip/);
  });

  it("is refused, or read as if whole, whichever bit of it flips", () => {
    const whole = JSON.stringify(parseModel(BYTES));
    let refused = 0;
    for (let at = 0; at < BYTES.length; at++) {
      const damaged = Uint8Array.from(BYTES);
      damaged[at]! ^= 1 << (at % 8);
      try {
        expect(JSON.stringify(parseModel(damaged))).toBe(whole);
      } catch (error) {
        if (!isOtError(error, "FormatError")) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0.8 * BYTES.length); // the rest are dates and the like
  });

  it("is refused, or read as if whole, whatever is lost or changed", () => {
    const whole = JSON.stringify(parseModel(BYTES));
    const random = seededRandom(4);
    for (let round = 0; round < 300; round++) {
      try {
        expect(JSON.stringify(parseModel(corrupted(BYTES, random.fork(round))))).toBe(whole);
      } catch (error) {
        if (!isOtError(error, "FormatError")) throw error;
      }
    }
  });

  const array = (name: string, data: readonly number[], shape: readonly number[] = [data.length]) =>
    edited((_, arrays) => arrays.set(`${name}.npy`, encodeNpy(Float64Array.from(data), shape)));

  it.each([
    [
      "an array less",
      edited((_, arrays) => arrays.delete("classifier_rho.npy")),
      /classifier_rho" is missing/,
    ],
    ["one too many", edited((_, arrays) => arrays.set("x.npy", new Uint8Array(8))), /"x.npy" is not listed/],
    ["no number", array("classifier_rho", [1, Number.NaN, 2]), /classifier_rho holds NaN at place 1/],
    [
      "another shape",
      array("spread_distances", [1, 2]),
      /spread_distances has the shape \(2\) instead of \(12\)/,
    ],
    ["a class that is not there", array("spread_codes", Array(12).fill(3)), /spread_codes holds 3 .* 0 to 2/],
    ["half a class", array("spread_codes", Array(12).fill(0.5)), /spread_codes holds 0\.5/],
    [
      "a reference of weight 0",
      array("reference_0_weights", [0, 0.5, 0.25, 0.25]),
      /reference 0 cannot be.*weight 0/,
    ],
    [
      "another reference",
      array("reference_0_weights", [0.1, 0.4, 0.25, 0.25]),
      /reference 0 is .* by its points/,
    ],
    ["a scale of 0", array("classifier_scale", Array(8).fill(0)), /classifier_scale must be above 0/],
    ["a negative distance", array("spread_distances", Array(12).fill(-1)), /must be at least 0/],
    [
      "classes twice",
      edited((json) => Object.assign(json, { classes: ["a", "a", "b"] })),
      /classes must be names/,
    ],
    [
      "a machine without pairs",
      edited((json, arrays) => {
        for (const [name, shape] of [
          ["pairs", [0]],
          ["rho", [0]],
          ["weights", [0, 8]],
        ] as const) {
          arrays.set(
            `classifier_${name}.npy`,
            encodeNpy(name === "pairs" ? new Int32Array(0) : new Float64Array(0), [...shape]),
          );
          Object.assign((json.arrays as Json)[`classifier_${name}`] as Json, { shape });
        }
      }),
      /classifier_pairs lacks class/,
    ],
    ["a pair twice", array("classifier_pairs", [0, 1, 0, 1, 1, 2]), /classifier_pairs has not each pair/],
    ["no references", edited((json) => Object.assign(json, { references: [] })), /references has none/],
    [
      "another classifier",
      edited((json) => Object.assign(json, { classifier: { kind: "x" } })),
      /classifier\.kind is "x"/,
    ],
    [
      "a step of another version",
      edited((json) => Object.assign(json.recipe as Json, { fold: 1 })),
      /recipe\.fold is no step/,
    ],
    [
      "a mode of alignment",
      edited((json) => Object.assign(json, { alignment: { mode: "bent" } })),
      /alignment\.mode is "bent"/,
    ],
    ["text for numbers", edited((json) => Object.assign(json.recipe as Json, { bin: "two" })), /recipe\.bin/],
  ])("is refused for %s, in a sentence that says where", (_, bytes, sentence) => {
    const message = refusal(bytes);
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^a\.model: this model file is damaged/);
  });

  it("is refused for an array that is not the one of its checksum", () => {
    const members = new Map<string, Uint8Array>(Object.entries(unzipSync(BYTES)));
    members.set("classifier_rho.npy", encodeNpy(Float64Array.of(1, 2, 3), [3]));
    expect(refusal(zipFile(members))).toMatch(/classifier_rho" is another than its checksum says/);
  });

  it("is refused for a forest of no trees, and for references of different scale", async () => {
    const { rows: _, ...model } = await smallModel({
      classifier: "forest",
      metric: hkMetric(2),
      references: 2,
    });
    if (model.classifier.kind !== "forest") return expect.fail("no forest");
    const none = { ...model.classifier, model: { ...model.classifier.model, trees: [] } };
    expect(() => parseModel(encodeModel({ ...model, classifier: none }))).toThrow(/has 0 trees/);
    const [first, second] = model.references;
    const references = [first!, reference(second!.measure, { ...second!, metric: hkMetric(3) })];
    expect(() => parseModel(encodeModel({ ...model, references }))).toThrow(
      /reference 1 has another dimension or metric/,
    );
  });

  it("that unfolds to a gigabyte is refused before it is, as a model", () => {
    const bomb = zipSync({ "model.json": new Uint8Array(2 ** 26 + 1).fill(32) });
    expect(refusal(bomb)).toMatch(/promises 67108865 bytes.*learn it again with classify --save/);
  });

  it("is refused for a tree that runs in a circle", async () => {
    const { rows: _, ...model } = await smallModel({ classifier: "forest" });
    if (model.classifier.kind !== "forest") return expect.fail("no forest");
    const [first, ...others] = model.classifier.model.trees;
    const circle = { ...first!, left: first!.left.map(() => 0), column: first!.column.map(() => 0) };
    const bent = { ...model.classifier, model: { ...model.classifier.model, trees: [circle, ...others] } };
    expect(() => parseModel(encodeModel({ ...model, classifier: bent }))).toThrow(
      /tree 0 sends node 0 to node 0/,
    );
  });
});
