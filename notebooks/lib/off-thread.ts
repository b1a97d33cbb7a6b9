import type { Input, Output, TaskName } from "../tasks/index.ts";

/** What the worker sends back about the task that it has. */
export type Message =
  | { readonly progress: unknown }
  | { readonly result: unknown }
  | { readonly error: string };

export interface TaskOptions {
  /** Told what a task sends on its way: a part of its result, or how far it is. */
  readonly onProgress?: (progress: unknown) => void;
  /** Ends the task: a notebook hands its `invalidation` over, so that what nobody waits for any longer is stopped. */
  readonly until?: Promise<unknown>;
}

/**
 * Runs a task of `notebooks/tasks` in a worker of its own, so that the page stays awake; ended with the worker.
 *
 * @throws Error with the sentence of the error in the worker, or that the task was ended by `until`: a cell is computed again only when
 *   its last promise has settled; the runtime drops errors of cells that are out of date.
 */
export function offThread<Name extends TaskName>(
  name: Name,
  input: Input<Name>,
  { onProgress, until }: TaskOptions = {},
): Promise<Output<Name>> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    void until?.then(() => {
      worker.terminate();
      reject(new Error("the task was ended, since nobody waits for it any longer"));
    });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if ("progress" in data) return onProgress?.(data.progress);
      worker.terminate();
      if ("error" in data) reject(new Error(data.error));
      else resolve(data.result as Output<Name>); // the worker ran the task of that name
    };
    worker.postMessage({ name, input });
  });
}
