import type { Command } from "commander";

/** A command that does something, below its parents. */
export interface Leaf {
  /** Its names from the program's, which is left out, as in `["simulate", "diffusion"]`. */
  readonly path: readonly string[];
  readonly command: Command;
}

/** All commands below a command, parents before children. */
export function commandsBelow(parent: Command, path: readonly string[] = []): Leaf[] {
  return parent.commands.flatMap((command) => {
    const below = [...path, command.name()];
    return [{ path: below, command }, ...commandsBelow(command, below)];
  });
}

/** Those that do something themselves. */
export function leavesBelow(parent: Command): Leaf[] {
  return commandsBelow(parent).filter(({ command }) => command.commands.length === 0);
}
