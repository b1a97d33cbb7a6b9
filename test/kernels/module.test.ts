import { expect, it } from "vitest";
// @ts-expect-error: a script without types
import { compileKernels, FAMILIES } from "../../scripts/build-kernels.mjs";
import { dictionaryFamily } from "../../src/kernels/dictionary.js";
import { entropicFamily } from "../../src/kernels/entropic.js";
import { exactFamily } from "../../src/kernels/exact.js";

const CARRIED: Readonly<Record<string, string>> = {
  exact: exactFamily.module,
  entropic: entropicFamily.module,
  dictionary: dictionaryFamily.module,
};

it("the modules carried inline are what the sources compile to: else run npm run build:kernels", async () => {
  expect(Object.keys(CARRIED)).toEqual(FAMILIES);
  for (const [family, module] of Object.entries(CARRIED)) {
    expect(module === (await compileKernels(family)), family).toBe(true);
  }
});
