import type { Completed, CompletionCommand, CompletionOption } from "./completion-tree.js";

/** A script for zsh: `_arguments` completes options, `_describe` commands, each with what it does. */
export function zshCompletion(commands: readonly CompletionCommand[]): string {
  const below = commands.filter(({ path }) => path.length > 0);
  return `#compdef pushforward
# zsh completion of pushforward, for ~/.zshrc after compinit: source <(pushforward completion zsh)
${[...below].reverse().map(commandFunction).join("")}
${commandFunction(commands[0]!)}
if [[ $funcstack[1] == _pushforward ]]; then
  _pushforward "$@"
else
  compdef _pushforward pushforward
fi
`;
}

function commandFunction(command: CompletionCommand): string {
  const body = command.children.length > 0 ? childLines(command) : argumentLines(command);
  return `${functionName(command)}() {\n${body}}\n`;
}

function functionName({ path }: CompletionCommand): string {
  return ["_pushforward", ...path].join("_").replaceAll("-", "_");
}

/** A command below is given its words as if they began with it. */
function childLines(command: CompletionCommand): string {
  const { children } = command;
  const names = children.map((child) => `    ${quoted(`${child.path.at(-1)}:${child.about}`)}`);
  const cases = children.map((child) => `    ${child.path.at(-1)}) ${functionName(child)} ;;`);
  return `  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    local -a names
    names=(
${names.join("\n")}
    )
    _describe command names
    return
  elif (( CURRENT == 2 )); then
    _arguments ${command.options.map(optionSpec).join(" ")}
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
  esac
`;
}

function argumentLines({ options, argument }: CompletionCommand): string {
  const action = actionOf(argument, "argument");
  const specs = [...options.map(optionSpec), ...(action === "" ? [] : [quoted(`*${action}`)])];
  return `  _arguments \\\n    ${specs.join(" \\\n    ")}\n`;
}

function optionSpec({ flag, about, value }: CompletionOption): string {
  const sign = value.kind === "nothing" ? "" : "=";
  return quoted(
    `${flag}${sign}[${about.replace(/[[\]\\]/g, "\\$&")}]${actionOf(value, flag.slice("--".length))}`,
  );
}

function actionOf(value: Completed, name: string): string {
  if (value.kind === "names") {
    const names = value.names.join(" ");
    return value.several ? `:${name}:_values -s , ${name} ${names}` : `:${name}:(${names})`;
  }
  if (value.kind === "nothing") return "";
  if (value.kind === "file") return `:${name}:_files`;
  if (value.kind === "folder") return `:${name}:_files -/`;
  return `:${name}: `;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
