/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node process.js NAME
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { unbalanced } from "../../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";
import { CASES, pairOf, TOLERANCE } from "./cases.js";

const one = CASES.find(({ name }) => name === argv[2])!;
const [source, target] = pairOf(one);

const solve = () =>
  one.epsilon === undefined
    ? unbalancedExact(source, target, one.relaxation)
    : unbalanced(source, target, {
        ...one.relaxation,
        epsilon: one.epsilon,
        stop: { tolerance: TOLERANCE },
      });

/** Processor time of all threads: of the compiler and of the garbage collection too. */
function run() {
  const before = cpuUsage();
  const { cost, certificate } = solve();
  const { user, system } = cpuUsage(before);
  return {
    seconds: (user + system) / 1e6,
    iterations: certificate.iterations,
    cost,
    lower: certificate.lower,
    gap: relativeGap(certificate),
    status: certificate.status,
    peakMegabytes: resourceUsage().maxRSS / 1024,
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
