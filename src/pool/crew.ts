import { errorOf } from "./failure.js";
import { type JobInput, type JobName, type JobOutput, workerJobs } from "./jobs.js";
import type { Line, Spawner } from "./line.js";
import { buffersOf, perform, type Reply } from "./worker.js";
import { WorkerError } from "./worker-error.js";

/** Whoever does the jobs. */
export interface Crew {
  /** Tasks that are worked on at a time. */
  readonly size: number;
  /**
   * @throws what the job throws, of the same class and with the same fields; WorkerError if its worker ended; the
   *   reason of the signal if it was aborted, which ends the worker that was at the task.
   */
  readonly run: <J extends JobName>(job: J, input: JobInput<J>, signal: AbortSignal) => Promise<JobOutput<J>>;
  readonly close: () => Promise<void>;
}

/** A crew of none: jobs are done in this thread, which is free for other events between them. */
export function ownThread(): Crew {
  const jobs = workerJobs();
  return {
    size: 1,
    run: async (job, input, signal) => {
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      return outputOf(perform(jobs, { job, input }));
    },
    close: async () => undefined,
  };
}

/** A task that waits for a worker or has one. */
interface Task {
  readonly request: unknown;
  readonly transfer: readonly ArrayBuffer[];
  readonly settle: (reply: Reply) => void;
  readonly reject: (reason: unknown) => void;
}

/** One worker and what it is doing. */
interface Member {
  readonly line: Line;
  task: Task | undefined;
}

/** Workers that are started when there is work for them, at most `size`, and kept until the crew is closed. */
export function crewOfWorkers(size: number, { spawn }: Spawner): Crew {
  const members = new Set<Member>();
  const waiting: Task[] = [];
  let closed = false;

  const hire = (): Member => {
    const line = spawn({
      onMessage: (message) => finish(member, (task) => task.settle(message as Reply)),
      onEnd: (reason) => {
        members.delete(member);
        finish(member, (task) =>
          task.reject(new WorkerError(`a worker ended before its task was done: ${reason}`)),
        );
      },
    });
    const member: Member = { line, task: undefined };
    members.add(member);
    return member;
  };

  const start = (member: Member, task: Task): void => {
    member.task = task;
    member.line.setBusy(true);
    member.line.post(task.request, task.transfer);
  };

  /** Hands a task its end, and its worker the next one. */
  const finish = (member: Member, how: (task: Task) => void): void => {
    const { task } = member;
    member.task = undefined;
    member.line.setBusy(false);
    if (task) how(task);
    assign();
  };

  const assign = (): void => {
    while (waiting.length > 0) {
      const idle = [...members].find((member) => member.task === undefined);
      if (!idle && members.size >= size) return;
      start(idle ?? hire(), waiting.shift()!);
    }
  };

  const drop = (task: Task): void => {
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.splice(place, 1);
    for (const member of members) {
      if (member.task !== task) continue;
      members.delete(member);
      void member.line.end();
    }
    assign();
  };

  return {
    size,
    run: (job, input, signal) =>
      new Promise<Reply>((resolve, reject) => {
        if (closed) throw new WorkerError("the pool is closed; create another one");
        signal.throwIfAborted();
        const abort = (): void => {
          drop(task);
          reject(signal.reason);
        };
        const task: Task = {
          request: { job, input },
          transfer: buffersOf(input.measures),
          settle: (reply) => {
            signal.removeEventListener("abort", abort);
            resolve(reply);
          },
          reject: (reason) => {
            signal.removeEventListener("abort", abort);
            reject(reason);
          },
        };
        signal.addEventListener("abort", abort);
        waiting.push(task);
        assign();
      }).then((reply) => outputOf(reply as Reply<typeof job>)),
    close: async () => {
      closed = true;
      const open = [...members];
      const tasks = [...waiting.splice(0), ...open.flatMap(({ task }) => (task ? [task] : []))];
      members.clear();
      for (const task of tasks) task.reject(new WorkerError("the pool was closed before the task was done"));
      await Promise.all(open.map(({ line }) => line.end()));
    },
  };
}

function outputOf<J extends JobName>(reply: Reply<J>): JobOutput<J> {
  if ("failure" in reply) throw errorOf(reply.failure);
  return reply.output;
}
