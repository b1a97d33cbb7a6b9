/**
 * Our side of one case, in a process of its own: one run for each line on standard input, its figures as a line of JSON.
 *
 *   node solver-process.js NAME
 */
import { argv, cpuUsage, resourceUsage, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { CASES, cloudsOf, LARGE, largestCost } from "./cases.js";

/** What is said of one run. */
export interface OurRun {
  /** Processor time of all threads, the certificate included. */
  readonly seconds: number;
  /** That of the certificate alone. */
  readonly certificateSeconds: number;
  readonly iterations: number;
  readonly status: string;
  /** L1, of both marginals. */
  readonly error: number;
  readonly gap: number;
  readonly epsilon: number;
  readonly largestCost: number;
  readonly peakMegabytes: number;
}

function timed<T>(work: () => T): readonly [result: T, seconds: number] {
  const before = cpuUsage();
  const result = work();
  const { user, system } = cpuUsage(before);
  return [result, (user + system) / 1e6];
}

const one = [...CASES, ...LARGE].find(({ name }) => name === argv[2])!;
const clouds = cloudsOf(one);
const largest = largestCost(clouds);
const softness = one.part === undefined ? {} : { epsilon: one.part * largest };

function run(): OurRun {
  const [source, target] = clouds;
  const stop = { tolerance: one.tolerance, maxIterations: 10000 };
  const [found, seconds] = timed(() => sinkhorn(source, target, { ...softness, stop }));
  const { certificate, plan, potentials } = found;
  const nothing = { epsilon: plan.epsilon, start: potentials, stop: { maxIterations: 0 } };
  const [, certificateSeconds] =
    one.rivals.length > 0 ? timed(() => sinkhorn(source, target, nothing)) : [0, 0];
  return {
    seconds,
    certificateSeconds,
    iterations: certificate.iterations,
    status: certificate.status,
    error: certificate.sourceError + certificate.targetError,
    gap: relativeGap(certificate),
    epsilon: plan.epsilon,
    largestCost: largest,
    peakMegabytes: resourceUsage().maxRSS / 1024,
  };
}

for await (const _ of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(run())}\n`);
