// Steady states of particle systems on the line by Newton and Krylov: residual curves, errors against exact laws, stability, and the
// micro-steps that plain simulation takes to the same errors; Markdown on standard output.
//
//   npm run build && node data/make-steady-states.mjs [PARTS]     default: residuals,laws,cost,stability
import {
  agents,
  antithetic,
  chemotacticPotential,
  commonNoise,
  distributionDescription,
  doubleWell,
  doubleWellPotential,
  driftDiffusion,
  eisenstatWalker,
  freshNoise,
  matrix,
  ornsteinUhlenbeck,
  quadraticPotential,
  quantileDescription,
  quantiles,
  seededRandom,
  stability,
  steadyLaw,
  steadyState,
  symmetricEigen,
  wholeStep,
} from "../dist/src/index.js";

const short = (x) => (Math.abs(x) >= 10 ? x.toFixed(0) : x.toPrecision(2));
const percent = (x) => `${(100 * x).toFixed(1)} %`;
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const rms = (values) => Math.sqrt(mean(values.map((x) => x * x)));
const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const head = (...names) => {
  row(...names);
  row(...names.map(() => "---"));
};
const momentsOf = ({ points }) => {
  const m = mean(points);
  return { mean: m, variance: mean(points.map((x) => (x - m) ** 2)) };
};
/** Particles per unit of length within 0.1 of a place. */
const densityAt = ({ points, count }, place) => points.filter((x) => Math.abs(x - place) < 0.1).length / count / 0.2;

/** Of the drift and diffusion: the plain on the left has 1e-7 of the mass, and modes of its own that particles do not see. */
const EMPTY_BELOW = -1;

const PARTS = { residuals, laws, cost, stability: eigenvalues };
for (const part of (process.argv[2] ?? Object.keys(PARTS).join(",")).split(",")) PARTS[part]();

/** |psi| of each Newton iteration with the published noise (new in each evaluation) and with common random numbers. */
function residuals() {
  console.log("\n## Residuals |psi| of Newton iterations (inverse distribution function, rdiff 0.1)\n");
  head("system", "particles", "noise", "residuals", "floor", "evaluations");
  const well = doubleWell({ step: 5e-3 });
  const flat = driftDiffusion({ step: 1e-2 });
  const traders = agents();
  for (const [name, system, size, count, pins, iterations] of [
    ["double well, T 1, h 5e-3, M 100", well, 100, 20_000, 4, 10],
    ["traders, T 1, M 100", traders, 100, 20_000, 1, 10],
    ["drift and diffusion, T 1, h 1e-2, M 1000", flat, 1000, 20_000, 10, 24],
  ]) {
    for (const [noiseName, noise] of Object.entries({ fresh: freshNoise, common: commonNoise })) {
      const found = steadyState(system.simulate, quantileDescription({ size, count, low: -pins, high: pins }), {
        start: quantiles(system.start(count, seededRandom(1)), size),
        duration: 1,
        step: system.step,
        random: seededRandom(2),
        noise,
        newton: { stop: { maxIterations: iterations, tolerance: 1e-3 } },
      });
      row(name, count, noiseName, found.residuals.map(short).join(" "), short(found.noiseFloor), found.evaluations);
    }
  }
}

/** Moments and densities against the exact law. */
function laws() {
  console.log("\n## Double well against its exact law (h 1e-3, T 1, M 1000, N 100,000, common random numbers)\n");
  const system = doubleWell();
  const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
  const count = 100_000;
  const window = (place) => (law.distribution(place + 0.1) - law.distribution(place - 0.1)) / 0.2;
  head("description", "seed", "residual", "variance", "density(0)", "density(-1)", "density(1)", "micro-steps, 10^9");
  const described = {
    "inverse distribution function": quantileDescription({ count, low: -4, high: 4 }),
    "the same, pairs, 4 readings": quantileDescription({ count, low: -4, high: 4 }),
    "distribution function, 201 places": distributionDescription({ grid: line(-4, 4, 201), count }),
  };
  for (const [name, description] of Object.entries(described)) {
    const pairs = name.includes("pairs");
    for (const seed of [1, 2, 3]) {
      const first = system.start(count, seededRandom(100 + seed));
      const { particles, residual, microSteps } = steadyState(
        pairs ? antithetic(system.simulate, { every: 0.25 }) : system.simulate,
        description,
        {
          start: description.restrict(first, first),
          duration: 1,
          step: system.step,
          readings: pairs ? 4 : 1,
          random: seededRandom(seed),
          noiseSamples: 0,
          newton: { stop: { maxIterations: 8, tolerance: 0.01 } },
        },
      );
      const off = (found, exact) => percent(found / exact - 1);
      const { variance } = momentsOf(particles);
      const densities = [0, -1, 1].map((place) => off(densityAt(particles, place), window(place)));
      row(name, seed, short(residual), off(variance, law.variance), ...densities, (microSteps / 1e9).toFixed(2));
    }
  }
  console.log("\n## Ornstein and Uhlenbeck (T 0.1, h 0.01, M 200, N 100,000), exact: mean 0, variance 1\n");
  head("noise", "mean", "variance", "evaluations");
  const spring = ornsteinUhlenbeck({ step: 0.01, deviation: 2, mean: 1 });
  for (const [name, simulate] of [
    ["common", spring.simulate],
    ["common, pairs", antithetic(spring.simulate)],
  ]) {
    const description = quantileDescription({ size: 200, count });
    const first = spring.start(count, seededRandom(5));
    const { particles, evaluations } = steadyState(simulate, description, {
      start: description.restrict(first, first),
      duration: 0.1,
      step: 0.01,
      random: seededRandom(6),
      noiseSamples: 0,
      newton: { stop: { maxIterations: 6, tolerance: 1e-3 } },
    });
    const { mean: m, variance } = momentsOf(particles);
    row(name, m.toFixed(4), variance.toFixed(4), evaluations);
  }
}

/** What plain simulation and Newton pay for the same error on the slow system. */
function cost() {
  const step = 2e-2;
  const system = driftDiffusion({ step });
  const law = steadyLaw({ potential: chemotacticPotential, diffusivity: 0.1, low: -10, high: 10 });
  const bins = line(-10, 10, 41);
  const exact = bins.slice(1).map((end, b) => law.distribution(end) - law.distribution(bins[b]));
  const errorsOf = (particles) => {
    const { mean: m, variance } = momentsOf(particles);
    const found = new Float64Array(exact.length);
    for (const x of particles.points) found[Math.min(39, Math.floor((x + 10) * 2))] += 1 / particles.count;
    return {
      mean: m - law.mean,
      variance: variance - law.variance,
      density: mean(found.map((p, b) => Math.abs(p - exact[b]))) * (exact.length / 2),
    };
  };
  const summary = (errors) => ({
    mean: rms(errors.map((e) => e.mean)),
    variance: rms(errors.map((e) => e.variance)),
    density: mean(errors.map((e) => e.density)),
  });
  const paired = antithetic(system.simulate, { every: 0.5 });
  const SEEDS = Array.from({ length: 6 }, (_, s) => s);
  console.log(
    "\n## Drift and diffusion: micro-steps at the same error (h 0.02, 6 seeds, start N(5, 2^2); exact mean 5.9524, variance 5.5954)\n",
  );
  console.log("Error of the mean and the variance: root mean square; of the density: half the L1 distance over 40 bins.\n");
  head("method", "N", "time", "mean", "variance", "density", "micro-steps, 10^6");
  const shown = (name, count, time, errors, paid) =>
    row(name, count, time, errors.mean.toFixed(4), errors.variance.toFixed(3), errors.density.toFixed(4), (paid / 1e6).toFixed(1));

  /** Errors of simulation at times 50, 100, ..., read once or as the mean of the last 20 ordered clouds, a unit of time apart. */
  function plain(name, simulate, count, end, window) {
    const found = new Map();
    for (const seed of SEEDS) {
      const random = seededRandom(1000 + seed);
      let particles = system.start(count, random.fork(0));
      const last = [];
      for (let t = 1; t <= end; t++) {
        particles = simulate(particles, 1, random.fork(t));
        last.push(particles.points.slice().sort());
        if (last.length > window) last.shift();
        if (t % 10 > 0 || t < 100) continue;
        const points = last[0].map((_, i) => mean(last.map((cloud) => cloud[i])));
        found.set(t, [...(found.get(t) ?? []), errorsOf({ ...particles, points })]);
      }
    }
    const curve = [...found].map(([t, errors]) => ({ t, count, paid: (count * t) / step, ...summary(errors) }));
    for (const at of curve) if (at.t % 50 === 0) shown(name, count, at.t, at, at.paid);
    return curve;
  }
  const bare = plain("simulation", system.simulate, 8000, 360, 1);
  const helped = [1000, 2000, 4000].flatMap((count) =>
    plain("simulation, pairs, mean of 20 readings", paired, count, 360, 20),
  );

  const stop = (maxIterations) => ({ maxIterations, tolerance: 1e-9 });
  const newton = (maxIterations, first = 0.1) => ({
    lineSearch: wholeStep,
    forcing: eisenstatWalker({ first, least: 0.05 }),
    stop: stop(maxIterations),
  });
  const described = (count) => quantileDescription({ size: 100, count, high: 10 });
  const startOf = (count, seed) => quantiles(system.start(count, seededRandom(2000 + seed)), 100);

  function oneStage(simulate, count, rough, duration, readings, iterations) {
    return (seed) => {
      const { particles, microSteps } = steadyState(simulate, described(count), {
        start: startOf(count, seed),
        duration,
        step,
        readings,
        random: seededRandom(3000 + seed),
        noiseSamples: 0,
        rough: described(rough),
        newton: newton(iterations),
      });
      return { particles, paid: microSteps };
    };
  }
  /** Few particles to the end, then one Newton step of many with the few for its difference quotients. */
  function twoStages(count, few) {
    return (seed) => {
      const random = seededRandom(3000 + seed);
      const options = { duration: 20, step, readings: 20, noiseSamples: 0 };
      const first = steadyState(paired, described(few), {
        ...options,
        start: startOf(few, seed),
        random: random.fork(1),
        newton: newton(3),
      });
      const second = steadyState(paired, described(count), {
        ...options,
        start: first.values,
        random: random.fork(2),
        rough: described(few),
        newton: newton(1, 0.05),
      });
      return { particles: second.particles, paid: first.microSteps + second.microSteps };
    };
  }
  const [slowest] = rates(chemotacticPotential, 0.1, EMPTY_BELOW, 10);
  const lines = [];
  for (const [name, count, duration, run] of [
    ["Newton, common random numbers", 4000, 80, oneStage(system.simulate, 4000, 500, 80, 40, 2)],
    ["Newton, common random numbers, pairs", 1000, 20, oneStage(paired, 1000, 250, 20, 20, 3)],
    ["Newton, pairs, two stages", 4000, 20, twoStages(4000, 250)],
  ]) {
    const runs = SEEDS.map(run);
    const errors = summary(runs.map(({ particles }) => errorsOf(particles)));
    const paid = mean(runs.map((each) => each.paid));
    shown(name, count, duration, errors, paid);
    const first = (curves) =>
      curves
        .filter((at) => at.mean <= errors.mean && at.density <= errors.density)
        .reduce((best, at) => (best && best.paid <= at.paid ? best : at), undefined);
    const times = (curve) => {
      const at = first(curve);
      return at ? `${(at.paid / paid).toFixed(1)} times (N = ${at.count}, t = ${at.t})` : "not reached in these runs";
    };
    // of simulation the mean has the variance law.variance / N and the bias (law.mean - 5) exp(-slowest t): half of the squared error each
    const needed = Math.ceil((2 * law.variance) / errors.mean ** 2);
    const time = Math.log((Math.SQRT2 * (law.mean - 5)) / errors.mean) / slowest;
    const ratio = (needed * time) / step / paid;
    lines.push([name, times(bare), times(helped), `${short(ratio)} times (N = ${needed}, t = ${time.toFixed(0)})`]);
  }
  console.log("\nMicro-steps of simulation over those of Newton, when it has come to errors of the mean and the density that are as small\n");
  head("method", "simulation, N 8000", "simulation, pairs, readings, the cheapest N", "simulation with the N and t that the error of the mean needs (computed)");
  for (const cells of lines) row(...cells);
}

/** Eigenvalues of coarse timesteppers against those of the equation of Fokker and Planck on a fine grid. */
function eigenvalues() {
  console.log("\n## Leading eigenvalues of the coarse timestepper at the exact law\n");
  head("system", "T", "found (residual)", "exact", "relaxation time, found and exact");
  for (const [name, system, potential, diffusivity, bound, duration] of [
    ["Ornstein and Uhlenbeck", ornsteinUhlenbeck({ step: 0.05 }), quadraticPotential(), 1, 6, 0.5],
    ["double well", doubleWell({ step: 5e-3 }), doubleWellPotential(), 1, 4, 0.5],
    ["drift and diffusion", driftDiffusion({ step: 2e-2 }), chemotacticPotential, 0.1, 10, 20],
  ]) {
    const law = steadyLaw({ potential, diffusivity, low: -bound, high: bound });
    const size = 200;
    const found = stability(
      antithetic(system.simulate, { every: duration / 10 }),
      quantileDescription({ size, count: 10_000, ...(name.startsWith("O") ? {} : { high: bound }) }),
      Float64Array.from({ length: size }, (_, m) => law.quantile((m + 0.5) / size)),
      { duration, step: system.step, random: seededRandom(4), products: 10, count: 4 },
    );
    const exact = rates(potential, diffusivity, bound === 10 ? EMPTY_BELOW : -bound, bound).slice(0, 4);
    row(
      name,
      duration,
      found.eigenvalues.map(({ real, residual }) => `${real.toFixed(3)} (${short(residual)})`).join(", "),
      exact.map((rate) => Math.exp(-rate * duration).toFixed(3)).join(", "),
      `${found.relaxationTime.toFixed(2)}, ${(1 / exact[0]).toFixed(2)}`,
    );
  }
}

/** Rates of decay of Langevin dynamics between mirrors, slowest first without 0: jumps between 400 cells, made symmetric. */
function rates(potential, diffusivity, low, high) {
  const cells = 400;
  const width = (high - low) / cells;
  const at = new Float64Array(1);
  const heights = Array.from({ length: cells }, (_, i) => {
    at[0] = low + (i + 0.5) * width;
    return potential.value(at);
  });
  const generator = matrix(cells, cells);
  for (let i = 0; i < cells - 1; i++) {
    const way = diffusivity / width ** 2;
    const up = way * Math.exp((heights[i] - heights[i + 1]) / (2 * diffusivity));
    generator.data[i * cells + i] += up;
    generator.data[(i + 1) * cells + i + 1] += way ** 2 / up;
    generator.data[i * cells + i + 1] -= way;
    generator.data[(i + 1) * cells + i] -= way;
  }
  return Array.from(symmetricEigen(generator).values)
    .sort((a, b) => a - b)
    .slice(1);
}

function line(low, high, count) {
  return Float64Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
}
