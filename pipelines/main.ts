#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { main } from "./cli.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return; // a reader that stops early (`| head`) is no error of ours
  process.stderr.write(`pushforward: cannot write the output: ${error.message}\n`);
  process.exitCode = 1;
});

const exitCode = await main(process.argv.slice(2), {
  output: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
  cores: availableParallelism(),
});
process.exitCode ??= exitCode;
