import type { Command } from "commander";
import { bold } from "./colours.js";
import type { Streams } from "./streams.js";

/** Titles in the help stand out where the stream shows it; commands that are added later take this over. */
export function styleHelp(root: Command, { output, error, colours }: Streams): void {
  root
    .configureOutput({
      writeOut: output,
      writeErr: error,
      // commander takes the codes out again where there should be none
      getOutHasColors: () => colours?.output ?? false,
      getErrHasColors: () => colours?.error ?? false,
    })
    .configureHelp({ styleTitle: bold });
}
