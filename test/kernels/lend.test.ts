import { afterEach, describe, expect, it, vi } from "vitest";
import { javascriptKernels } from "../../src/kernels/javascript.js";
import type { Kernels } from "../../src/kernels/kernels.js";
import { lendKernels } from "../../src/kernels/lend.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("lendKernels", () => {
  it("lends the same instance again, and another one to work inside of work", () => {
    const first = lendKernels((kernels) => kernels);
    lendKernels((outer) => {
      expect(outer).toBe(first);
      const inner = lendKernels((kernels) => kernels);
      expect(inner).not.toBe(outer);
    });
  });

  it("does not lend an instance again that has thrown", () => {
    let broken: Kernels | undefined;
    const fail = () =>
      lendKernels((kernels) => {
        broken = kernels;
        throw new Error("broken");
      });
    expect(fail).toThrow("broken");
    expect(lendKernels((kernels) => kernels)).not.toBe(broken);
  });

  it("drops an instance that has taken much memory", () => {
    const large = lendKernels((kernels) => {
      kernels.functions.newTransform(1, 5_000_000, 1); // 80 MB
      return kernels;
    });
    expect(large.heldBytes()).toBeGreaterThan(2 ** 26);
    expect(lendKernels((kernels) => kernels)).not.toBe(large);
  });

  it("begins again in plain JavaScript where WebAssembly has no memory", () => {
    const tried: Kernels[] = [];
    const hungry = (kernels: Kernels): number => {
      tried.push(kernels);
      const transform = kernels.functions.newTransform(2, 1, kernels === javascriptKernels ? 1 : 2 ** 27);
      return kernels.doubles(kernels.functions.transformX(transform), 2).length;
    };
    expect(lendKernels(hungry)).toBe(2);
    expect(tried.length).toBe(2);
    expect(tried[0]).not.toBe(javascriptKernels);
    expect(tried[1]).toBe(javascriptKernels);
    expect(lendKernels((kernels) => kernels)).not.toBe(tried[0]);
  });

  it("lends plain JavaScript where there is no WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const fresh = await import("../../src/kernels/lend.js");
    const plain = await import("../../src/kernels/javascript.js");
    expect(fresh.lendKernels((kernels) => kernels)).toBe(plain.javascriptKernels);
    expect(javascriptKernels.heldBytes()).toBe(0);
  });
});
