/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node process.js NAME
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sliced } from "../../../src/transport/sliced/sliced.js";
import { CASES, DIRECTIONS, pairOf } from "./cases.js";

const [source, target] = pairOf(CASES.find(({ name }) => name === argv[2])!);
let seed = 0;

/** Processor time of all threads: of the compiler and of the garbage collection too. */
function run() {
  const before = cpuUsage();
  const { cost, statistical, certificate } = sliced(source, target, {
    random: seededRandom(seed++),
    directions: DIRECTIONS,
  });
  const { user, system } = cpuUsage(before);
  return {
    seconds: (user + system) / 1e6,
    cost,
    standardError: statistical.standardError,
    gap: relativeGap(certificate),
    peakMegabytes: resourceUsage().maxRSS / 1024,
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
