import { spawn } from "node:child_process";

export interface Finished {
  readonly exitCode: number | null;
  readonly output: string;
  readonly error: string;
}

/** A program in a folder, to its end. Settings that `npm test` hands to its children are not for what it starts here. */
export async function runCommand(folder: string, command: string, ...argv: string[]): Promise<Finished> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.test(name)));
  const child = spawn(command, argv, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let error = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    error += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output, error }));
  });
}

const SETTINGS = /^(npm_(package|lifecycle)|VITEST|NODE_ENV$|NODE_PATH$)/;

/** What it wrote, if it ended well; else an error with all of it. */
export async function outputOf(folder: string, command: string, ...argv: string[]): Promise<string> {
  const { exitCode, output, error } = await runCommand(folder, command, ...argv);
  if (exitCode === 0) return output;
  throw new Error(`${command} ${argv.join(" ")} ended with ${exitCode}:\n${output}\n${error}`);
}
