import { type Command, InvalidArgumentError } from "commander";
import { commandsBelow } from "./command-tree.js";
import { didYouMean } from "./did-you-mean.js";

/** Lets every option and argument of a few names say which of them may have been meant. */
export function suggestChoices(root: Command): void {
  for (const { command } of commandsBelow(root)) {
    for (const one of [...command.options, ...command.registeredArguments]) {
      if (one.argChoices) one.argParser(choiceOf(one.argChoices));
    }
  }
}

function choiceOf(choices: readonly string[]) {
  return (text: string): string => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.${didYouMean(text, choices)}`);
  };
}
