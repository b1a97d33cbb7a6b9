import {
  averagedDifferences,
  boxDiffusion,
  exact,
  isDiscarded,
  type Measure,
  type ParticleSystem,
  type Particles,
  particleWise,
  type Random,
  type RunOptions,
  type RunStep,
  runAndTumble,
  seededRandom,
  timestepRun,
} from "pushforward";

/** A system with the times, in its own unit, that a run of it takes. */
interface LeapSystem {
  readonly system: ParticleSystem;
  /** When the run ends. */
  readonly end: number;
  /** Of plain simulation, before the first window and after each jump. */
  readonly startUp: number;
  readonly burnIn: number;
  /** Between two frames. */
  readonly frame: number;
}

const SIDE = 10;
const BOX = { low: [0, 0], high: [SIDE, SIDE] };

const LEAP_SYSTEMS = {
  diffusion: {
    system: boxDiffusion({ side: SIDE, step: 1 / 4 }),
    end: 900,
    startUp: 30,
    burnIn: 30,
    frame: 10,
  },
  "run and tumble": {
    system: runAndTumble({ dim: 2, speed: 1, rate: 2, step: 1 / 16, box: BOX, start: SIDE / 2 }),
    end: 45,
    startUp: 3,
    burnIn: 1,
    frame: 0.5,
  },
} as const satisfies Record<string, LeapSystem>;

export interface LeapInput {
  readonly system: keyof typeof LEAP_SYSTEMS;
  readonly particles: number;
  /** H, the time that is leapt over; 0: no leaps, the same simulation with windows that are partly thrown away. */
  readonly jump: number;
  /** k, micro-steps on each side of the middle of a window. */
  readonly halfSteps: number;
  /** How the clouds of a window are matched: by optimal transport, or each particle with itself. */
  readonly maps: "optimal transport" | "each particle by itself";
  readonly seed: number;
}

/** The run beside the simulation, at one time. */
export interface LeapFrame {
  readonly time: number;
  /** Did a jump end just now? */
  readonly landed: boolean;
  /** Places x1, y1, x2, y2, ... of the run, and of the simulation at that time. */
  readonly run: Float64Array;
  readonly control: Float64Array;
  /** W2 from the run to the simulation, and between two simulations: the floor. */
  readonly distance: number;
  readonly floor: number;
  /** Micro-steps so far: of the run, and of plain simulation to that time. */
  readonly paid: number;
  readonly plain: number;
}

export interface LeapOutput extends Omit<LeapFrame, "run" | "control" | "landed"> {
  /** Means over the second half of the time. */
  readonly lateDistance: number;
  readonly lateFloor: number;
}

/** The timestepper beside two simulations with random numbers of their own; each frame is told as it is made. */
export async function leap(input: LeapInput, tell: (frame: LeapFrame) => void): Promise<LeapOutput> {
  const { system, end, startUp, burnIn, frame } = LEAP_SYSTEMS[input.system];
  const { jump, halfSteps, maps, particles, seed } = input;
  const random = seededRandom(seed);
  const start = system.start(particles, random.fork(0));
  const options: RunOptions = {
    ...system,
    jump,
    halfSteps,
    startUp,
    burnIn,
    end,
    cycles: MOST_CYCLES,
    estimate: averagedDifferences(halfSteps),
  };
  const controls = [random.fork(2), random.fork(3)].map((stream) => simulation(system, start, stream));
  const byParticles = maps === "each particle by itself";
  const steps = timestepRun(start, options, {
    random: random.fork(1),
    ...(byParticles && { embed: particleWise }),
  });
  const frames: LeapFrame[] = [];
  for await (const step of steps) {
    const last = frames.at(-1);
    if (!isFrame(step, options, last && last.plain + frame / system.step)) continue;
    const [control, second] = controls.map((to) => to(step.state.at));
    frames.push(frameOf(step, system.step, control!, second!));
    tell(frames.at(-1)!);
  }
  return ending(frames, end);
}

/** More than there is time for. */
const MOST_CYCLES = 10_000;

/** A simulation that is asked for later and later times, in micro-steps. */
function simulation({ simulate, step }: ParticleSystem, start: Particles, random: Random) {
  let particles = start;
  let at = 0;
  return (time: number): Particles => {
    if (time > at) particles = simulate(particles, (time - at) * step, random);
    at = Math.max(at, time);
    return particles;
  };
}

function isFrame({ state, jump }: RunStep, options: RunOptions, due = 0): boolean {
  if (jump || state.stage === "done") return true;
  return !isDiscarded(state, options) && state.at >= due;
}

function frameOf({ state, jump }: RunStep, step: number, control: Particles, second: Particles): LeapFrame {
  return {
    time: state.at * step,
    landed: jump !== undefined,
    run: state.particles.points,
    control: control.points,
    distance: distance(state.particles, control),
    floor: distance(control, second),
    paid: state.paid,
    plain: state.at,
  };
}

function distance(source: Measure, target: Measure): number {
  return Math.sqrt(exact(source, target).cost);
}

function ending(frames: readonly LeapFrame[], end: number): LeapOutput {
  const { time, distance, floor, paid, plain } = frames.at(-1)!;
  const late = frames.filter((frame) => frame.time >= end / 2);
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  return {
    time,
    distance,
    floor,
    paid,
    plain,
    lateDistance: mean(late.map((frame) => frame.distance)),
    lateFloor: mean(late.map((frame) => frame.floor)),
  };
}
