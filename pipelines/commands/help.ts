import type { Command } from "commander";
import { commandsBelow } from "./command-tree.js";
import { didYouMean } from "./did-you-mean.js";

/** `help COMMAND`, also of systems; for a word that is none it says what may have been meant. */
export function addHelp(program: Command): void {
  const command = program
    .helpCommand(false) // commander's own knows no systems, and answers a wrong word with all there is
    .command("help")
    .description("The help of a command, as --help shows it.")
    .argument("[command...]", "a command, and the system where it takes one")
    .action((words: string[]) => {
      if (words.length === 0) program.help();
      const name = words.join(" ");
      const all = commandsBelow(program).map((one) => ({ ...one, name: one.path.join(" ") }));
      const found = all.find((one) => one.name === name);
      if (found) found.command.help();
      const names = all.map((one) => one.name);
      command.error(`error: there is no command '${name}'.${didYouMean(name, names)}`);
    });
}
