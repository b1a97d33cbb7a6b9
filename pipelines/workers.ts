import { createPool, type WorkerPool } from "../src/index.js";

export interface JobOptions {
  /** Threads that compute transports; results do not depend on it. Default: none but the caller's own. */
  readonly jobs?: number | undefined;
}

/** What `work` gives, with a pool that is closed when it ends, however it ends. */
export async function withPool<T>(
  { jobs = 0 }: JobOptions,
  work: (pool: WorkerPool) => Promise<T>,
): Promise<T> {
  const pool = await createPool({ workers: jobs });
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}
