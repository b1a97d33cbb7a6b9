/** A worker that ended before its work was done, or a pool that is closed. */
export class WorkerError extends Error {
  readonly tag = "WorkerError";
  override readonly name = "WorkerError";
}
