/**
 * Times of the particle systems: npm run bench:build && node node_modules/.bench/test/bench/systems.js [parts of names]
 *
 * Processor nanoseconds for a particle and a micro-step, the least of 7 rounds that the cases take in turn, all in one process, so
 * that the compiler sees the innermost loops with every potential. The first lines are numbers, not steps: the polar method of
 * `random.normal()`, and what the bulk generators take, to compare machines by. "a step at a time" calls the simulator once a
 * micro-step, as a timestepper does.
 */
import { argv, stdout } from "node:process";
import {
  boxDiffusion,
  doubleWell,
  driftDiffusion,
  halfMoon,
  langevin,
  ornsteinUhlenbeck,
  type ParticleSystem,
  quadraticPotential,
  runAndTumble,
  seededRandom,
} from "../../src/index.js";
import { normals } from "../../src/numeric/normals.js";
import { randomWords } from "../../src/numeric/random-words.js";
import { uniforms } from "../../src/numeric/uniforms.js";

const COUNT = 10_000;
const STEPS = 20;
const ROUNDS = 7;

/** Does COUNT * STEPS of what is timed. */
type Work = () => unknown;

function together(system: ParticleSystem): Work {
  const start = system.start(COUNT, seededRandom(1));
  const random = seededRandom(2);
  return () => system.simulate(start, STEPS * system.step, random);
}

function oneByOne(system: ParticleSystem): Work {
  let particles = system.start(COUNT, seededRandom(1));
  const random = seededRandom(2);
  return () => {
    for (let s = 0; s < STEPS; s++) particles = system.simulate(particles, system.step, random);
  };
}

function polar(): Work {
  const random = seededRandom(1);
  const into = new Float64Array(COUNT);
  return () => {
    for (let s = 0; s < STEPS; s++) for (let p = 0; p < COUNT; p++) into[p] = random.normal();
  };
}

function bulkNormals(): Work {
  const fill = normals(seededRandom(1));
  const into = new Float64Array(COUNT);
  return () => {
    for (let s = 0; s < STEPS; s++) fill(into);
  };
}

function bulkWords(): Work {
  const fill = randomWords(seededRandom(1));
  const into = new Int32Array(COUNT);
  return () => {
    for (let s = 0; s < STEPS; s++) fill(into, COUNT);
  };
}

function bulkUniforms(): Work {
  const uniform = uniforms(seededRandom(1));
  return () => {
    let sum = 0;
    for (let n = 0; n < STEPS * COUNT; n++) sum += uniform();
    return sum;
  };
}

const CASES: Readonly<Record<string, Work>> = {
  "number: random.normal()": polar(),
  "number: normals": bulkNormals(),
  "number: words": bulkWords(),
  "number: uniforms": bulkUniforms(),
  "box diffusion, 2-D": together(boxDiffusion()),
  "box diffusion, 2-D, a step at a time": oneByOne(boxDiffusion()),
  "Langevin, spring, 1-D": together(langevin({ potential: quadraticPotential() })),
  "double well": together(doubleWell()),
  "drift and diffusion": together(driftDiffusion()),
  "half-moon, 2-D": together(halfMoon()),
  "Ornstein-Uhlenbeck, exact": together(ornsteinUhlenbeck()),
  "run and tumble, 1-D": together(runAndTumble()),
  "run and tumble, 3-D": together(runAndTumble({ dim: 3 })),
};

function nanoseconds(work: Work): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (COUNT * STEPS);
}

const asked = argv.slice(2);
const chosen = Object.entries(CASES).filter(
  ([name]) => asked.length === 0 || asked.some((part) => name.includes(part)),
);
for (const [, work] of chosen) for (let r = 0; r < 3; r++) work();
const best = new Map(chosen.map(([name]) => [name, Infinity]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, work] of chosen) best.set(name, Math.min(best.get(name)!, nanoseconds(work)));
}
for (const [name, least] of best) stdout.write(`${name.padEnd(40)} ${least.toFixed(1).padStart(6)} ns\n`);
