// Steady states of the half-moon potential (E4 of arXiv 2512.24567) in several ways, against quadrature; prints Markdown tables.
//
//   npm run build && node data/make-half-moon.mjs bias           what the micro-step and the grids change, without any noise
//   npm run build && node data/make-half-moon.mjs ways [WAY...] [SEED...]  moments by each way over the seeds (default: 0 to 4), and what they cost
//   npm run build && node data/make-half-moon.mjs scan           residuals by the length of difference quotients
import {
  angularDescription,
  eulerSteadyLaw,
  fallingRate,
  freshNoise,
  commonNoise,
  gradientStep,
  halfMoon,
  halfMoonPotential,
  jointDescription,
  moments,
  particleDescent,
  particleDescription,
  planarSteadyLaw,
  seededRandom,
  sinkhornResidual,
  steadyState,
} from "../dist/src/index.js";

const [table = "ways", ...rest] = process.argv.slice(2);
const chosen = rest.filter((name) => !/^\d+$/.test(name));
const given = rest.filter((name) => /^\d+$/.test(name)).map(Number);
const SEEDS = given.length > 0 ? given : [0, 1, 2, 3, 4];
const STEP = 0.01;
const system = halfMoon({ step: STEP });
const { box, simulate } = system;
const potential = halfMoonPotential();
const law = planarSteadyLaw({ potential, box });
const EXACT = [...law.mean, ...law.variance];

/** E x, E y, Var x, Var y. */
function summary(particles) {
  const { mean, covariance } = moments(particles);
  return [mean[0], mean[1], covariance.data[0], covariance.data[3]];
}

const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const per = (value, exact) => `${((100 * (value - exact)) / exact).toFixed(2)} %`;
const offsets = ([x, y, xx, yy]) => [
  (x - EXACT[0]).toFixed(4),
  (y - EXACT[1]).toFixed(4),
  per(xx, EXACT[2]),
  per(yy, EXACT[3]),
];

function header(...names) {
  row(...names);
  row(...names.map(() => "---"));
}

/** CPU seconds. */
function cpu() {
  const { user, system: kernel } = process.cpuUsage();
  return (user + kernel) / 1e6;
}

/** The law on 1600 x 1600 cells. */
function finely() {
  const side = 1600;
  const points = new Float64Array(2 * side * side);
  const weights = new Float64Array(side * side);
  for (let a = 0; a < side; a++) {
    for (let b = 0; b < side; b++) {
      const i = a * side + b;
      points[2 * i] = -4 + (8 * (a + 0.5)) / side;
      points[2 * i + 1] = -4 + (8 * (b + 0.5)) / side;
      weights[i] = law.density(points.subarray(2 * i, 2 * i + 2)) * (8 / side) ** 2;
    }
  }
  return { points, weights, count: side * side, dim: 2 };
}

function bias() {
  console.log(`exact: E x ${EXACT[0].toFixed(5)}, E y ${EXACT[1].toFixed(5)}, Var x ${EXACT[2].toFixed(5)}, Var y ${EXACT[3].toFixed(5)}\n`);
  header("Euler steps of", "E x", "E y", "Var x", "Var y");
  for (const step of [0.02, 0.01, 0.005]) {
    row(step, ...offsets(summary(eulerSteadyLaw({ potential, step, box }).law)));
  }
  console.log("\nExact law to table to particles:\n");
  header("table", "particles", "E x", "E y", "Var x", "Var y");
  const fine = finely();
  for (const count of [10_000, 100_000]) {
    for (const lines of [21, 41, 81, 201]) {
      const description = jointDescription({ box, count, lines });
      row(`joint, ${lines} x ${lines}`, count, ...offsets(summary(description.lift(description.restrict(fine, fine), seededRandom(0)))));
    }
    for (const [rays, rings] of [
      [51, 33],
      [101, 65],
      [201, 129],
    ]) {
      const description = angularDescription({ box, count, rays, rings });
      row(`angular, ${rays} x ${rings}`, count, ...offsets(summary(description.lift(description.restrict(fine, fine), seededRandom(0)))));
    }
  }
}

/** By Newton's method on a description; what it costs in units of time for each particle of the answer. */
function newton(describe, count, { roughCount, start, ...options }) {
  return (seed) => {
    const random = seededRandom(seed);
    const description = describe(count);
    const cloud = system.start(description.count, random.fork(1_000_000));
    const found = steadyState(simulate, description, {
      start: start ? start(cloud) : description.restrict(cloud, cloud),
      step: STEP,
      random,
      noiseSamples: 0,
      ...(roughCount && { rough: describe(roughCount) }),
      ...options,
    });
    return {
      particles: found.particles,
      time: (found.microSteps * STEP) / description.count,
      residuals: [found.residuals[0], found.residual],
    };
  };
}

function descent(count, options) {
  return (seed) => {
    const random = seededRandom(seed);
    const start = system.start(count, random.fork(1_000_000));
    const { particles, state } = particleDescent(start, { simulate, duration: 1, random, box, ...options });
    return { particles, time: state.particleTime / count, residuals: [state.residuals[0], state.residuals.at(-1)] };
  };
}

function plain(count, duration) {
  return (seed) => {
    const random = seededRandom(seed);
    const start = system.start(count, random.fork(1_000_000));
    return { particles: simulate(start, duration, random), time: duration, residuals: [] };
  };
}

const joint = (count) => jointDescription({ box, count, lines: 41 });
const angular = (count) => angularDescription({ box, count, rays: 51, rings: 33 });
const onTable = { duration: 4, newton: { stop: { tolerance: 0.02, maxIterations: 5 } } };
const WAYS = {
  plain: { about: "simulation of 20 time units, N = 100,000", run: plain(100_000, 20) },
  joint: {
    about: "joint CDF 41 x 41, Newton-Krylov, common numbers, T = 4, N = 200,000, Jacobian from 10,000",
    run: newton(joint, 200_000, { ...onTable, roughCount: 10_000 }),
  },
  angular: {
    about: "angular CDF 51 x 33, Newton-Krylov, common numbers, T = 4, N = 100,000, Jacobian from 10,000",
    run: newton(angular, 100_000, { ...onTable, roughCount: 10_000 }),
  },
  fresh: {
    about: "joint CDF 41 x 41, Newton-Krylov, fresh numbers, rdiff 3, T = 4, N = 10,000, 5 iterations",
    run: newton(joint, 10_000, {
      duration: 4,
      noise: freshNoise,
      newton: { difference: 3, stop: { tolerance: 0.02, maxIterations: 5 } },
    }),
  },
  gradient: {
    about: "W2 descent at rates 1, 0.1, 0.01 (20 epochs each), batches of 500, T = 1, N = 8000",
    run: descent(8000, { batchSize: 500, step: gradientStep, rate: fallingRate(1, 20), stop: { maxIterations: 60 } }),
  },
  adam: {
    about: "W2 Adam at rates 0.1, 0.01, 0.001 (50 epochs each), batches of 500, T = 1, N = 4000",
    run: descent(4000, { batchSize: 500, rate: fallingRate(0.1, 50), stop: { maxIterations: 150 } }),
  },
  sinkhorn: {
    about: "Sinkhorn divergence, descent at rates 1, 0.1 (20 epochs each), T = 1, N = 1000",
    run: descent(1000, { loss: sinkhornResidual(), step: gradientStep, rate: fallingRate(1, 20), stop: { maxIterations: 40 } }),
  },
  particles: {
    about: "W2 Newton-Krylov on the particles, common numbers, rdiff 30, T = 4, N = 1000",
    run: newton((count) => particleDescription({ count, dim: 2 }), 1000, {
      duration: 4,
      start: ({ points }) => points,
      newton: { difference: 30, inner: 10, stop: { tolerance: 0.5, maxIterations: 8 } },
    }),
  },
};

function ways() {
  header("way", "seed", "E x", "E y", "Var x", "Var y", "residual, first and best", "time units a particle", "CPU s");
  const names = chosen.length > 0 ? chosen : Object.keys(WAYS);
  for (const name of names) {
    const { about, run } = WAYS[name];
    const all = SEEDS.map((seed) => {
      const from = cpu();
      const { particles, time, residuals } = run(seed);
      const found = summary(particles);
      const shown = residuals.map((value) => value.toPrecision(3)).join(", ");
      row(name, seed, ...offsets(found), shown, time.toFixed(1), (cpu() - from).toFixed(1));
      return found;
    });
    const mean = EXACT.map((_, k) => all.reduce((sum, found) => sum + found[k], 0) / all.length);
    const spread = EXACT.map((_, k) => Math.sqrt(all.reduce((sum, found) => sum + (found[k] - mean[k]) ** 2, 0) / (all.length - 1)));
    row(`${name}: ${about}`, "mean", ...offsets(mean), "", "", "");
    const relative = spread.map((value, k) => (k < 2 ? value.toFixed(4) : `${((100 * value) / EXACT[k]).toFixed(2)} %`));
    row("", "deviation", ...relative, "", "", "");
  }
}

function scan() {
  const descriptions = [
    ["joint CDF 41 x 41, N = 10,000", joint(10_000), 20],
    ["particles, N = 1000", particleDescription({ count: 1000, dim: 2 }), 10],
  ];
  header("unknowns", "numbers", "rdiff", "|psi| at the start and after 1, 2, ... iterations", "evaluations");
  for (const [name, description, inner] of descriptions) {
    for (const noise of [commonNoise, freshNoise]) {
      for (const difference of [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100]) {
        const random = seededRandom(0);
        const cloud = system.start(description.count, random.fork(1_000_000));
        const found = steadyState(simulate, description, {
          start: name.startsWith("particles") ? cloud.points : description.restrict(cloud, cloud),
          duration: 1,
          step: STEP,
          random,
          noise,
          newton: { difference, inner, stop: { tolerance: 0, maxIterations: 6 } },
          noiseSamples: 0,
        });
        const curve = found.residuals.map((value) => value.toPrecision(2)).join(" ");
        row(name, noise === commonNoise ? "common" : "fresh", difference, curve, found.evaluations);
      }
    }
  }
}

const TABLES = { bias, ways, scan };
if (!(table in TABLES)) throw new Error(`there is no table ${table}; take one of ${Object.keys(TABLES).join(", ")}`);
TABLES[table]();
