import type { JobInput, JobName, JobOutput } from "./jobs.js";
import type { Line, Spawner } from "./line.js";
import { buffersOf, outputOf, type Reply } from "./worker.js";
import { WorkerError } from "./worker-error.js";

/** Whoever does the jobs. */
export interface Crew {
  /** Tasks that are worked on at a time. */
  readonly size: number;
  /**
   * @param signal of this task alone: Node warns of more than ten that listen to one.
   * @throws what the job throws, of the same class and with the same fields; WorkerError if its worker ended or could
   *   not be started, or the crew is closed; the reason of the signal if it was aborted, which ends the worker that was
   *   at the task.
   */
  readonly run: <J extends JobName>(job: J, input: JobInput<J>, signal: AbortSignal) => Promise<JobOutput<J>>;
  readonly close: () => Promise<void>;
}

/** What work gets that comes after `close`, and what work that was under way. */
export const CLOSED = "the pool is closed; create another one";
export const CLOSED_MEANWHILE = "the pool was closed before the task was done";

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
export function crewOfWorkers(size: number, spawner: Spawner): Crew {
  const workers = new Workers(size, spawner);
  return {
    size,
    run: async (job, input, signal) => {
      const request = { job, input };
      const reply = await workers.reply(
        request,
        "measures" in input ? buffersOf(input.measures) : [],
        signal,
      );
      return outputOf(reply as Reply<typeof job>);
    },
    close: () => workers.close(),
  };
}

class Workers {
  readonly #size: number;
  readonly #spawner: Spawner;
  readonly #members = new Set<Member>();
  readonly #waiting: Task[] = [];
  #closed = false;

  constructor(size: number, spawner: Spawner) {
    this.#size = size;
    this.#spawner = spawner;
  }

  reply(request: unknown, transfer: readonly ArrayBuffer[], signal: AbortSignal): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new WorkerError(CLOSED);
      signal.throwIfAborted();
      const abort = (): void => {
        this.#drop(task);
        reject(signal.reason);
      };
      const settled = <T>(how: (value: T) => void) => {
        return (value: T): void => {
          signal.removeEventListener("abort", abort);
          how(value);
        };
      };
      const task: Task = { request, transfer, settle: settled(resolve), reject: settled(reject) };
      signal.addEventListener("abort", abort);
      this.#waiting.push(task);
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const open = [...this.#members];
    const tasks = [...this.#waiting.splice(0), ...open.flatMap(({ task }) => (task ? [task] : []))];
    this.#members.clear();
    for (const task of tasks) task.reject(new WorkerError(CLOSED_MEANWHILE));
    await Promise.all(open.map(({ line }) => line.end()));
  }

  /** Hands waiting tasks to workers that are idle or not yet started. */
  #assign(): void {
    while (this.#waiting.length > 0) {
      const idle = [...this.#members].find(({ task }) => task === undefined);
      if (!idle && this.#members.size >= this.#size) return;
      this.#start(this.#waiting.shift()!, idle);
    }
  }

  #start(task: Task, idle: Member | undefined): void {
    let member = idle;
    try {
      member ??= this.#hire();
      member.task = task;
      member.line.setBusy(true);
      member.line.post(task.request, task.transfer);
    } catch (cause) {
      if (member) this.#discard(member);
      const reason = `a worker could not be given its task: ${String(cause)}`;
      task.reject(new WorkerError(reason, { cause }));
    }
  }

  #hire(): Member {
    const line = this.#spawner.spawn({
      onMessage: (message) => this.#finish(member, (task) => task.settle(message as Reply)),
      onEnd: (reason) => {
        this.#members.delete(member);
        const error = new WorkerError(`a worker ended before its task was done: ${reason}`);
        this.#finish(member, (task) => task.reject(error));
      },
    });
    const member: Member = { line, task: undefined };
    this.#members.add(member);
    return member;
  }

  /** Hands a task its end, and its worker the next one. */
  #finish(member: Member, how: (task: Task) => void): void {
    const { task } = member;
    member.task = undefined;
    member.line.setBusy(false);
    if (task) how(task);
    this.#assign();
  }

  #drop(task: Task): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    for (const member of this.#members) if (member.task === task) this.#discard(member);
    this.#assign();
  }

  #discard(member: Member): void {
    this.#members.delete(member);
    void member.line.end();
  }
}
