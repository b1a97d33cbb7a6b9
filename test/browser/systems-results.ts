import {
  boxDiffusion,
  doubleWell,
  driftDiffusion,
  growing,
  halfMoon,
  ornsteinUhlenbeck,
  type ParticleSystem,
  runAndTumble,
  seededRandom,
} from "../../src/index.js";
import { fingerprint } from "./fingerprint.js";

const SEED = 11;
const COUNT = 1500;
const STEPS = 200;

const uphill = {
  gradient: (points: Float64Array, into: Float64Array): void => {
    for (let p = 0; p < points.length; p++) into[p] = 1 - points[p]!;
  },
};

const SYSTEMS: Readonly<Record<string, ParticleSystem>> = {
  "box diffusion": boxDiffusion(),
  "double well": doubleWell(),
  "drift and diffusion": driftDiffusion(),
  "half-moon": halfMoon({ step: 0.01 }),
  "Ornstein-Uhlenbeck": ornsteinUhlenbeck({ dim: 3 }),
  "run and tumble": runAndTumble({ dim: 2 }),
  "run and tumble uphill": runAndTumble({ attractant: uphill, box: { low: [-1], high: [2] } }),
  growing: growing(ornsteinUhlenbeck(), (points, into) => {
    for (let i = 0; i < into.length; i++) into[i] = 1 - points[i]! ** 2;
  }),
};

/** The fingerprint of each system's particles after many steps, by the name of the system. Runs in Node and in a page. */
export async function systemsFingerprints(): Promise<Record<string, string>> {
  const prints = Object.entries(SYSTEMS).map(
    async ([name, system]) => [name, await fingerprint(after(system))] as const,
  );
  return Object.fromEntries(await Promise.all(prints));
}

/** In two parts, so that the second starts from hidden states. */
function after(system: ParticleSystem): unknown {
  const random = seededRandom(SEED);
  const half = (STEPS / 2) * system.step;
  const middle = system.simulate(system.start(COUNT, random), half, random);
  return system.simulate(middle, half, random);
}
