import { describe, expect, it } from "vitest";
import { METHODS } from "../../pipelines/steady-state/methods/index.js";
import { steadyStateTask, steadySystems } from "../../pipelines/steady-state/options.js";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import type { MethodName } from "../../pipelines/systems/steady-methods.js";

/** Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567), examples and their stored runs. */
const PUBLISHED: readonly (readonly [string, MethodName, Readonly<Record<string, unknown>>])[] = [
  [
    "drift-diffusion",
    "icdf",
    { particles: 1e5, duration: 1, quantiles: 1000, difference: 0.1, iterations: 100 },
  ],
  ["drift-diffusion", "cdf", { particles: 1e6, duration: 1, lines: 101, iterations: 20 }],
  ["drift-diffusion", "wasserstein-newton", { duration: 0.1, difference: 0.1, iterations: 25 }],
  [
    "drift-diffusion",
    "wasserstein-adam",
    { particles: 1e5, batch: 0, learningRate: 0.1, decayEvery: 100, epochs: 300 },
  ],
  ["drift-diffusion", "sinkhorn-adam", { particles: 1e4, batch: 0, learningRate: 1, epochs: 1500 }],
  ["drift-diffusion", "sinkhorn-descent", { particles: 1e4, batch: 0, learningRate: 1, epochs: 5000 }],
  ["double-well", "icdf", { particles: 1e6, duration: 1, quantiles: 1000, difference: 0.1, iterations: 25 }],
  [
    "agents",
    "icdf",
    { particles: 1e5, duration: 1, quantiles: 100, difference: 0.1, iterations: 25, hidden: "restart" },
  ],
  [
    "half-moon",
    "joint-cdf",
    { particles: 1e6, lines: 201, difference: 0.1, iterations: 50, lineSearch: "none" },
  ],
  [
    "half-moon",
    "angular-radial",
    { rays: 101, difference: 0.2, tolerance: 5e-4, iterations: 50, lineSearch: "wolfe" },
  ],
  [
    "half-moon",
    "wasserstein-adam",
    { particles: 1e5, batch: 1000, learningRate: 1e-2, decayEvery: 100, epochs: 300 },
  ],
  [
    "ornstein-uhlenbeck",
    "wasserstein-newton",
    { particles: 1e6, duration: 0.1, difference: 1e4, iterations: 100 },
  ],
];

describe("the preset paper", () => {
  it.each(PUBLISHED)("of %s has the published numbers for %s, and fresh noise", (system, method, numbers) => {
    const { settings } = steadyStateTask({ system, method, preset: "paper" });
    expect(settings).toMatchObject({ ...numbers, noise: "fresh" });
  });

  const others = steadySystems().flatMap((system) => {
    const { dim } = SYSTEMS[system]!.make(steadyStateTask({ system, preset: "small" }).values);
    return SYSTEMS[system]!.steady!.methods.filter((method) => {
      const { dims }: { dims?: readonly number[] } = METHODS[method];
      const isPublished = PUBLISHED.some(([s, m]) => s === system && m === method);
      return !isPublished && (dims === undefined || dims.includes(dim));
    }).map((method) => [system, method] as const);
  });

  it.each(others)("of %s is refused for %s, which nobody published", (system, method) => {
    expect(() => steadyStateTask({ system, method, preset: "paper" })).toThrow(
      /no (?:published numbers for )?--preset paper.*--preset small/,
    );
  });

  it("takes a method that has published numbers where none is named", () => {
    const { method } = steadyStateTask({ system: "ornstein-uhlenbeck", preset: "paper" });
    expect(method).toBe("wasserstein-newton");
  });
});

describe("a matching that would take hours is refused before anything runs", () => {
  it.each([
    ["drift-diffusion", "sinkhorn-adam", { particles: 10_001 }, /10001 particles.*--batch of at most 10000/],
    ["drift-diffusion", "sinkhorn-newton", { particles: 10_001 }, /10001 particles.*fewer --particles$/],
    [
      "half-moon",
      "wasserstein-newton",
      { particles: 20_001 },
      /20001 particles would be matched at once, at most 20000/,
    ],
    ["half-moon", "wasserstein-adam", { particles: 50_000, batch: 0 }, /50000 particles/],
  ] as const)("%s %s %j", (system, method, settings, message) => {
    expect(() => steadyStateTask({ system, method, settings, preset: "small" })).toThrow(message);
  });

  it.each([
    ["drift-diffusion", "wasserstein-newton", { particles: 1_000_000 }],
    ["half-moon", "wasserstein-adam", { particles: 1_000_000, batch: 1000 }],
    ["half-moon", "sinkhorn-adam", { particles: 10_000 }],
  ] as const)("and %s %s %j is not", (system, method, settings) => {
    expect(() => steadyStateTask({ system, method, settings, preset: "small" })).not.toThrow();
  });
});
