/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node process.js NAME
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { entropicGromovWasserstein } from "../../../src/transport/gromov/entropic-gromov-wasserstein.js";
import { gromovWasserstein } from "../../../src/transport/gromov/gromov-wasserstein.js";
import type { GromovTransport } from "../../../src/transport/gromov/solve-gromov.js";
import { productStart } from "../../../src/transport/gromov/starts.js";
import { CASES, type Task } from "./cases.js";

const { source, target, epsilon = 1, task } = CASES.find(({ name }) => name === argv[2])!;

const SOLVE: Readonly<Record<Task, () => GromovTransport>> = {
  "product start": () => gromovWasserstein(source, target, { starts: [productStart] }),
  "default starts": () => gromovWasserstein(source, target),
  entropic: () => entropicGromovWasserstein(source, target, { epsilon, starts: [productStart] }),
};

/** Processor time of all threads: of the compiler and of the garbage collection too. */
function run() {
  const before = cpuUsage();
  const { cost, attempts, certificate } = SOLVE[task]();
  const { user, system } = cpuUsage(before);
  return {
    seconds: (user + system) / 1e6,
    cost,
    starts: attempts.length,
    iterations: certificate.iterations,
    gap: relativeGap(certificate),
    status: certificate.status,
    peakMegabytes: resourceUsage().maxRSS / 1024,
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
