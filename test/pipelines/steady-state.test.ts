import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../loaders/index.js";
import { InterruptError, type Interruptible } from "../../pipelines/interrupt.js";
import type { Report } from "../../pipelines/report.js";
import { STEADY_STATE_FILES } from "../../pipelines/steady-state/files.js";
import { METHODS } from "../../pipelines/steady-state/methods/index.js";
import { settingsTable, steadySystems } from "../../pipelines/steady-state/options.js";
import type { SteadyStateResults } from "../../pipelines/steady-state/results.js";
import { searchEnd } from "../../pipelines/steady-state/search-end.js";
import { findSteadyState, type SteadyStateOptions } from "../../pipelines/steady-state.js";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import type { MethodName } from "../../pipelines/systems/steady-methods.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { filesOf, run } from "./run-program.js";

/** A search of a second or so. */
const OU = ["steady-state", "ornstein-uhlenbeck", "--particles", "4000", "--quantiles", "50"] as const;

describe("the steady state of an Ornstein-Uhlenbeck process", () => {
  const found = findSteadyState({
    system: "ornstein-uhlenbeck",
    settings: { particles: 4000, quantiles: 50, duration: 0.5, plain: 0.5, antithetic: 0.1 },
  });

  it("is N(0, 1), with the eigenvalues exp(-n T) of the process", async () => {
    const { results } = (await found).report;
    const { mean, variance, exact } = results.moments[0]!;
    expect(exact).toEqual({ mean: 0, variance: 1 });
    // 1 / sqrt(1 - exp(-T)) times the error of a sample of 4000, three times over; pairs make it less
    expectNear(mean, 0, { atol: 0.08, why: "sampling noise of the common random numbers" });
    expectNear(variance, 1, { atol: 0.1, why: "sampling noise, and 50 quantiles" });
    const { eigenvalues, stable, relaxationTime } = results.stability!;
    expect(stable).toBe(true);
    expectNear(eigenvalues[0]!.real, Math.exp(-0.5), {
      atol: 0.03,
      why: "noise of the difference quotients",
    });
    expectNear(eigenvalues[1]!.real, Math.exp(-1), { atol: 0.06, why: "noise of the difference quotients" });
    expectNear(relaxationTime!, 1, { atol: 0.1, why: "the first eigenvalue" });
  });

  it("keeps the iterate of least residual, far below the noise of one evaluation", async () => {
    const { results } = (await found).report;
    const residuals = results.residuals.map(({ residual }) => residual);
    expect(residuals[results.kept]).toBe(Math.min(...residuals));
    expect(results.residual).toBeLessThan(results.noiseFloor! / 10);
    expect(residuals[0]).toBeGreaterThan(10 * results.noiseFloor!);
  });

  it("has densities that integrate to 1, and errors that are those of its own tables", async () => {
    const { results } = (await found).report;
    const { x, density, exact } = results.density[0]!;
    const width = x[1]! - x[0]!;
    const mass = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * width, 0);
    expectNear(mass(density), 1, { rtol: 1e-12, why: "all particles are within 5 deviations" });
    expectNear(mass(exact!), 1, { atol: 1e-6, why: "mass of N(0, 1) beyond 5 deviations" });
    const half = density.reduce((sum, value, b) => sum + (Math.abs(value - exact![b]!) * width) / 2, 0);
    expect(results.lawErrors!.densityError).toBe(half);
  });

  it("counts every micro-step, those of noise and stability included", async () => {
    const { results } = (await found).report;
    expect(results.microSteps.paid).toBe(results.evaluations * 4000 * 50);
    expect(results.residuals.map(({ microSteps }) => microSteps)).toEqual(
      results.residuals.map(({ evaluations }) => evaluations * 4000 * 50),
    );
    const { points, reached } = results.plain!;
    expect(points.map(({ microSteps }) => microSteps)).toEqual(points.map((_, n) => (n + 1) * 4000 * 50));
    expect(points.at(-1)!.microSteps).toBeLessThanOrEqual(results.microSteps.paid / 2);
    expect(results.microSteps.plain).toBe(reached === null ? null : points.at(-1)!.microSteps);
  });
});

/** Work of a second at most, for any method. */
const TINY: Readonly<Record<string, number>> = {
  particles: 60,
  quantiles: 10,
  lines: 9,
  rays: 7,
  rings: 5,
  iterations: 2,
  inner: 3,
  products: 4,
  noiseSamples: 2,
  epochs: 2,
  batch: 0,
  rough: 0,
  antithetic: 0,
};

const PAIRS = steadySystems().flatMap((system) =>
  SYSTEMS[system]!.steady!.methods.filter((method) => isFor(system, method)).map(
    (method) => [system, method] as const,
  ),
);

function isFor(system: string, method: MethodName): boolean {
  const { dims }: { dims?: readonly number[] } = METHODS[method];
  return dims === undefined || dims.includes(system === "half-moon" ? 2 : 1);
}

describe("the small preset", () => {
  it.each(PAIRS)("of %s is looked for by %s", async (system, method) => {
    const table = settingsTable(method, SYSTEMS[system]!.steady!);
    const settings = Object.fromEntries(Object.entries(TINY).filter(([name]) => name in table));
    const { report, text, render } = await findSteadyState({ system, method, settings });
    const { results } = report;
    expect(results.residuals.every(({ residual }) => Number.isFinite(residual))).toBe(true);
    expect(results.residuals.length).toBeGreaterThanOrEqual(2);
    expect(results.moments.length).toBe(system === "half-moon" ? 2 : 1);
    expect(results.lawErrors).toBeDefined();
    expect(text).toContain(method);
    const files = await render();
    expect(files.map(({ name }) => name).sort()).toEqual([...report.files].sort());
    for (const { name } of files) expect(STEADY_STATE_FILES).toContain(name);
    const particles = files.find(({ name }) => name === "particles.npy")!;
    expect(parseNpyArray(particles.bytes as Uint8Array).shape).toEqual([results.particles, results.dim]);
  });
});

describe("bad options", () => {
  it.each([
    [["--duration", "0.705"], /--duration is 0\.705.*micro-steps of 0\.01/],
    [["--epochs", "5"], /--epochs means nothing to --method icdf; it belongs to wasserstein-adam/],
    [["--method", "joint-cdf"], /joint-cdf/],
    [["--particles", "1"], /whole number of 2 to/],
    [["--quantiles", "1"], /whole number of 2 to/],
    [["--readings", "26"], /--readings is 26 in 50 micro-steps.*, 25/],
    [["--antithetic", "0.123"], /--antithetic is 0\.123.*micro-steps of 0\.01/],
    [["--rough", "4001"], /--rough is 4001, more than the 4000 --particles/],
    [["--noise-samples", "1"], /--noise-samples is 1; a spread needs 2/],
    [["--preset", "paper", "--checkpoint", "0"], /--checkpoint.*above 0/],
    [["--noise", "none"], /Allowed choices are common, iteration, fresh/],
    [["--step", "-1"], /above 0/],
  ])("%j are wrong usage, and nothing runs", async (flags, message) => {
    const { exitCode, output, error } = await run(...OU, ...flags);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(error).toMatch(message);
  });
});

it("particles that draw directions of their own are not paired, which is said before anything runs", async () => {
  const { exitCode, output, error } = await run("steady-state", "run-and-tumble", "--antithetic", "1");
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  expect(error).toContain("--antithetic");
  const settings = { antithetic: 1 };
  await expect(findSteadyState({ system: "run-and-tumble", settings })).rejects.toThrow(
    /--antithetic means nothing to --method icdf/,
  );
});

/** An interrupt after so many tellings of progress. */
function interruptedAfter(count: number): Pick<SteadyStateOptions, "interruptible" | "onProgress"> {
  const controller = new AbortController();
  let told = 0;
  const interruptible: Interruptible = (work) => work(controller.signal);
  return {
    interruptible,
    onProgress: () => {
      if (++told >= count) controller.abort(new InterruptError("interrupted", 130));
      return undefined;
    },
  };
}

async function toFolder(options: Parameters<typeof findSteadyState>[0] & { readonly out: string }) {
  const { report, render, notes, finish } = await findSteadyState(options);
  const { timings: _, ...rest } = report;
  const files = await render();
  await finish?.(true);
  return { rest, files, notes };
}

describe("a search that is interrupted", () => {
  it.each([
    ["icdf", { particles: 500, quantiles: 20, iterations: 4, plain: 0.2 }, /of \d+ evaluations/],
    ["wasserstein-adam", { particles: 200, epochs: 12 }, /of 12 epochs/],
  ] as const)("again and again is finished to the same bytes: %s", async (method, settings, note) => {
    const folder = await temporaryFolder({});
    const options = { system: "double-well", method, settings, seed: 3 } as const;
    const { notes, ...whole } = await toFolder({ ...options, out: join(folder, "whole") });
    expect(notes).toEqual([]);
    const out = join(folder, "stopped");
    for (const count of [3, 9, 5]) {
      const cut = findSteadyState({ ...options, out, ...interruptedAfter(count) });
      await expect(cut).rejects.toThrow(InterruptError);
    }
    const { notes: told, ...rest } = await toFolder({ ...options, out });
    expect(rest).toEqual(whole);
    expect(told?.join()).toMatch(note);
  });

  it("is not continued with other settings", async () => {
    const out = join(await temporaryFolder({}), "out");
    const options = { system: "double-well", settings: { particles: 300, quantiles: 20 }, out } as const;
    await expect(findSteadyState({ ...options, ...interruptedAfter(3) })).rejects.toThrow(InterruptError);
    const other = findSteadyState({ ...options, settings: { particles: 301, quantiles: 20 } });
    await expect(other).rejects.toThrow(/particles is 300 there and 301 here/);
  });
});

describe("a descent", () => {
  const given = { system: "langevin", method: "wasserstein-adam", seed: 1 } as const;

  it("keeps its best places, and measures them by new random numbers", async () => {
    // such a rate throws the particles about: the start is the best there is
    const settings = { particles: 300, epochs: 5, learningRate: 100, plain: 0 };
    const { results } = (await findSteadyState({ ...given, settings })).report;
    const residuals = results.residuals.map(({ residual }) => residual);
    expect(residuals.length).toBe(6);
    expect(results.kept).toBe(residuals.indexOf(Math.min(...residuals)));
    expect(results.kept).toBeLessThan(5);
    expect(results.residual).toBe(residuals[results.kept]);
    // the residual of the same places: both means of 300 distances, which noise changes by a few parts in ten
    expectNear(results.freshResidual!, results.residual, { rtol: 0.5, why: "new random numbers" });
    expect(results.freshResidual).not.toBe(results.residual);
    expect(results.evaluations).toBe(5 + 1 + 2);
  });
});

describe("a micro-step that takes longer than the time between checkpoints", () => {
  it.each([
    ["icdf", { particles: 300, quantiles: 20 }],
    ["wasserstein-adam", { particles: 300, epochs: 3 }],
  ] as const)("is an error that says when: %s", async (method, settings) => {
    const out = join(await temporaryFolder({}), "out");
    const search = findSteadyState({ system: "double-well", method, settings, out, checkpoint: 1e-9 });
    await expect(search).rejects.toThrow(/s for a micro-step.*--checkpoint.*micro-step 0 at time 0/);
    await expect(search).rejects.toMatchObject({ tag: "SimulatorError", details: { step: 0, time: 0 } });
  });

  it("does not matter where nothing is kept", async () => {
    const settings = { particles: 60, quantiles: 10, iterations: 1, plain: 0, eigenvalues: 0 };
    const { report } = await findSteadyState({ system: "double-well", settings, checkpoint: 1e-9 });
    expect(report.results.residuals.length).toBeGreaterThan(0);
  });
});

it("counts the evaluations of a branch, too", async () => {
  const settings = { particles: 200, quantiles: 10, iterations: 2, inner: 3, plain: 0, eigenvalues: 0 };
  const given = { system: "agents", settings } as const;
  const alone = (await findSteadyState(given)).report.results;
  const branch = { branchPoints: 2, branchStep: 0.5, branchTolerance: 1 };
  const { results } = (await findSteadyState({ ...given, settings: { ...settings, ...branch } })).report;
  expect(results.branch!.points.length).toBeGreaterThan(0);
  const more = results.evaluations - alone.evaluations;
  expect(more).toBeGreaterThan(0);
  // all by as many particles for as long
  expect(results.microSteps.branch! / more).toBe(alone.microSteps.paid / alone.evaluations);
});

it("leaves the same bytes twice, and nothing of its checkpoint", async () => {
  const folder = await temporaryFolder({});
  const argv = [
    ...OU,
    "--iterations",
    "2",
    "--inner",
    "4",
    "--products",
    "4",
    "--plain",
    "0.1",
    "--seed",
    "7",
  ];
  const [first, second] = [join(folder, "a"), join(folder, "b")];
  for (const out of [first, second]) {
    expect(await run(...argv, "--out", out)).toMatchObject({ exitCode: 0, error: "" });
  }
  const files = await filesOf(first);
  expect(await filesOf(second)).toEqual(files);
  expect([...files.keys()].sort()).toEqual([
    "density.csv",
    "eigenvalues.csv",
    "particles.npy",
    "plain.csv",
    "report.html",
    "report.json",
    "residuals.csv",
  ]);
  const page = await readFile(join(first, "report.html"), "utf8");
  for (const heading of ["The law that is kept", "The search", "Simulation alone", "Stability"]) {
    expect(page).toContain(heading);
  }
});

describe("a search that is not done", () => {
  const FAR = ["--mean", "2.5", "--deviation", "0.2", "--plain", "0", "--eigenvalues", "0"] as const;

  it("gives what it has, says so everywhere, and exits with 1", async () => {
    const out = join(await temporaryFolder({}), "out");
    const few = ["--iterations", "1", "--inner", "1", "--tolerance", "0"];
    const { exitCode, output } = await run(...OU, ...FAR, ...few, "--duration", "0.1", "--out", out);
    expect(exitCode).toBe(1);
    const sentence = /the search ended \(iteration-limit\) at a residual of .* times what noise alone makes/;
    expect(output).toMatch(new RegExp(`NOT CONVERGED: ${sentence.source}`));
    const report: Report<SteadyStateResults> = JSON.parse(await readFile(join(out, "report.json"), "utf8"));
    expect(report.notConverged).toMatch(sentence);
    expect(report.results.end).toBe("short");
    expect(report.results.residual).toBeGreaterThan(3 * report.results.noiseFloor!);
    expect(await readFile(join(out, "report.html"), "utf8")).toMatch(/Not converged: the search ended/);
  });

  it("is not known to be at its noise where that was not measured", async () => {
    const flags = ["--tolerance", "0", "--iterations", "2", "--noise-samples", "0"];
    const { exitCode, output } = await run(...OU, ...FAR, ...flags);
    expect(exitCode).toBe(1);
    expect(output).toContain("how much of it is noise was not measured");
  });

  it("is done at its noise, with 0", async () => {
    const { exitCode, output } = await run(...OU, ...FAR, "--tolerance", "0", "--noise", "fresh");
    expect({ exitCode, said: output.includes("down to its noise") }).toEqual({ exitCode: 0, said: true });
    expect(output).not.toContain("NOT CONVERGED");
  });

  it("says why on stderr, even where it is to be quiet", async () => {
    const few = ["--iterations", "1", "--inner", "1", "--tolerance", "0", "--duration", "0.1"];
    const { exitCode, output, error } = await run(...OU, ...FAR, ...few, "--quiet");
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(error).toMatch(/^pushforward: NOT CONVERGED: the search ended \(iteration-limit\)/m);
  });

  it("by a tolerance that the start is within is not done", async () => {
    const { exitCode, error } = await run(...OU, ...FAR, "--tolerance", "1e9");
    expect(exitCode).toBe(1);
    expect(error).toMatch(/the start is within the tolerance already.*give a smaller --tolerance/);
  });

  it("by descent counts the matchings of its epochs, of the one that closes them, and three of the answer", async () => {
    const out = join(await temporaryFolder({}), "out");
    const flags = ["--method", "wasserstein-adam", "--particles", "50", "--plain", "0", "--epochs", "2"];
    await run("steady-state", "ornstein-uhlenbeck", ...flags, "--out", out);
    const report: Report<SteadyStateResults> = JSON.parse(await readFile(join(out, "report.json"), "utf8"));
    expect(report.certificates).toMatchObject({ transports: 2 + 1 + 3, notConverged: 0 });
  });

  it("by descent is told from one that is", async () => {
    const descent = ["--method", "wasserstein-adam", "--particles", "400", "--plain", "0"];
    const away = await run("steady-state", "ornstein-uhlenbeck", ...descent, "--epochs", "2");
    expect(away.exitCode).toBe(1);
    expect(away.output).toContain("give it more --epochs");
    const there = await run("steady-state", "ornstein-uhlenbeck", ...descent, "--epochs", "60");
    expect(there).toMatchObject({ exitCode: 0, error: "" });
  });
});

it.each([
  [{ status: "converged", residual: 9, noiseFloor: 1 }, "tolerance"],
  [{ status: "iteration-limit", residual: 3, noiseFloor: 1 }, "noise"],
  [{ status: "stalled", residual: 3, noiseFloor: 1 }, "noise"],
  [{ status: "stalled", residual: 3.1, noiseFloor: 1 }, "short"],
  [{ status: "iteration-limit", residual: 1e-9 }, "short"],
  [{ status: "non-finite", residual: 0, noiseFloor: 1 }, "short"],
] as const)("a search %j ended by: %s", (search, end) => {
  expect(searchEnd({ history: ["start", "iterate"], ...search })).toBe(end);
});

describe("steady agents", () => {
  const settings = { particles: 20_000, quantiles: 40, eigenvalues: 0, plain: 0 } as const;

  it("fold on a branch whose mean rises all along, beside the mean field", async () => {
    const { report } = await findSteadyState({
      system: "agents",
      parameters: { blowUp: 0.95 },
      settings: { ...settings, branchPoints: 9, branchStep: 0.5 },
      seed: 2,
    });
    const { branch, moments } = report.results;
    const { points, folds, known } = branch!;
    expect(points.length).toBe(9);
    expect(points.every(({ mean }, p) => p === 0 || mean > points[p - 1]!.mean)).toBe(true);
    expect(points.every(({ residual }) => residual <= 5e-3)).toBe(true);
    expect(folds.length).toBe(1);
    // the mean field folds at 41.9; agents later, since trades are rarer
    expectNear(points[folds[0]!]!.parameter, 46, {
      atol: 3,
      why: "44.8 to 48.5 over seeds with 20,000 agents",
    });
    expectNear(moments[0]!.mean, moments[0]!.exact!.mean, {
      rtol: 0.25,
      why: "news are taken as small in the mean field; and 20,000 particles",
    });
    expect(known!.points.length).toBeGreaterThan(20);
  });

  it("whose trades are restarted have a law of their own, and one more like simulation when they are healed", async () => {
    const meanOf = async (more: Readonly<Record<string, number | string>>): Promise<number> => {
      const { report } = await findSteadyState({ system: "agents", settings: { ...settings, ...more } });
      return report.results.moments[0]!.mean;
    };
    const whole = await meanOf({});
    const restarted = await meanOf({ hidden: "restart" });
    const healed = await meanOf({ hidden: "restart", heal: 6 });
    // 0.096 to 0.099 and 0.078 to 0.082 with 100,000 agents
    const few = ["--particles", "2000", "--plain", "0"];
    const told = await run("steady-state", "agents", "--hidden", "restart", ...few);
    expect(told.output).toContain("restarted from 0 in each simulation, as published");
    expectNear(whole, 0.097, { atol: 0.008, why: "noise of 20,000 agents" });
    expectNear(restarted, 0.08, { atol: 0.008, why: "noise of 20,000 agents" });
    expectNear(healed, 0.097, { atol: 0.008, why: "noise of 20,000 agents" });
  });

  it("are not healed where nothing is restarted", async () => {
    const { exitCode, error } = await run("steady-state", "agents", "--heal", "4");
    expect(exitCode).toBe(2);
    expect(error).toMatch(/--heal is 4, but nothing is restarted with --hidden unknown/);
  });
});
