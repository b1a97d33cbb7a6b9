import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { spawn } from "../../src/pool/spawn-node.js";

const { workers } = vi.hoisted(() => ({ workers: [] as PuppetWorker[] }));

interface PuppetWorker {
  readonly terminated: number;
  readonly emit: (event: string, ...values: readonly unknown[]) => boolean;
}

vi.mock("node:worker_threads", async (original) => ({
  ...(await original<typeof import("node:worker_threads")>()),
  Worker: class extends EventEmitter implements PuppetWorker {
    terminated = 0;
    constructor() {
      super();
      workers.push(this);
    }
    terminate(): void {
      this.terminated++;
    }
    unref(): void {}
    ref(): void {}
  },
}));

it("a worker whose message cannot be read is ended, and the line says so once", () => {
  const ends: string[] = [];
  spawn({ onMessage: () => undefined, onEnd: (reason) => void ends.push(reason) });
  const worker = workers[0]!;
  worker.emit("messageerror", new Error("no room for it"));
  worker.emit("exit", 1);
  expect(ends).toEqual(["no room for it"]);
  expect(worker.terminated).toBe(1);
});
