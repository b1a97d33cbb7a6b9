import { expect, it } from "vitest";
// @ts-expect-error: a script without types
import { compileKernels } from "../../scripts/build-kernels.mjs";
import { MODULE } from "../../src/kernels/module.js";

it("the module carried inline is what the sources compile to: else run npm run build:kernels", async () => {
  expect(MODULE).toBe(Buffer.from(await compileKernels()).toString("base64"));
});
