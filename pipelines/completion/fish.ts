import type { Completed, CompletionCommand, CompletionOption } from "./completion-tree.js";

/** A script for fish: one `complete` for each command, option and kind of argument. */
export function fishCompletion(commands: readonly CompletionCommand[]): string {
  return `# fish completion of pushforward: pushforward completion fish > ~/.config/fish/completions/pushforward.fish
function __pushforward_at -d 'The words so far begin with these'
  set -l words (commandline -opc)
  set -e words[1]
  for place in (seq (count $argv))
    test "$words[$place]" = "$argv[$place]"; or return 1
  end
end
function __pushforward_after -d 'The words so far are these'
  set -l words (commandline -opc)
  test (count $words) -eq (math (count $argv) + 1); and __pushforward_at $argv
end
function __pushforward_list -d 'One more of these, behind what has a comma after it'
  set -l token (string replace -r '^--[^=]*=' '' -- (commandline -ct))
  set -l before (string match -r '^.*,' -- $token)
  printf '%s\\n' "$before"$argv
end
complete -c pushforward -f
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, children, options, argument }: CompletionCommand): string[] {
  const at = condition(children.length > 0 ? "after" : "at", path);
  const after = condition("after", path);
  return [
    ...children.map((child) => `${after} -a ${child.path.at(-1)} -d ${quoted(child.about)}`),
    ...(argument.kind === "nothing" ? [] : [`${at} ${answerOf(argument)}`]),
    ...options.map((option) => `${at} ${optionOf(option)}`),
  ];
}

function condition(which: "at" | "after", path: readonly string[]): string {
  return `complete -c pushforward -n '__pushforward_${[which, ...path].join(" ")}'`;
}

function optionOf({ flag, about, value }: CompletionOption): string {
  const answer = value.kind === "nothing" ? "" : ` -r ${answerOf(value)}`;
  return `-l ${flag.slice("--".length)}${answer} -d ${quoted(about)}`;
}

function answerOf(value: Completed): string {
  if (value.kind === "file") return "-F";
  if (value.kind === "folder") return "-f -a '(__fish_complete_directories (commandline -ct))'";
  if (value.kind !== "names") return "-f";
  const names = value.names.join(" ");
  return value.several ? `-f -a '(__pushforward_list ${names})'` : `-f -a ${quoted(names)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
