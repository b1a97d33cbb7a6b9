import type { Command } from "commander";
import { configSchema } from "../config/config-schema.js";
import { leavesBelow } from "./command-tree.js";
import { didYouMean } from "./did-you-mean.js";

/** @param print where the schema goes. */
export function addConfigSchema(program: Command, print: (text: string) => void): void {
  const command = program
    .command("config-schema")
    .description("The JSON schema of the files that --config takes, for one command.")
    .argument("<command...>", "a command, and the system where it takes one")
    .action((words: string[]) => {
      const name = words.join(" ");
      const leaves = leavesBelow(program).filter((leaf) => takesConfig(leaf.command));
      const leaf = leaves.find(({ path }) => path.join(" ") === name);
      if (leaf) {
        print(`${JSON.stringify(configSchema(name, leaf.command), null, 2)}\n`);
        return;
      }
      const names = leaves.map(({ path }) => path.join(" "));
      const below = names
        .filter((one) => one.startsWith(`${name} `))
        .map((one) => one.slice(name.length + 1));
      command.error(
        below.length > 0
          ? `error: ${name} takes a system; name one of ${below.join(", ")}`
          : `error: there is no command '${name}' with --config.${didYouMean(name, names)}`,
      );
    });
}

function takesConfig(command: Command): boolean {
  return command.options.some(({ long }) => long === "--config");
}
