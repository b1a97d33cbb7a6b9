import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { spawn } from "#spawn";
import { w2Metric } from "../../src/lot/metric.js";
import { crewOfWorkers } from "../../src/pool/crew.js";
import type { Line, LineEvents, Spawner } from "../../src/pool/line.js";
import { packMeasures } from "../../src/pool/packed-measures.js";
import { WorkerError } from "../../src/pool/worker-error.js";

/** Workers that do nothing by themselves: a test says when they answer or end. */
function puppets(): {
  readonly spawner: Spawner;
  readonly lines: (Line & LineEvents & { posted: number })[];
} {
  const lines: (Line & LineEvents & { posted: number })[] = [];
  const spawner: Spawner = {
    cores: () => 2,
    spawn: (events) => {
      const line = {
        ...events,
        posted: 0,
        post: () => {
          line.posted++;
        },
        setBusy: () => undefined,
        end: async () => undefined,
      };
      lines.push(line);
      return line;
    },
  };
  return { spawner, lines };
}

const input = { metric: w2Metric, measures: packMeasures([]) };
const answer = { output: { costs: new Float64Array(0), certificates: [] } };
const { signal } = new AbortController();

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (reason: unknown) => reason,
  );

describe("a crew", () => {
  it("starts a worker only where there is a task for it, and no more than its size", async () => {
    const { spawner, lines } = puppets();
    const crew = crewOfWorkers(2, spawner);
    expect(lines).toHaveLength(0);
    const tasks = [1, 2, 3].map(() => crew.run("costs", input, signal));
    expect(lines.map(({ posted }) => posted)).toEqual([1, 1]);
    lines[0]!.onMessage(answer);
    expect(lines.map(({ posted }) => posted)).toEqual([2, 1]);
    lines[0]!.onMessage(answer);
    lines[1]!.onMessage(answer);
    await Promise.all(tasks);
  });

  it("fails the task whose worker died, says why, and does the others with a new one", async () => {
    const { spawner, lines } = puppets();
    const crew = crewOfWorkers(1, spawner);
    const first = outcome(crew.run("costs", input, signal));
    const second = outcome(crew.run("costs", input, signal));
    lines[0]!.onEnd("out of memory");
    const error = await first;
    expect(error).toBeInstanceOf(WorkerError);
    expect(String(error)).toContain("out of memory");
    expect(lines).toHaveLength(2);
    lines[1]!.onMessage(answer);
    expect(await second).toBe("done");
  });

  it("does not miss a worker that dies while it has nothing to do", async () => {
    const { spawner, lines } = puppets();
    const crew = crewOfWorkers(1, spawner);
    const first = outcome(crew.run("costs", input, signal));
    lines[0]!.onMessage(answer);
    expect(await first).toBe("done");
    lines[0]!.onEnd("gone");
    void crew.run("costs", input, signal);
    expect(lines.map(({ posted }) => posted)).toEqual([1, 1]);
  });
});

describe("a crew whose worker cannot be given its task", () => {
  const broken = new Error("out of threads");
  const failing = (calls: number, call: () => void) => {
    let failures = 0;
    return (): void => {
      if (failures++ < calls) throw broken;
      call();
    };
  };

  it("fails that task, and does the others, if the worker cannot be started", async () => {
    const { spawner, lines } = puppets();
    const refuse = failing(1, () => undefined);
    const crew = crewOfWorkers(1, {
      ...spawner,
      spawn: (events) => {
        refuse();
        return spawner.spawn(events);
      },
    });
    const first = outcome(crew.run("costs", input, signal));
    const second = outcome(crew.run("costs", input, signal));
    const error = await first;
    expect(error).toBeInstanceOf(WorkerError);
    expect(error).toMatchObject({ cause: broken, message: expect.stringContaining("out of threads") });
    lines[0]!.onMessage(answer);
    expect(await second).toBe("done");
  });

  it("fails that task, and does the others with a new one, if the message cannot be sent", async () => {
    const { spawner, lines } = puppets();
    const ended: number[] = [];
    const crew = crewOfWorkers(1, {
      ...spawner,
      spawn: (events) => {
        const line = spawner.spawn(events);
        const place = lines.length - 1;
        // the first worker takes one task and then no more: the second one is sent from within its answer
        const post =
          place === 0
            ? () => (lines[0]!.posted++ === 0 ? undefined : failing(1, () => undefined)())
            : line.post;
        return { ...line, post, end: async () => void ended.push(place) };
      },
    });
    const tasks = [1, 2, 3].map(() => outcome(crew.run("costs", input, signal)));
    lines[0]!.onMessage(answer);
    expect(await tasks[0]).toBe("done");
    expect(await tasks[1]).toMatchObject({ tag: "WorkerError", cause: broken });
    expect(ended).toEqual([0]);
    lines[1]!.onMessage(answer);
    expect(await tasks[2]).toBe("done");
  });
});

describe("a worker of Node", () => {
  it("that throws outside its task ends, and the line says so once", async () => {
    const ends: string[] = [];
    const reason = await new Promise<string>((resolve) => {
      const onEnd = (why: string): void => {
        ends.push(why);
        resolve(why);
      };
      spawn({ onMessage: () => undefined, onEnd }).post(undefined, []);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reason).toContain("undefined");
    expect(ends).toHaveLength(1);
  });

  it.each([
    ["that nobody closed", ""],
    ["that was closed", "await pool.close();"],
  ])("keeps no process alive: a pool %s", (_, last) => {
    const script = `
      import { createPool, measure, reference } from "pushforward";
      const pool = await createPool({ workers: 2 });
      const mu = measure([[0, 0], [1, 1]]);
      const { matrix } = await pool.embedAll(reference(mu), [mu]);
      ${last}
      process.stdout.write(String(matrix.rows));
    `;
    const root = join(import.meta.dirname, "../..");
    const flags = ["--input-type=module", "--eval", script];
    const { stdout, stderr, status } = spawnSync(process.execPath, flags, {
      cwd: root,
      encoding: "utf8",
      timeout: 30_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: "1", stderr: "", status: 0 });
  });
});
