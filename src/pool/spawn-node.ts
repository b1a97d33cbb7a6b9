import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Line, LineEvents } from "./line.js";
import { serve } from "./worker.js";

/**
 * Both ends of the line in Node. Who imports this file starts workers with `spawn`; a worker runs this same file and
 * serves, so that everything about threads of Node is in one place.
 */
const SERVES = "pushforward worker";

/**
 * Asks a worker to end by itself. Node 20 may crash (node_platform.cc: data.first != nullptr) where a thread is taken down
 * while its code is still being compiled in the background: it goes when it has been quiet for so many milliseconds.
 */
const END = "end";
const QUIET = 100;
/** Milliseconds that a worker gets to finish its block and end, before it is taken down all the same. */
const PATIENCE = 1500;

if (workerData === SERVES && parentPort !== null) {
  const port = parentPort;
  const answer = serve((reply, transfer) => port.postMessage(reply, transfer));
  port.on("message", (message) => {
    if (message === END) setTimeout(() => port.close(), QUIET);
    else answer(message);
  });
}

export function spawn({ onMessage, onEnd }: LineEvents): Line {
  // Flags of the starting process are not for the worker: --input-type, for one, would keep it from starting.
  const worker = new Worker(new URL("./spawn-node.js", import.meta.url), {
    workerData: SERVES,
    execArgv: [],
  });
  const fail = (reason: string): void => {
    worker.removeAllListeners();
    worker.on("error", () => undefined); // a last error of a worker that is given up is nobody's
    void worker.terminate(); // after a message that could not be read it is still there
    onEnd(reason);
  };
  worker.on("message", onMessage);
  worker.on("messageerror", (error) => fail(error.message));
  worker.on("error", (error) => fail(error.message));
  worker.on("exit", (code) => fail(`it stopped with exit code ${code}`));
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    end: async () => {
      worker.removeAllListeners();
      worker.on("error", () => undefined);
      worker.ref();
      worker.postMessage(END);
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => void worker.terminate().then(() => resolve()), PATIENCE);
        worker.once("exit", () => {
          clearTimeout(late);
          resolve();
        });
      });
    },
  };
}

export function cores(): number {
  return availableParallelism();
}
