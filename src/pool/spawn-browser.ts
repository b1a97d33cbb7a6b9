import type { Line, LineEvents } from "./line.js";

export function spawn({ onMessage, onEnd }: LineEvents): Line {
  // Written out in one piece: that is how bundlers find the file of a worker.
  const worker = new Worker(new URL("./browser-worker.js", import.meta.url), { type: "module" });
  const silence = (): void => {
    worker.onmessage = null;
    worker.onmessageerror = null;
    worker.onerror = null;
    worker.terminate();
  };
  const fail = (reason: string): void => {
    silence();
    onEnd(reason);
  };
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onmessageerror = () => fail("its message could not be read");
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message || "its file could not be loaded");
  };
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    setBusy: () => undefined,
    end: async () => silence(),
  };
}

export function cores(): number {
  return navigator.hardwareConcurrency;
}
