import { type TaskName, tasks } from "../tasks/index.ts";
import type { Message } from "./off-thread.ts";

/** A task as the worker sees it: whoever posts it has matched name and input. */
type AnyTask = (input: unknown, tell: (progress: unknown) => void) => unknown;

const post = (message: Message): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<{ name: TaskName; input: unknown }>) => {
  try {
    const task = tasks[data.name] as AnyTask;
    post({ result: await task(data.input, (progress) => post({ progress })) });
  } catch (error) {
    post({ error: error instanceof Error ? error.message : String(error) });
  }
};
