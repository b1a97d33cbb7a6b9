import { SingleBar } from "cli-progress";
import type { OnProgress } from "../src/index.js";

export interface ProgressBar {
  readonly onProgress: OnProgress;
  readonly stop: () => void;
}

/** A bar on stderr, one line per kind of work; or one that says nothing. */
export function progressBar(visible: boolean): ProgressBar {
  if (!visible) return { onProgress: () => undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  let unit = "";
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const start = (name: string, total: number): SingleBar => {
    stop();
    unit = name;
    const fresh = new SingleBar({
      format: `{bar} {value}/{total} ${name}, {eta_formatted} left`,
      // The terminal stays as it is, so that an interrupt leaves nothing to repair.
      hideCursor: false,
      linewrap: true,
    });
    fresh.start(total, 0);
    return fresh;
  };
  return {
    onProgress: ({ unit: name, done, total }) => {
      if (total === undefined) return;
      if (!bar || name !== unit || bar.getTotal() !== total) bar = start(name, total);
      bar.update(done);
    },
    stop,
  };
}
