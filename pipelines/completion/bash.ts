import type { Completed, CompletionCommand } from "./completion-tree.js";

/**
 * A script for bash, 3.2 and later. It goes through the words once to see which command they name, then looks up what may
 * stand at the cursor; where that is a file it says nothing, and readline completes files.
 */
export function bashCompletion(commands: readonly CompletionCommand[]): string {
  return `# bash completion of pushforward, for ~/.bashrc: source <(pushforward completion bash)
_pushforward() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command="" word names="" several="" flags="" files=""
  # --option=value is three words here
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case "$command/$word" in
${commands
  .filter(({ path }) => path.length > 0)
  .map(stepLine)
  .join("\n")}
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${valueLines(commands)}
  esac
  if [[ -z $names ]]; then
    case "$command" in
${commands.map(commandLine).join("\n")}
    esac
    [[ $current == -* ]] && names="$flags"
    [[ -n $files && $current != -* ]] && return
  fi
  [[ $names == "/files" ]] && return
  compopt +o default 2>/dev/null
  [[ $names == "/folders" ]] && { compopt -o dirnames 2>/dev/null; return; }
  [[ $names == "/text" ]] && return
  if [[ -n $several && $current == *,* ]]; then
    COMPREPLY=($(compgen -P "\${current%,*}," -W "$names" -- "\${current##*,}"))
  else
    COMPREPLY=($(compgen -W "$names" -- "$current"))
  fi
}
complete -o bashdefault -o default -F _pushforward pushforward
`;
}

/** From the words before to a command below. */
function stepLine({ path }: CompletionCommand): string {
  return `      ${quoted(`${path.slice(0, -1).join(" ")}/${path.at(-1)}`)}) command=${quoted(path.join(" "))} ;;`;
}

/** One line for all options of all commands after which the same may stand. */
function valueLines(commands: readonly CompletionCommand[]): string {
  const places = new Map<string, string[]>();
  for (const { path, options } of commands) {
    for (const { flag, value } of options) {
      const answer = answerOf(value);
      if (answer === undefined) continue;
      places.set(answer, [...(places.get(answer) ?? []), quoted(`${path.join(" ")} ${flag}`)]);
    }
  }
  return [...places].map(([answer, keys]) => `    ${keys.join(" | ")}) ${answer} ;;`).join("\n");
}

function answerOf(value: Completed): string | undefined {
  if (value.kind === "names") {
    return `names=${quoted(value.names.join(" "))}${value.several ? " several=yes" : ""}`;
  }
  if (value.kind === "nothing") return undefined;
  if (value.kind === "file") return 'names="/files"';
  if (value.kind === "folder") return 'names="/folders"';
  return 'names="/text"';
}

function commandLine({ path, children, options, argument }: CompletionCommand): string {
  const words = argument.kind === "names" ? argument.names : children.map((child) => child.path.at(-1)!);
  const files = argument.kind === "file" ? " files=yes" : "";
  const flags = options.map(({ flag }) => flag).join(" ");
  return `      ${quoted(path.join(" "))}) names=${quoted(words.join(" "))} flags=${quoted(flags)}${files} ;;`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/g, "\\$&")}"`;
}
