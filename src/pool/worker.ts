import { errorOf, type Failure, failureOf } from "./failure.js";
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

/** What a reply brings. @throws what the job threw, of the same class and with the same fields. */
export function outputOf<J extends JobName>(reply: Reply<J>): JobOutput<J> {
  if ("failure" in reply) throw errorOf(reply.failure);
  return reply.output;
}

/** The buffers behind the arrays of a record and of the records in it, to be handed over. */
export function buffersOf(record: object): ArrayBuffer[] {
  return Object.values(record).flatMap((value: unknown) => {
    if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
    return isRecord(value) ? buffersOf(value) : [];
  });
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
