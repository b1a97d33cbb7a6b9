import { loadDataset } from "../../../loaders/node.js";
import { preparedLogMap } from "../../../src/lot/log-map.js";
import { prepareReference } from "../../../src/lot/prepared-reference.js";
import { gaussianReference, reference } from "../../../src/lot/reference.js";
import { normalise } from "../../../src/measure/measure.js";
import type { Certificate } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact, exactFrom } from "../../../src/transport/exact.js";
import { solveDense } from "../../../src/transport/simplex/solve-dense.js";
import { diffusionPairs, normalPairs, type Pair, type Shape } from "./clouds.js";

/** What one solve is asked for: the answer, or the answer and the barycentric projection of its plan. */
export type Task = "solve" | "project";

export interface Case {
  /** How the table and the command line call it. */
  readonly name: string;
  readonly n: string;
  readonly dim: number;
  readonly masses: "uniform" | "weighted";
  readonly task: Task;
  /** The problems of one run; times are means over them. */
  readonly pairs: (data: string | undefined) => Promise<readonly Pair[]>;
  /** Our way to one certificate; what the problems share is prepared once. */
  readonly solver: (pairs: readonly Pair[]) => (pair: Pair) => Certificate;
  /** Runs that count: a first one is not counted if they are more than one. */
  readonly runs: number;
  /** The same for POT; 0 where its matrix does not fit into any memory. */
  readonly potRuns: number;
  /** Does POT take minutes, and gigabytes? */
  readonly slow: boolean;
  /** No WebAssembly: plain JavaScript does all of it. */
  readonly plain: boolean;
  /** Ratio to reach, and the one to hope for. */
  readonly goal: readonly number[];
}

const RUNS = 5;
const DIGITS = "data/digits";
const DIGIT_POINTS = 64;
const IMAGE_POINTS = 200;
/** One image in so many is taken: 300 of the 1200, all classes. */
const IMAGE_STEP = 4;
/** Step of the diffusion, and four of its 160 maps: the middles of its quarters. */
const DIFFUSION = { h: 1e-3, steps: [20, 60, 100, 140] } as const;

type Solver = Case["solver"];

const each: Solver =
  () =>
  ([source, target]) =>
    exact(source, target).certificate;

/** One source, many targets. */
const fromFirst: Solver = (pairs) => {
  const transportTo = exactFrom(pairs[0]![0]);
  return ([, target]) => transportTo(target).certificate;
};

/** As an embedding does it: solve and project. */
const projected: Solver = (pairs) => {
  const prepared = prepareReference(reference(pairs[0]![0]));
  return ([, target]) => preparedLogMap(prepared, target).certificate;
};

/** The dense road, which `exact` leaves to others where these are faster. */
const densely: Solver =
  () =>
  ([source, target]) =>
    solveDense(source, target, {}).certificate;

type Settings = Partial<Omit<Case, "name" | "n" | "dim" | "masses">> & { readonly problems?: number };

function normalCase(shape: Shape, settings: Settings): Case {
  const { n, m, dim, weighted } = shape;
  const masses = weighted ? "weighted" : "uniform";
  const { problems = 1, ...rest } = settings;
  return {
    name: `${rest.plain ? "plain-" : ""}${n}x${m}-${dim}d-${masses}`,
    n: `${n} x ${m}`,
    dim,
    masses,
    task: "solve",
    pairs: async () => normalPairs(shape, problems),
    solver: each,
    runs: RUNS,
    potRuns: RUNS,
    slow: false,
    plain: false,
    goal: [],
    ...rest,
  };
}

const square = (n: number, dim: number, weighted: boolean): Shape => ({ n, m: n, dim, weighted });
const oblong = (n: number, m: number, dim: number): Shape => ({ n, m, dim, weighted: true });

async function imagePairs(path: string, count: number, step: number): Promise<Pair[]> {
  const { collection } = await loadDataset(path);
  const measures = collection.measures.map((mu) => normalise(mu));
  const source = gaussianReference(measures, { count, random: seededRandom(0) }).measure;
  return measures.filter((_, s) => s % step === 0).map((mu) => [source, mu]);
}

function digitsCase(): Case {
  return {
    ...normalCase(square(DIGIT_POINTS, 2, true), { goal: [2.5, 4] }),
    name: "digits",
    n: `8x8 digits: ${DIGIT_POINTS} x about 33`,
    pairs: () => imagePairs(DIGITS, DIGIT_POINTS, 1),
    solver: fromFirst,
  };
}

function imagesCase(): Case {
  return {
    ...normalCase(square(IMAGE_POINTS, 2, true), { goal: [3, 5], task: "project" }),
    name: "mnist",
    n: `MNIST: ${IMAGE_POINTS} x about 150, projected`,
    pairs: async (data) => {
      if (data !== undefined) return imagePairs(data, IMAGE_POINTS, IMAGE_STEP);
      throw new Error("the case mnist needs --data FOLDER, a folder with MNIST's images");
    },
    solver: projected,
  };
}

function diffusionCase(n: number): Case {
  return {
    ...normalCase(square(n, 2, false), { slow: true, potRuns: 1, goal: [40, 80] }),
    name: `diffusion-${n}`,
    n: `diffusion: ${n} x ${n}`,
    pairs: async () => diffusionPairs(n, DIFFUSION.h, DIFFUSION.steps),
    solver: fromFirst,
  };
}

/** The dense road without WebAssembly, whose certificate does without too. */
const plainCase = (shape: Shape, problems: number): Case =>
  normalCase(shape, { problems, plain: true, goal: [1.4, 2.5], solver: densely });

/** All rows of the table. */
export const CASES: readonly Case[] = [
  digitsCase(),
  imagesCase(),
  normalCase(oblong(500, 500, 2), { problems: 10, goal: [4, 8] }),
  normalCase(oblong(500, 500, 3), { problems: 10, goal: [3, 6] }),
  normalCase(oblong(500, 1000, 2), { problems: 5, goal: [4, 8] }),
  normalCase(oblong(500, 1000, 3), { problems: 5, goal: [3, 6] }),
  normalCase(square(1000, 2, false), { problems: 4, goal: [4, 8] }),
  normalCase(square(1000, 2, true), { problems: 4, goal: [4, 8] }),
  normalCase(oblong(1000, 2000, 2), { problems: 2, goal: [4, 8] }),
  normalCase(oblong(1000, 2000, 3), { problems: 2, goal: [3, 6] }),
  normalCase(square(1000, 10, false), { problems: 4, goal: [4.5, 8] }),
  normalCase(square(1000, 10, true), { problems: 4, goal: [3, 5] }),
  normalCase(square(500, 200, true), { problems: 4, goal: [1.8, 3] }),
  plainCase(oblong(200, 150, 2), 20),
  plainCase(oblong(200, 150, 3), 20),
  plainCase(square(500, 2, true), 10),
  plainCase(square(500, 3, true), 10),
  plainCase(square(1000, 2, true), 4),
  plainCase(square(1000, 3, true), 4),
  normalCase(square(2000, 2, false), { goal: [4, 8] }),
  normalCase(square(5000, 2, false), { goal: [12, 24] }),
  normalCase(square(10_000, 2, false), { slow: true, potRuns: 1, goal: [30, 60] }),
  normalCase(square(20_000, 2, false), { slow: true, runs: 3, potRuns: 1, goal: [70, 140] }),
  normalCase(square(100_000, 2, false), { runs: 1, potRuns: 0 }),
  normalCase(square(10_000, 3, false), { slow: true, potRuns: 1, goal: [20, 40] }),
  normalCase(oblong(10_000, 8000, 2), { slow: true, potRuns: 1, goal: [15, 30] }),
  normalCase(oblong(10_000, 8000, 3), { slow: true, potRuns: 1, goal: [15, 30] }),
  normalCase(square(10_000, 5, false), { slow: true, runs: 3, potRuns: 1, goal: [5, 10] }),
  diffusionCase(10_000),
];
