import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNpyArray, parsePly } from "../../loaders/index.js";
import { type SimulateOptions, type SimulateResults, simulate } from "../../pipelines/index.js";
import { InterruptError } from "../../pipelines/interrupt.js";
import type { Outcome } from "../../pipelines/report.js";
import { writeFolder } from "../../pipelines/store.js";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import { exact, measure, SimulatorError } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run } from "./run-program.js";

/** In micro-steps of 1/16: S = 32, k = 4, H = 32, H_R = 16, N_T = 2, R = 16. */
const TINY = {
  particles: 40,
  startUp: 2,
  halfWindow: 4,
  jump: 2,
  burnIn: 1,
  cycles: 2,
  recovery: 1,
  every: 1,
  record: 0.5,
} as const;
const TINY_FLAGS = Object.entries(TINY).flatMap(([name, value]) => [
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  String(value),
]);

async function stored(outcome: Outcome<SimulateResults>, out: string): Promise<void> {
  await writeFolder(out, [...(await outcome.render())]);
  await outcome.finish?.(true);
}

const pointsIn = async (path: string) => parseNpyArray(new Uint8Array(await readFile(path)));

describe("a tiny run", () => {
  it("pays for S, 2k and H_R a cycle, and R, and gets S + N_T (kh + H + H_R) + R far", async () => {
    const { results } = (await simulate({ system: "diffusion", ...TINY })).report;
    const cycle = 4 / 16 + 2 + 1;
    expect(results.finalTime).toBe(2 + 2 * cycle + 1);
    for (const { microSteps, maps } of results.variants) {
      expect(microSteps).toEqual({ paid: 32 + 2 * (8 + 16) + 16, plain: 16 * results.finalTime });
      expect(maps).toBe(2 * 8);
    }
    expect(results.microSteps).toEqual(results.variants[0]!.microSteps);
    expect(results.w2ToControl).toEqual(results.variants[0]!.w2ToControl);
  });

  it("keeps multiples of the interval, middles, landings and ends, in time, and none of the second half of a window", async () => {
    const { results } = (await simulate({ system: "diffusion", ...TINY })).report;
    const stages = results.w2ToControl.map(
      ({ t, stage, recovered }) => `${t} ${stage}${recovered ? "!" : ""}`,
    );
    expect(stages).toEqual([
      "0 start",
      ...["0.5", "1", "1.5", "2"].map((t) => `${t} start-up`),
      "2.25 window",
      "4.25 landed",
      ...["4.5 burn-in", "5 burn-in", "5.25 burn-in!"],
      "5.5 window",
      "7.5 landed",
      ...["8 burn-in", "8.5 burn-in!", "9 recovery", "9.5 recovery!"],
    ]);
  });

  it("is compared with plain simulation by exact transport of the clouds that it writes", async () => {
    const out = await temporaryFolder({});
    const outcome = await simulate({ system: "diffusion", ...TINY, seed: 5 });
    await stored(outcome, out);
    const [control, moved] = await Promise.all(
      ["control.npy", "transport.npy"].map((name) => pointsIn(join(out, name))),
    );
    const { w2ToControl, floorCurve } = outcome.report.results;
    expect(moved!.shape).toEqual([w2ToControl.length, 40, 2]);
    expect(control!.shape).toEqual(moved!.shape);
    const frame = (array: typeof moved, f: number) =>
      measure(Float64Array.from(array!.data).slice(80 * f, 80 * (f + 1)), { dim: 2 });
    w2ToControl.forEach(({ w2 }, f) => {
      const { certificate } = exact(frame(control, f), frame(moved, f));
      expectNear(w2 * w2, certificate.upper, {
        atol: 1e-12,
        rtol: 1e-9,
        why: "two solutions of one problem, to rounding",
      });
    });
    expect(floorCurve.map(({ t }) => t)).toEqual(w2ToControl.map(({ t }) => t));
    expect(outcome.report.results.samplingFloor).toBe(floorCurve.at(-1)!.w2);
    const last = parsePly(new Uint8Array(await readFile(join(out, "transport-final.ply"))));
    expect(last.vertices).toEqual(frame(moved, w2ToControl.length - 1).points);
    expect(outcome.report.certificates).toMatchObject({ notConverged: 0 });
  });

  it("has the controls of its seed, and other ones for another", async () => {
    const floors = await Promise.all(
      [1, 1, 2].map(
        async (seed) => (await simulate({ system: "diffusion", ...TINY, seed })).report.results.floorCurve,
      ),
    );
    expect(floors[0]).toEqual(floors[1]);
    expect(floors[0]).not.toEqual(floors[2]);
  });

  it("jumps by the estimate and the smoothing that are asked for; particles followed by themselves are not smoothed", async () => {
    const last = async (given: Partial<SimulateOptions>) => {
      const { variants } = (await simulate({ system: "diffusion", ...TINY, ...given })).report.results;
      return variants.map(({ w2ToControl }) => w2ToControl.at(-1)!.w2);
    };
    const [transport, particleWise] = await last({});
    for (const given of [
      { estimate: "least-squares" },
      { estimate: "second-order" },
      { smoothing: "local-linear" },
      { smoothing: "gradient" },
    ] as const) {
      const [moved, followed] = await last(given);
      expect(moved, JSON.stringify(given)).not.toBe(transport);
      expect(followed === particleWise, JSON.stringify(given)).toBe("smoothing" in given);
    }
  });

  it("without a burn-in has recovered only after its recovery, not where it lands", async () => {
    const { results } = (await simulate({ system: "diffusion", ...TINY, burnIn: 0 })).report;
    const ends = results.w2ToControl.filter(({ recovered }) => recovered);
    expect(ends.map(({ t, stage }) => [t, stage])).toEqual([[results.finalTime, "recovery"]]);
  });

  it("tells its distance in floors, at the end and in the mean of the recoveries", async () => {
    const outcome = await simulate({ system: "diffusion", ...TINY });
    const { variants, floorCurve, samplingFloor } = outcome.report.results;
    const floors = new Map(floorCurve.map(({ t, w2 }) => [t, w2]));
    for (const { w2ToControl, toFloor } of variants) {
      const ends = w2ToControl.filter(({ recovered }) => recovered);
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      expect(toFloor).toEqual({
        atEnd: w2ToControl.at(-1)!.w2 / samplingFloor,
        recent: sum(ends.map(({ w2 }) => w2)) / sum(ends.map(({ t }) => floors.get(t)!)),
        recoveries: 3,
      });
      const written = `${toFloor.recent!.toPrecision(3)} in the mean of the last 3 recoveries`;
      expect(outcome.text).toContain(written);
      expect(String((await outcome.render())[0]!.bytes)).toContain(written);
    }
  });

  it("names the stages of its clouds; the control has none, a run without start-up begins with a window", async () => {
    const outcome = await simulate({ system: "diffusion", ...TINY, startUp: 0, record: 1 / 16 });
    const table = (await outcome.render()).find(({ name }) => name === "frames.csv")!;
    const rows = String(table.bytes).trim().split("\n").slice(1);
    const stagesOf = (run: string) =>
      rows.map((row) => row.split(",")).flatMap(([name, , , stage]) => (name === run ? [stage!] : []));
    expect(new Set(stagesOf("control"))).toEqual(new Set(["start", "plain"]));
    expect(stagesOf("transport").slice(0, 6)).toEqual(["start", ...Array(4).fill("window"), "landed"]);
  });

  it.each([1, 2, 5])("in %i dimensions writes the files that it names, and no other ones", async (dim) => {
    const system = "ornstein-uhlenbeck";
    const outcome = await simulate({ system, ...smallest(system), parameters: { dim } });
    const written = (await outcome.render()).map(({ name }) => name);
    expect([...outcome.report.files].sort()).toEqual([...written].sort());
    expect(written.includes("control-final.ply")).toBe(dim <= 3);
  });

  it.each(Object.keys(SYSTEMS))("of %s runs with the smallest numbers", async (system) => {
    const outcome = await simulate({ system, ...smallest(system) });
    const { variants, dim } = outcome.report.results;
    expect(variants.map(({ name }) => name)).toEqual(SYSTEMS[system]!.simulate!.usual);
    expect(variants.every(({ w2ToControl }) => w2ToControl.every(({ w2 }) => w2 >= 0 && w2 < 100))).toBe(
      true,
    );
    const files = await outcome.render();
    const names = files.map(({ name }) => name);
    const page = String(files.find(({ name }) => name === "report.html")!.bytes);
    expectWellFormed(page);
    expectNothingFetched(page);
    expect(names).toEqual(expect.arrayContaining([...outcome.report.files]));
    expect(outcome.report.files).toEqual(expect.arrayContaining(names));
    expect(dim).toBe(SYSTEMS[system]!.make(defaultsOf(system)).dim);
  });
});

function defaultsOf(system: string) {
  return Object.fromEntries(
    Object.entries(SYSTEMS[system]!.parameters).map(([name, { value }]) => [name, value]),
  );
}

/** Numbers in micro-steps of the system. */
function smallest(system: string): Partial<SimulateOptions> {
  const { step } = SYSTEMS[system]!.make(defaultsOf(system));
  return {
    particles: 20,
    startUp: 2 * step,
    halfWindow: 2,
    jump: 2 * step,
    burnIn: 2 * step,
    cycles: 1,
    recovery: step,
    every: 1,
    record: step,
  };
}

describe("a run that is stopped", () => {
  /** A run that is interrupted when it has told of its progress so often. */
  async function stoppedAt(out: string, tells: number): Promise<void> {
    const controller = new AbortController();
    let told = 0;
    const stopped = simulate({
      system: "chemotaxis",
      ...TINY,
      variants: ["history-dependent", "particle-wise"],
      out,
      checkpoint: 0.05,
      interruptible: (work) => work(controller.signal),
      onProgress: () => {
        told += 1;
        if (told === tells) controller.abort(new InterruptError("interrupted", 130));
      },
    });
    await expect(stopped).rejects.toThrow("interrupted");
    expect(await readdir(out)).toEqual(["checkpoint"]);
  }

  it("anywhere is finished by the same call to the same bytes", async () => {
    const whole = await temporaryFolder({});
    const options = {
      system: "chemotaxis",
      ...TINY,
      variants: ["history-dependent", "particle-wise"],
    } as const;
    await stored(await simulate({ ...options, out: whole }), whole);
    const out = await temporaryFolder({});
    for (const tells of [1, 2, 3, 5]) await stoppedAt(out, tells);
    await stored(await simulate({ ...options, out }), out);
    expect(await filesOf(out)).toEqual(await filesOf(whole));
  });

  it("is not gone on with by another one", async () => {
    const out = await temporaryFolder({});
    await stoppedAt(out, 1);
    const other = run("simulate", "chemotaxis", ...TINY_FLAGS, "--start", "5", "--out", out);
    expect(await other).toMatchObject({ exitCode: 2, output: "" });
    expect((await other).error).toMatch(/other settings .*start is 4 there and 5 here/);
    expect(await readdir(out)).toEqual(["checkpoint"]);
  });

  it("by its own failure does not keep others out of the folder", async () => {
    const out = await temporaryFolder({});
    const system = "agents";
    const options = { system, ...smallest(system), out } as const;
    const recovery = 4000 * SYSTEMS[system]!.make(defaultsOf(system)).step;
    const failed = simulate({ ...options, recovery, record: recovery, parameters: { feedback: 60 } });
    await expect(failed).rejects.toThrow(SimulatorError);
    expect(await readdir(out)).toEqual(["checkpoint"]);
    await stored(await simulate(options), out);
    expect(await readdir(out)).not.toContain("checkpoint");
  });

  it("by a micro-step slower than the checkpoints tells which, and keeps what was before", async () => {
    const out = await temporaryFolder({});
    const slow = simulate({ system: "diffusion", ...TINY, out, checkpoint: 1e-9 });
    await expect(slow).rejects.toThrow(SimulatorError);
    await expect(slow).rejects.toThrow(
      /took .* ms, more than the .* ms that its work can be saved in, in micro-step 0 at time 0/,
    );
    expect(await readdir(out)).toEqual(["checkpoint"]);
  });
});

describe("what cannot be run", () => {
  it.each([
    [["diffusion", "--jump", "-1"], /--jump .*at least 0/],
    [["diffusion", "--half-window", "0"], /--half-window .*whole number 1 to/],
    [["diffusion", "--burn-in", "0.1"], /--burn-in is 0.1, which is 1.6 micro-steps of 0.0625/],
    [["diffusion", "--jump", "85.01"], /jump is 85.01, which is 1360.16 micro-steps/],
    [["diffusion", "--every", "17", "--half-window", "16"], /every is 17/],
    [["diffusion", "--record", "0.01"], /record is 0.01/],
    [["diffusion", "--preset", "paper", "--record", "0.0625"], /clouds would be kept, at most 1000/],
    [
      ["diffusion", "--particles", "10000000"],
      /clouds of each of 4 runs would be kept, of 10000000 particles in 2 dimensions.*--record/,
    ],
    [["diffusion", "--cycles", "1e5"], /clouds would be kept/],
    [["diffusion", "--cycles", "1e400"], /--cycles .*whole number 1 to/],
    [["diffusion", "--record", "1e-9"], /record is 1e-9; it must be at least 0.0625/],
    [
      ["ornstein-uhlenbeck", "--step", "1e-300"],
      /micro-steps of 1e-300, each of \d+ particles, .*at most 1e\+14 .*larger --step/,
    ],
    [
      ["langevin", "--potential", "half-moon", "--dim", "3"],
      /dim is 3, .*potential is half-moon; .*quadratic/,
    ],
    [["langevin", "--stiffness", "9"], /stiffness is 9, but it means nothing where potential is double-well/],
    [
      ["langevin", "--potential", "quadratic", "--height", "1"],
      /height is 1, .*potential is quadratic; .*double-well/,
    ],
    [
      ["diffusion", "--variants", "particle-wise", "--smoothing", "gradient"],
      /only displacements by transport are smoothed and particle-wise has none/,
    ],
    [["diffusion", "--speed", "0"], /--speed .*above 0/],
    [["diffusion", "--variants", "transport,history"], /some of transport, particle-wise/],
    [["langevin", "--preset", "paper"], /has no --preset paper: no run of it is published/],
    [["diffusion", "--step-sizes", "-1"], /--step-sizes .*whole number 0 to/],
    [["diffusion", "--estimate", "exact"], /Allowed choices are averaged, least-squares/],
    [["langevin", "--potential", "flat"], /Allowed choices are quadratic/],
    [["chemotaxis", "--flagella", "2.5"], /--flagella .*whole number/],
    [["diffusion", "--sensitivity", "2"], /unknown option '--sensitivity'/],
  ])("%j is wrong usage, before anything is made", async (argv, sentence) => {
    const out = join(await temporaryFolder({}), "new");
    const { exitCode, output, error } = await run("simulate", ...argv, "--out", out);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(error).toMatch(sentence);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  it("is not offered: only published systems have numbers of a publication", async () => {
    const helps = await Promise.all(["diffusion", "langevin"].map((name) => run("simulate", name, "--help")));
    expect(helps.map(({ output }) => /numbers of the\s+publication/.test(output))).toEqual([true, false]);
  });

  it("is an error of the caller, too", async () => {
    await expect(simulate({ system: "weather" })).rejects.toThrow(
      /no system "weather"; .* diffusion, chemotaxis/,
    );
    await expect(simulate({ system: "diffusion", jump: -1 / 16 })).rejects.toThrow(/jump is -0.0625/);
    await expect(simulate({ system: "diffusion", halfWindow: 0 })).rejects.toThrow(/halfSteps is 0/);
    await expect(simulate({ system: "diffusion", stepSizes: 0.5 })).rejects.toThrow(/stepSizes is 0.5/);
    await expect(simulate({ system: "diffusion", variants: [] })).rejects.toThrow("no variant");
    await expect(simulate({ system: "diffusion", parameters: { side: -1 } })).rejects.toThrow(
      /side is -1; it must be a number above 0/,
    );
  });
});

describe("a run that comes to nothing", () => {
  it.each([
    [
      ["--jump", "50"],
      /^pushforward: the run transport failed: the jump from time [\d.]+ .*after micro-step \d+, time [\d.]+$/m,
    ],
    [["--growth", "-5"], /^pushforward: the run transport failed: .*after micro-step \d+, time [\d.]+$/m],
  ])("by %s has failed, and has no wrong input data", async (flags, sentence) => {
    const { exitCode, error } = await run("simulate", "growth", ...flags, "--quiet");
    expect(exitCode).toBe(1);
    expect(error).toMatch(sentence);
    expect(error).not.toMatch(/\d\.\d{7}/);
  });
});
