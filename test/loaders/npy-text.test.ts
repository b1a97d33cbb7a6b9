import { describe, expect, it } from "vitest";
import { parseNpyLabels } from "../../loaders/npy.js";
import { encodeNpyTexts } from "../../loaders/npy-text.js";
import { base64Bytes } from "./base64-bytes.js";
import { NUMPY_TEXTS } from "./numpy-texts.js";

describe("encodeNpyTexts", () => {
  it.each(NUMPY_TEXTS)("has the bytes that NumPy has for %j", (texts, base64) => {
    expect(encodeNpyTexts(texts)).toEqual(base64Bytes(base64));
  });

  it("is read back", () => {
    const texts = ["a", "", "größer", "x,y\n"];
    expect(parseNpyLabels(encodeNpyTexts(texts))).toEqual(texts);
    expect(encodeNpyTexts([]).length).toBeGreaterThan(0);
  });

  it("refuses texts that would take more than 256 MiB", () => {
    const texts = [..."x".repeat(70), "x".repeat(1_000_000)];
    expect(() => encodeNpyTexts(texts)).toThrow(/71 texts of up to 1000000 characters/);
  });
});
