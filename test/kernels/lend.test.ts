import { afterEach, describe, expect, it, vi } from "vitest";
import { exactFamily, lendExactKernels } from "../../src/kernels/exact.js";
import type { ExactKernels } from "../../src/kernels/kernels.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("lendExactKernels", () => {
  it("lends the same instance again, and another one to work inside of work", () => {
    const first = lendExactKernels((kernels) => kernels);
    lendExactKernels((outer) => {
      expect(outer).toBe(first);
      const inner = lendExactKernels((kernels) => kernels);
      expect(inner).not.toBe(outer);
    });
  });

  it("does not lend an instance again that has thrown", () => {
    let broken: ExactKernels | undefined;
    const fail = () =>
      lendExactKernels((kernels) => {
        broken = kernels;
        throw new Error("broken");
      });
    expect(fail).toThrow("broken");
    expect(lendExactKernels((kernels) => kernels)).not.toBe(broken);
  });

  it("drops an instance that has taken much memory", () => {
    const large = lendExactKernels((kernels) => {
      kernels.functions.newTransform(1, 5_000_000, 1); // 80 MB
      return kernels;
    });
    expect(large.heldBytes()).toBeGreaterThan(2 ** 26);
    expect(lendExactKernels((kernels) => kernels)).not.toBe(large);
  });

  it("begins again in plain JavaScript where WebAssembly has no memory", () => {
    const tried: ExactKernels[] = [];
    const hungry = (kernels: ExactKernels): number => {
      tried.push(kernels);
      const transform = kernels.functions.newTransform(2, 1, kernels === exactFamily.plain ? 1 : 2 ** 27);
      return kernels.doubles(kernels.functions.transformX(transform), 2).length;
    };
    expect(lendExactKernels(hungry)).toBe(2);
    expect(tried.length).toBe(2);
    expect(tried[0]).not.toBe(exactFamily.plain);
    expect(tried[1]).toBe(exactFamily.plain);
    expect(lendExactKernels((kernels) => kernels)).not.toBe(tried[0]);
  });

  it("lends plain JavaScript where there is no WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const fresh = await import("../../src/kernels/exact.js");
    expect(fresh.lendExactKernels((kernels) => kernels)).toBe(fresh.exactFamily.plain);
    expect(exactFamily.plain.heldBytes()).toBe(0);
  });
});
