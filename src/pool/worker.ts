import { type Failure, failureOf } from "./failure.js";
import { type JobInput, type JobName, type JobOutput, type Jobs, workerJobs } from "./jobs.js";

export interface Request<J extends JobName = JobName> {
  readonly job: J;
  readonly input: JobInput<J>;
}

export type Reply<J extends JobName = JobName> =
  | { readonly output: JobOutput<J> }
  | { readonly failure: Failure };

type Send = (reply: Reply, transfer: ArrayBuffer[]) => void;

/** The work of a worker, in Node as in a browser: takes requests, one at a time, and sends a reply to each. */
export function serve(send: Send): (request: Request) => void {
  const jobs = workerJobs();
  return (request) => {
    const reply = perform(jobs, request);
    send(reply, "output" in reply ? buffersOf(reply.output) : []);
  };
}

export function perform<J extends JobName>(jobs: Jobs, { job, input }: Request<J>): Reply<J> {
  try {
    return { output: jobs[job](input) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The buffers behind the arrays of a record, to be handed over. */
export function buffersOf(record: object): ArrayBuffer[] {
  return Object.values(record).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}

// Started by a browser, this file serves; Node's workers start in a file of their own, which calls `serve`.
if ("WorkerGlobalScope" in globalThis && "onmessage" in globalThis) {
  const scope = globalThis as unknown as Pick<Worker, "postMessage" | "onmessage">;
  const answer = serve((reply, transfer) => scope.postMessage(reply, transfer));
  scope.onmessage = ({ data }) => answer(data);
}
