import { CLOSED, CLOSED_MEANWHILE, type Crew } from "./crew.js";
import { workerJobs } from "./jobs.js";
import { outputOf, perform } from "./worker.js";
import { WorkerError } from "./worker-error.js";

/** A crew of none: jobs are done in this thread, which is free for other events between them. */
export function ownThread(): Crew {
  const jobs = workerJobs();
  let closed = false;
  const requireOpen = (sentence: string): void => {
    if (closed) throw new WorkerError(sentence);
  };
  return {
    size: 1,
    run: async (job, input, signal) => {
      requireOpen(CLOSED);
      await new Promise((resolve) => setTimeout(resolve));
      requireOpen(CLOSED_MEANWHILE);
      signal.throwIfAborted();
      return outputOf(perform(jobs, { job, input }));
    },
    close: async () => {
      closed = true;
    },
  };
}
