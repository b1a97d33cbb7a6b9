/**
 * Writes the problems of seeds 0 .. COUNT - 1 one after the other to a file, for test/oracle/make_random_problems.py.
 *
 *   npm run bench:build && node node_modules/.bench/test/transport/fuzz/write-problems.js FILE COUNT
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { problemBytes } from "./problem-bytes.js";
import { randomProblem } from "./random-problem.js";

function main(file: string, count: number): void {
  const descriptor = openSync(file, "w");
  for (let seed = 0; seed < count; seed++) writeSync(descriptor, problemBytes(randomProblem(seed)));
  closeSync(descriptor);
}

const [file, count] = process.argv.slice(2);
main(file!, Number(count));
