import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that answers each line with a line. */
export interface LineProcess {
  /** @throws Error if the process has ended, or ends before it answers. */
  readonly ask: (line: string) => Promise<string>;
  readonly close: () => void;
}

export function lineProcess(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): LineProcess {
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = failure(child, `${command} ${args[0]}`);
  child.stdin.on("error", () => {}); // the process has ended: `failed` tells
  return {
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      const answer = await Promise.race([answers.next(), failed]);
      if (answer.done) return failed;
      return answer.value;
    },
    close: () => child.stdin.end(),
  };
}

function failure(child: ChildProcess, what: string): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`${what} ended with exit code ${code}`)));
  });
  ended.catch(() => {}); // it ends in the end; whoever waits for an answer hears of it
  return ended;
}
