/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node process.js NAME
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { fixedSupportBarycenter } from "../../../src/transport/barycenter/fixed-support.js";
import { barycenter } from "../../../src/transport/barycenter/free-support.js";
import { CASES } from "./cases.js";

const one = CASES.find(({ name }) => name === argv[2])!;

function solve() {
  const { measures, iterations } = one;
  const stop = { tolerance: 0, maxIterations: iterations };
  if (one.kind === "free") return barycenter(measures, { start: one.start, stop });
  const { epsilon, rho = Infinity } = one;
  return fixedSupportBarycenter(measures, { epsilon, rho, stop });
}

/** Processor time of all threads: of the compiler and of the garbage collection too. */
function run() {
  const before = cpuUsage();
  const { cost, certificate } = solve();
  const { user, system } = cpuUsage(before);
  return {
    seconds: (user + system) / 1e6,
    cost,
    iterations: certificate.iterations,
    gap: relativeGap(certificate),
    peakMegabytes: resourceUsage().maxRSS / 1024,
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
