import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../loaders/index.js";
import { type SimulateOptions, type SimulateResults, simulate } from "../../pipelines/index.js";
import { InterruptError } from "../../pipelines/interrupt.js";
import type { Outcome } from "../../pipelines/report.js";
import { lawDistances } from "../../pipelines/simulate/law-distances.js";
import { writeFolder } from "../../pipelines/store.js";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import { boxDiffusionLaw, measure, seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { filesOf } from "./run-program.js";

/** In micro-steps of 1/16: S = 32, k = 4, H = 32, H_R = 16, N_T = 1, R = 16. */
const TINY = {
  particles: 40,
  startUp: 2,
  halfWindow: 4,
  jump: 2,
  burnIn: 1,
  cycles: 1,
  recovery: 1,
  every: 1,
  record: 0.5,
} as const;

async function fileIn(outcome: Outcome<SimulateResults>, name: string): Promise<string> {
  return String((await outcome.render()).find((file) => file.name === name)?.bytes);
}

describe("the curve of step sizes", () => {
  it("of particles that relax without noise is tanh(h / 2), over h, 2h, ... to four half windows at least", async () => {
    const step = 1 / 16;
    const outcome = await simulate({
      system: "ornstein-uhlenbeck",
      ...TINY,
      stepSizes: 2,
      parameters: { step, diffusivity: 1e-16 },
    });
    const { points, best, atEnd, window, at, microSteps, replicates } = outcome.report.results.stepSizes!;
    expect(points.map(({ h }) => h)).toEqual([1, 2, 4, 8, 16].map((n) => n * step));
    expect({ best, atEnd, window, at, replicates }).toEqual({
      best: step,
      atEnd: true,
      window: 4 * step,
      at: 2 + 4 * step,
      replicates: 2,
    });
    expect(microSteps).toBe(2 * (36 + 32));
    expectNear(
      points.map(({ relative }) => relative!),
      points.map(({ h }) => Math.tanh(h / 2)),
      { atol: 1e-5, why: "noise of 1e-8 root(h) by h, of particles some 0.1 from the centre" },
    );
    const rows = (await fileIn(outcome, "step-sizes.csv")).trim().split("\n");
    expect(rows[0]).toBe("h,difference,standardError,speed,relative");
    expect(rows.length).toBe(1 + points.length);
    expect(outcome.report.files).toContain("step-sizes.csv");
  });

  it("has no standard error of one replicate, and is left out for none", async () => {
    const one = await simulate({ system: "diffusion", ...TINY, stepSizes: 1 });
    expect(one.report.results.stepSizes!.points.map(({ standardError }) => standardError)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
    expect(await fileIn(one, "report.html")).toContain("The time of a difference");
    const none = await simulate({ system: "diffusion", ...TINY, stepSizes: 0 });
    expect(none.report.results).not.toHaveProperty("stepSizes");
    expect(none.report.files).not.toContain("step-sizes.csv");
    expect(await fileIn(none, "report.html")).not.toContain("The time of a difference");
    expect(none.report.results.w2ToControl).toEqual(one.report.results.w2ToControl);
  });

  it("that is interrupted between replicates goes on to the same bytes", async () => {
    const options = { system: "chemotaxis", ...TINY, stepSizes: 3 } as const;
    const store = async (given: SimulateOptions | object, out: string): Promise<void> => {
      const outcome = await simulate({ ...options, ...given, out });
      await writeFolder(out, [...(await outcome.render())]);
      await outcome.finish?.(true);
    };
    const whole = await temporaryFolder({});
    await store({}, whole);
    const out = await temporaryFolder({});
    const controller = new AbortController();
    const stopped = store(
      {
        interruptible: (work: (signal: AbortSignal) => Promise<unknown>) => work(controller.signal),
        onProgress: ({ unit, done }: { unit: string; done: number }) => {
          if (unit !== "maps of step sizes" || done <= 6) return;
          controller.abort(new InterruptError("interrupted", 130)); // in the second replicate
        },
      },
      out,
    );
    await expect(stopped).rejects.toThrow("interrupted");
    const pieces = await readdir(join(out, "checkpoint"));
    expect(pieces).toContain("step-sizes-0.bin");
    expect(pieces).not.toContain("step-sizes-2.bin");
    await store({}, out);
    expect(await filesOf(out)).toEqual(await filesOf(whole));
  });
});

describe("the law that is known", () => {
  const box = { low: [0], high: [10] };
  const law = { about: "", isSteady: false, axes: [boxDiffusionLaw(300)] };
  const t = 300;

  /** Particles of the law, by bisection of its distribution. */
  function sample(count: number, seed: number) {
    const random = seededRandom(seed);
    const points = Float64Array.from({ length: count }, () => {
      const share = random.uniform();
      let [low, high] = [0, 10];
      for (let n = 0; n < 40; n++) {
        const middle = (low + high) / 2;
        if (law.axes[0]!.distribution(middle) < share) low = middle;
        else high = middle;
      }
      return low;
    });
    return measure(points, { dim: 1 });
  }

  it("is met by its own samples: chi-square is about its degrees of freedom", () => {
    const count = 2000;
    const clouds = Array.from({ length: 30 }, (_, seed) => ({
      name: `${seed}`,
      measure: sample(count, seed),
    }));
    const { runs, exact, x } = lawDistances(clouds, law, { t, box }).axes[0]!;
    const width = x[1]! - x[0]!;
    expect(x.length).toBe(Math.ceil(2 * Math.cbrt(count)));
    expectNear(
      exact.reduce((sum, density) => sum + density * width, 0),
      1,
      {
        atol: 1e-6,
        why: "Simpson's rule over bins",
      },
    );
    const mean = runs.reduce((sum, { chiSquare, degrees }) => sum + chiSquare / degrees, 0) / runs.length;
    const { degrees } = runs[0]!;
    expect(degrees).toBeGreaterThan(15);
    expectNear(mean, 1, {
      atol: 4 * Math.sqrt(2 / (degrees * runs.length)),
      why: "four standard deviations of a mean of 30 chi-squares",
    });
    const noise = exact.reduce(
      (sum, density) => sum + (density * (1 - density * width)) / (count * width),
      0,
    );
    const squares = runs.reduce((sum, { rms }) => sum + rms * rms, 0) / runs.length;
    expectNear(squares, noise / exact.length, {
      rtol: 0.25,
      why: "the binomial variance; 30 samples of 25 bins",
    });
  });

  it("is not met by another one, nor judged by a handful of particles", () => {
    const cloud = (points: Float64Array) => measure(points, { dim: 1 });
    const shifted = cloud(sample(2000, 1).points.map((value) => Math.min(10, value + 0.5)));
    const few = cloud(Float64Array.of(4, 5, 6));
    const clouds = [shifted, few].map((one) => ({ name: "", measure: one }));
    const [far, unknown] = lawDistances(clouds, law, { t, box }).axes[0]!.runs;
    expect(far!.chiSquare / far!.degrees).toBeGreaterThan(5);
    expect(unknown).toMatchObject({ chiSquare: 0, degrees: 0 });
  });

  it("is that of the time for diffusion, the steady one for a double well, and none for bacteria", async () => {
    const lawOf = async (system: string) => {
      const { step } = { step: system === "diffusion" ? 1 / 16 : 1 / 1000 };
      const times = { startUp: 2 * step, jump: 2 * step, burnIn: step, recovery: step, record: step };
      const outcome = await simulate({ system, ...TINY, ...times, stepSizes: 0 });
      return { law: outcome.report.results.law, page: await fileIn(outcome, "report.html") };
    };
    const diffusion = await lawOf("diffusion");
    expect(diffusion.law).toMatchObject({ isSteady: false, t: 10 / 16 });
    expect(diffusion.law!.axes.map(({ axis }) => axis)).toEqual(["x", "y"]);
    expect(diffusion.page).toContain("The exact law");
    const well = await lawOf("double-well");
    expect(well.law).toMatchObject({ isSteady: true });
    expect(well.law!.axes[0]!.runs.map(({ name }) => name)).toEqual([
      "control",
      "transport",
      "particle-wise",
    ]);
    expect(well.page).toContain("The steady law");
    const bacteria = await simulate({ system: "chemotaxis", ...TINY, stepSizes: 0 });
    expect(bacteria.report.results).not.toHaveProperty("law");
  });
});

describe("a population that grows", () => {
  it("is run by HK, and its mass stands next to the closed form", async () => {
    const step = 1 / 16;
    const run = async (decline: number) =>
      simulate({ system: "growth", ...TINY, stepSizes: 0, parameters: { step, growth: 0.3, decline } });
    const even = await run(0);
    const { metric, mass, finalTime } = even.report.results;
    expect(metric).toBe("hk");
    const control = mass!.runs.find(({ name }) => name === "control")!;
    expect(control.t.at(-1)).toBe(finalTime);
    expectNear(control.mass, mass!.exact, {
      rtol: 1e-12,
      why: "rounding of a hundred factors, whatever the places",
    });
    const transport = mass!.runs.find(({ name }) => name === "transport")!;
    const euler = (1 + (0.3 * TINY.jump) / 2) ** 2 / Math.exp(0.3 * TINY.jump); // one jump of the root of mass
    expectNear(transport.mass.at(-1)!, euler * mass!.exact.at(-1)!, {
      rtol: 0.03,
      why: "noise that moves particles by n makes (n / kappa)^2 of mass: n = 0.4 for diffusion over half a window, kappa = 3",
    });
    expect(even.text).toMatch(/HK \S+ between two controls/);
    const page = await fileIn(even, "report.html");
    expect(page).toContain("Total mass");
    expect(page).not.toContain("W2");
    const files = await even.render();
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining([...even.report.files]));
    const weights = parseNpyArray(
      files.find(({ name }) => name === "transport-weights.npy")!.bytes as Uint8Array,
    );
    expect(weights.shape).toEqual([transport.mass.length, 40]);
    expectNear(
      Array.from(weights.data)
        .slice(-40)
        .reduce((sum, w) => sum + w, 0),
      transport.mass.at(-1)!,
      { rtol: 1e-12, why: "the order of a sum" },
    );
  });

  it("follows Riccati's equation where the rate falls with the distance", () => {
    const values = { growth: 0.2, decline: 0.3, diffusivity: 0.04, deviation: 1.5, kappa: 1, step: 1 / 8 };
    const { mass, law } = SYSTEMS.growth!.simulate!;
    let [variance, logMass] = [values.deviation ** 2, 0];
    const [time, steps] = [4, 4000];
    const dt = time / steps;
    const slope = (v: number) => 2 * values.diffusivity - 2 * values.decline * v * v;
    for (let n = 0; n < steps; n++) {
      const middle = variance + (dt / 2) * slope(variance);
      logMass += dt * (values.growth - values.decline * middle);
      variance += dt * slope(middle);
    }
    const why = "the midpoint rule with steps of a thousandth";
    expectNear(mass!(values, time), Math.exp(logMass), { rtol: 1e-5, why });
    expectNear(law!(values, time).axes[0]!.density(0), 1 / Math.sqrt(2 * Math.PI * variance), {
      rtol: 1e-5,
      why,
    });
  });
});
