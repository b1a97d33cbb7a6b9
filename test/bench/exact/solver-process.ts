/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node solver-process.js NAME [DATA]
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { CASES } from "./cases.js";
import type { Run } from "./rounds.js";

const [name, data] = argv.slice(2);
const one = CASES.find((candidate) => candidate.name === name)!;
if (one.plain) Reflect.deleteProperty(globalThis, "WebAssembly");
const pairs = await one.pairs(data);
const solve = one.solver(pairs);

/** Processor time of all threads: of the compiler and of the garbage collection too. */
function run(): Run {
  const before = cpuUsage();
  const certificates = pairs.map(solve);
  const { user, system } = cpuUsage(before);
  return {
    seconds: (user + system) / 1e6 / pairs.length,
    costs: certificates.map(({ lower, upper }) => (lower + upper) / 2),
    peakMegabytes: resourceUsage().maxRSS / 1024,
    gap: Math.max(...certificates.map(relativeGap)),
    status: certificates.find(({ status }) => status !== "converged")?.status ?? "converged",
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
