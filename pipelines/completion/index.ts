import { Argument, type Command } from "commander";
import { bashCompletion } from "./bash.js";
import { completionTree } from "./completion-tree.js";
import { fishCompletion } from "./fish.js";
import { zshCompletion } from "./zsh.js";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** @param print where the script goes. */
export function addCompletion(program: Command, print: (text: string) => void): void {
  program
    .command("completion")
    .description("A script that completes commands, options and their values with the Tab key.")
    .addArgument(new Argument("<shell>", "the shell that runs it").choices(Object.keys(SHELLS)))
    .action((shell: keyof typeof SHELLS) => print(SHELLS[shell](completionTree(program))));
}
