import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mayColour } from "../../pipelines/commands/colours.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { runShell } from "./shells.js";
import { TINY } from "./small-data.js";

const MAIN = join(import.meta.dirname, "../../dist/pipelines/main.js");
const ESCAPE = "\u001b";

/** A line of bash in which `pushforward` is the program as it is built, in a process of its own. */
async function inShell(line: string, ...rest: readonly string[]) {
  const script = `set -o pipefail; pushforward() { '${process.execPath}' '${MAIN}' "$@"; }\n${line}`;
  return runShell(["bash", "--norc", "-c", script, "shell"], ...rest);
}

describe("colours", () => {
  it.each<[boolean, Readonly<Record<string, string>>, boolean]>([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true], // https://no-color.org: "when present and not an empty string"
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ])("on a terminal: %s, with %j: %s", (isTerminal, environment, may) => {
    expect(mayColour(isTerminal, environment)).toBe(may);
  });
});

describe("the program in a shell", () => {
  it.each([
    ["as it is", "pushforward cluster --help", false],
    ["with FORCE_COLOR", "FORCE_COLOR=1 pushforward cluster --help", true],
  ])("writes to a pipe %s: %s", async (_, line, coloured) => {
    const { output, exitCode } = await inShell(`unset NO_COLOR FORCE_COLOR; ${line} | cat`);
    expect(exitCode).toBe(0);
    expect(output.includes(ESCAPE)).toBe(coloured);
  });

  it("has no escape code and no bar where both of its streams are pipes", async () => {
    const root = await temporaryFolder(TINY);
    const { output, error, exitCode } = await inShell(
      'unset NO_COLOR FORCE_COLOR; pushforward cluster "$1" --k 2 --reference-size 4 --pairs 3',
      root,
    );
    expect([error, exitCode]).toEqual(["", 0]);
    expect(output).not.toContain(ESCAPE);
    expect(output).not.toContain("\r");
  });

  it.each([
    ["a help", "pushforward cluster --help | head -n 1", "Usage: pushforward cluster [options] <dataset>\n"],
    ["a script", "pushforward completion fish | head -n 1", "# fish completion of pushforward"],
    ["a report", 'pushforward info "$1" --json | head -c 9', '{"command'],
    ["nothing of it", "pushforward config-schema cluster | true", ""],
  ])("ends quietly when a reader has enough of %s", async (_, line, begins) => {
    const root = await temporaryFolder(TINY);
    const { output, error, exitCode } = await inShell(`${line}; exit "\${PIPESTATUS[0]}"`, root);
    expect(output.startsWith(begins)).toBe(true);
    expect([error, exitCode]).toEqual(["", 0]);
  });

  it("keeps its exit code when nobody reads what is wrong", async () => {
    const { exitCode } = await inShell("pushforward clutser 2>&1 >/dev/null | true; exit $PIPESTATUS");
    expect(exitCode).toBe(2);
  });

  it("fails aloud where its output cannot be written", async () => {
    const { error, exitCode } = await inShell("pushforward --help > /dev/full");
    expect(exitCode).toBe(1);
    expect(error).toContain("cannot write the output");
  });

  it("reads options from standard input", async () => {
    const root = await temporaryFolder(TINY);
    const { output, exitCode } = await inShell(
      `echo '{"json": true}' | pushforward info "$1" --config -`,
      root,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(output).config).toMatchObject({ path: "-", taken: ["json"] });
  });
});
