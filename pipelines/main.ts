#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { buffer } from "node:stream/consumers";
import { main } from "./cli.js";
import { mayColour } from "./commands/colours.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return; // a reader that stops early (`| head`) is no error of ours
  process.stderr.write(`pushforward: cannot write the output: ${error.message}\n`);
  process.exitCode = 1;
});

// nor is one that reads no complaints; there is nowhere left to say anything else
process.stderr.on("error", () => undefined);

const exitCode = await main(process.argv.slice(2), {
  output: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY === true && process.env.TERM !== "dumb",
  input: () => buffer(process.stdin),
  colours: {
    output: mayColour(process.stdout.isTTY === true, process.env),
    error: mayColour(process.stderr.isTTY === true, process.env),
  },
  cores: availableParallelism(),
});
process.exitCode ??= exitCode;
