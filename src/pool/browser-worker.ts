import { serve } from "./worker.js";

/**
 * The file that a browser's worker starts with. Nothing imports it: it takes the messages of the scope that it runs in,
 * which is right in a worker of ours and nowhere else. `spawn-browser.ts` names it by its address.
 */
const scope = globalThis as unknown as Pick<Worker, "postMessage" | "onmessage">;
const answer = serve((reply, transfer) => scope.postMessage(reply, transfer));
scope.onmessage = ({ data }) => answer(data);
