import { InterruptError } from "../interrupt.js";
import { StoreError } from "../store.js";
import type { Checkpoint } from "./checkpoint.js";

/** Closes the checkpoint of work that ended by an error; what cannot go on anyway gives way to runs of other settings. */
export async function leaveCheckpoint(checkpoint: Checkpoint, error: unknown): Promise<void> {
  const canGoOn = error instanceof InterruptError || error instanceof StoreError;
  if (!canGoOn) await checkpoint.fail().catch(() => undefined); // the cause matters more
  checkpoint.close();
}
