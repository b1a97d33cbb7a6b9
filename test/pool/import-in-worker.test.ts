import { expect, it, onTestFinished, vi } from "vitest";

it("the library, imported in a worker of the user's, leaves the worker's messages to the user", async () => {
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  vi.stubGlobal("WorkerGlobalScope", class {});
  vi.stubGlobal("onmessage", null);
  vi.resetModules();
  const library = await import("../../src/index.js");
  expect(library.createPool).toBeTypeOf("function");
  expect(Reflect.get(globalThis, "onmessage")).toBeNull();
});
