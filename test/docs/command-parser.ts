import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { Job, Submit } from "../../pipelines/commands/job.js";
import { ROOT } from "./pages.js";

type Add = (program: Command, submit: Submit) => void;

/**
 * What the program understands by its arguments (those after `pushforward`), with nothing read and nothing run;
 * throws what the parser has against them. No job where only help was asked for.
 */
export async function understood(argv: readonly string[]): Promise<Job | undefined> {
  let job: Job | undefined;
  const said: string[] = [];
  const root = new Command("pushforward")
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: (text) => said.push(text) });
  for (const add of await commandAdders())
    add(root, async (submitted) => {
      job = submitted;
    });
  try {
    await root.parseAsync([...argv], { from: "user" });
  } catch (error) {
    const asked = argv.includes("--help") || argv.includes("--version");
    if (!asked) throw new Error(`${said.join("")}${error instanceof Error ? error.message : error}`);
  }
  return job;
}

/** The functions that add a command each: `addInfo` of commands/info.ts, and so on. */
export async function commandAdders(): Promise<Add[]> {
  const names = readdirSync(join(ROOT, "pipelines/commands")).filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(names.map((name) => import(join(ROOT, "pipelines/commands", name))));
  return modules.flatMap((module, n) => {
    const command = names[n]!.replace(/\.ts$/, "").replace(/(^|-)(\w)/g, (_, _dash, letter) =>
      letter.toUpperCase(),
    );
    const add: unknown = module[`add${command}`];
    return typeof add === "function" ? [add as Add] : [];
  });
}
