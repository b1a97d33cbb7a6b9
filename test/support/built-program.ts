import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../../dist/pipelines/main.js");

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly error: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The program as it is built and installed, in a process of its own: what can be killed and has workers. */
export function startProgram(...argv: readonly string[]): Running {
  return start(process.execPath, [MAIN, ...argv]);
}

/** The same where no file can have more than so many blocks of 1024 bytes. */
export function startProgramLimited(blocks: number, ...argv: readonly string[]): Running {
  const script = `ulimit -f ${blocks} && exec "$0" "$@"`;
  return start("bash", ["-c", script, process.execPath, MAIN, ...argv]);
}

function start(command: string, argv: readonly string[]): Running {
  if (!existsSync(MAIN)) throw new Error(`there is no ${MAIN}; npm run build makes it`);
  const child = spawn(command, argv, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let error = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    error += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, output, error }));
  });
  return { child, ended };
}

export async function runProgram(...argv: readonly string[]): Promise<Ended> {
  return startProgram(...argv).ended;
}
