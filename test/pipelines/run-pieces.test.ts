import { expect, it } from "vitest";
import { NO_CERTIFICATES } from "../../pipelines/simulate/certificate-tally.js";
import type { Frame } from "../../pipelines/simulate/frames.js";
import { keptRun } from "../../pipelines/simulate/run-pieces.js";
import type { RunRecord } from "../../pipelines/simulate/run-record.js";
import { type Checkpoint, memoryCheckpoint } from "../../pipelines/store/checkpoint.js";
import { measure, type Particles, type RunState } from "../../src/index.js";

const cloud = (x: number): Particles => ({
  ...measure([
    [x, -0],
    [1 / 3, Number.MIN_VALUE],
  ]),
  hidden: { velocity: Float64Array.of(x, Number.NEGATIVE_INFINITY) },
});

const frame = (at: number): Frame => {
  const { hidden: _, ...places } = cloud(at);
  return { at, stage: "window", recovered: at % 2 === 0, measure: places };
};

const state: RunState = {
  particles: cloud(7),
  at: 12,
  stage: "window",
  done: 1,
  cycle: 2,
  paid: 30,
  lastJump: 4,
  clouds: [cloud(5), cloud(6)],
  middle: cloud(6),
};

const record: RunRecord = {
  state,
  frames: [frame(0), frame(1)],
  jumps: [
    {
      cycle: 0,
      from: 0.5,
      duration: 1,
      maps: 8,
      length: 0.1,
      worstGap: 1e-9,
      notConverged: 0,
      meanResidual: 0.2,
      meanSingularMass: 0,
    },
  ],
  certificates: { ...NO_CERTIFICATES, transports: 8, upperSum: 0.1 + 0.2 },
};

/** The names that were saved, in their order. */
function watched(checkpoint: Checkpoint) {
  const names: string[] = [];
  const save: Checkpoint["save"] = (name, piece) => {
    names.push(name);
    return checkpoint.save(name, piece);
  };
  return { names, checkpoint: { ...checkpoint, save } };
}

it("a run comes back bit for bit", async () => {
  const checkpoint = memoryCheckpoint();
  await keptRun("run", checkpoint).save(record);
  expect(await keptRun("run", checkpoint).load()).toEqual(record);
  const { state: _, ...beginning } = record;
  await keptRun("young", checkpoint).save(beginning);
  expect(await keptRun("young", checkpoint).load()).toEqual(beginning);
  expect(await keptRun("other", checkpoint).load()).toBeUndefined();
});

it("a frame is saved once, before the state that counts it, also by a run that goes on from another one's", async () => {
  const { names, checkpoint } = watched(memoryCheckpoint());
  const first = keptRun("run", checkpoint);
  await first.save(record);
  await first.save(record);
  expect(names).toEqual(["run-frame-0", "run-frame-1", "run", "run"]);
  const second = keptRun("run", checkpoint);
  const found = (await second.load())!;
  names.length = 0;
  await second.save({ ...found, frames: [...found.frames, frame(2)] });
  expect(names).toEqual(["run-frame-2", "run"]);
});

it("frames that are later than the state belong to nobody: they are made again", async () => {
  const checkpoint = memoryCheckpoint();
  await keptRun("run", checkpoint).save(record);
  const killed: Checkpoint = {
    ...checkpoint,
    save: async (name, piece) => {
      if (name === "run") throw new Error("killed");
      await checkpoint.save(name, piece);
    },
  };
  const later = keptRun("run", killed);
  await later.load();
  await expect(later.save({ ...record, frames: [...record.frames, frame(8)] })).rejects.toThrow("killed");
  expect(await checkpoint.load("run-frame-2")).toBeDefined();
  const next = keptRun("run", checkpoint);
  expect(await next.load()).toEqual(record);
  const longer = { ...record, frames: [...record.frames, frame(9)] };
  await next.save(longer);
  expect(await keptRun("run", checkpoint).load()).toEqual(longer);
});

it("a run one of whose frames is damaged, or whose facts are not those of a run, is none", async () => {
  const checkpoint = memoryCheckpoint();
  const load: Checkpoint["load"] = async (name) =>
    name === "run-frame-1" ? undefined : checkpoint.load(name);
  await keptRun("run", checkpoint).save(record);
  const again = keptRun("run", { ...checkpoint, load });
  expect(await again.load()).toBeUndefined();
  await again.save(record);
  expect(await keptRun("run", checkpoint).load()).toEqual(record);
  const { facts } = (await checkpoint.load("run"))!;
  for (const wrong of [{}, { ...facts, frames: "2" }, { ...facts, jumps: [{}] }, { ...facts, state: {} }]) {
    await checkpoint.save("run", { facts: wrong, arrays: {} });
    expect(await keptRun("run", checkpoint).load()).toBeUndefined();
  }
});
