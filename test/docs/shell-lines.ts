/**
 * The words of each command of a shell block: comments off, lines joined that end in a backslash, quotes taken away.
 * What starts the program by another way, `npx pushforward` or `node dist/pipelines/main.js`, becomes `pushforward`.
 */
export function commandLines(text: string): string[][] {
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&"))
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) =>
      words(line.replace(/^(npx pushforward|node dist\/pipelines\/main\.js)(?= )/, "pushforward")),
    );
}

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare!,
  );
}
