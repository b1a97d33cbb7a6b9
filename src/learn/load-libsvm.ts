import type SvmClass from "libsvm-js/asm.js";

type Listener = (...values: unknown[]) => void;

/** The part of Node's `process` that a browser does not have. */
interface Host {
  listeners(event: string): readonly Listener[];
  removeListener(event: string, listener: Listener): unknown;
}

const EVENTS = ["unhandledRejection", "uncaughtException"] as const;

/**
 * libsvm, loaded on first use, since most users never fit. For browsers, package.json names its browser build.
 *
 * Its start-up code makes Node leave silently at any unhandled rejection, of whoever; those listeners are taken off.
 */
export async function loadLibsvm(): Promise<typeof SvmClass> {
  const host: Host | undefined = "process" in globalThis ? globalThis.process : undefined;
  const before = EVENTS.map((event) => new Set(host?.listeners?.(event) ?? []));
  const { default: SVM } = await import("libsvm-js/asm.js");
  EVENTS.forEach((event, e) => {
    for (const listener of host?.listeners?.(event) ?? []) {
      if (!before[e]!.has(listener)) host?.removeListener(event, listener);
    }
  });
  return SVM;
}
