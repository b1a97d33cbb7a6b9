import { describe, expect, it } from "vitest";
import { cloud, unequal } from "../clouds.js";
import { about, optima } from "./agreement.js";
import { faultsOf } from "./faults.js";
import { MASS_KINDS } from "./random-masses.js";
import { randomProblem } from "./random-problem.js";
import { SHAPES } from "./random-shapes.js";
import { ROADS } from "./roads.js";

describe("the ten thousand random problems", () => {
  it("are ten thousand, nearly all with a cost", () => {
    expect(about.count).toBe(10_000);
    expect(optima.length).toBe(about.count);
    const missing = Object.values(about.missing).flat();
    expect(Array.from(optima.keys()).filter((seed) => Number.isNaN(optima[seed]))).toEqual(missing);
    expect(missing.length).toBeLessThan(10);
  });

  it("join every shape with every kind of masses", () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < about.count; seed++) {
      const [shape, masses] = randomProblem(seed).kind.replace(" copied", "").split(", ");
      const pair = `${shape}, ${masses}`;
      seen.set(pair, (seen.get(pair) ?? 0) + 1);
    }
    expect(seen.size).toBe(SHAPES.length * MASS_KINDS.length);
    expect(Math.min(...seen.values())).toBeGreaterThan(20); // of 60 on average
  });

  it("come back from their seed", () => {
    expect(randomProblem(17)).toEqual(randomProblem(17));
    expect(randomProblem(17).source).not.toEqual(randomProblem(18).source);
  });
});

describe("the faults of an answer", () => {
  const source = cloud(1, 20, { weight: unequal });
  const target = cloud(2, 30, { weight: unequal, shift: 0.5 });
  const right = ROADS[0]!.solve(source, target, {});
  const wrong = <K extends keyof typeof right>(field: K, change: Partial<(typeof right)[K]>) =>
    faultsOf(source, target, { ...right, [field]: { ...(right[field] as object), ...change } });

  it("are none when it is right", () => {
    expect(faultsOf(source, target, right, right.cost)).toEqual([]);
  });

  it("tell of another optimum", () => {
    const faults = faultsOf(source, target, right, right.cost * (1 + 1e-8));
    expect(faults.join()).toContain("the oracle found");
    expect(faults.join()).toContain("is not in");
  });

  it("tell of a status, an open and a crossed bracket", () => {
    const { lower, upper } = right.certificate;
    expect(wrong("certificate", { status: "stalled" }).join()).toContain("status stalled");
    expect(wrong("certificate", { upper: upper * (1 + 1e-8) }).join()).toContain("open by");
    expect(wrong("certificate", { lower: upper, upper: lower * (1 - 1e-12) }).join()).toContain(
      "the bracket is",
    );
  });

  it("tell of wrong marginals and of too many entries", () => {
    const { rows, cols, mass } = right.plan;
    expect(wrong("plan", { mass: mass.map((p) => p * (1 + 1e-12)) }).join()).toContain("a marginal is off");
    const twice = (indices: Int32Array) => Int32Array.of(...indices, ...indices);
    const halves = Float64Array.of(...mass.map((p) => p / 2), ...mass.map((p) => p / 2));
    expect(wrong("plan", { rows: twice(rows), cols: twice(cols), mass: halves }).join()).toContain("entries");
  });

  it("tell of potentials that are not feasible, or prove less than is said", () => {
    const { f } = right.potentials;
    const moved = (by: number) =>
      wrong("potentials", { f: f.map((value) => value + by * right.cost) }).join();
    expect(moved(1e-6)).toContain("potentials exceed a cost");
    expect(moved(-1e-6)).toContain("the potentials prove");
  });
});
