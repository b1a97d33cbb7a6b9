import type { OnProgress } from "../src/index.js";

/** Tells how far work is; what the listener answers does not stop it. */
export function tellOnly(onProgress: OnProgress | undefined): OnProgress {
  return (info) => {
    onProgress?.(info);
  };
}
