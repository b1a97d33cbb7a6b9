// Bacteria and agents: the tables of docs/chemotaxis-and-agents.md on standard output.
//
//   npm run build && node data/make-chemotaxis-and-agents.mjs [calibration|jumps|cost|law|steady|branch|cells ...] [--count 1000] [--seeds 12]
//
// All parts without a name. `--count` and `--seeds` are those of `jumps` (1000 cells, 12 seeds) only.
import { parseArgs } from "node:util";
import {
  agents, agentsCells, agentsSteadyLaw, agentsTradesResidual, branchResidual, chemotaxis, commonNoise, continuation,
  driftDiffusionCells, freshNoise, leadingEigenvalues, newtonKrylov, quantileDescription, seededRandom, stability, steadyState,
  timestepRun, withHidden,
} from "../dist/src/index.js";

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "1000" }, seeds: { type: "string", default: "12" } },
});

const seconds = () => {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
};
const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const table = (...names) => {
  row(...names);
  row(...names.map(() => "---"));
};
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
};
const spread = (values) => `${mean(values).toFixed(4)} +- ${deviation(values).toFixed(4)}`;

/** W2 of as many points on a line, by sorting. */
function distance(a, b) {
  const [first, second] = [a.toSorted(), b.toSorted()];
  return Math.sqrt(mean(first.map((x, i) => (x - second[i]) ** 2)));
}

function calibration() {
  console.log("\n## Bacteria: mean and standard deviation of positions, 1000 cells, seeds 0 to 3\n");
  table("t", "mean", "deviation", "share that runs", "largest u1");
  const times = [100, 300, 500, 1000, 2000, 4000];
  const seen = times.map(() => []);
  for (const seed of [0, 1, 2, 3]) {
    const random = seededRandom(seed);
    const system = chemotaxis();
    let cells = system.start(1000, random.fork(0));
    times.forEach((time, n) => {
      cells = system.simulate(cells, time - (times[n - 1] ?? 0), random.fork(n + 1));
      const { u1, counterClockwise } = cells.hidden;
      seen[n].push([mean(cells.points), deviation(cells.points), counterClockwise.filter((c) => c > 3).length / 1000, Math.max(...u1.map(Math.abs))]);
    });
  }
  times.forEach((time, n) => row(time, ...[0, 1, 2, 3].map((c) => spread(seen[n].map((values) => values[c])))));
}

/** Positions at whole hundreds of seconds: of a run with jumps (those after the middle of a window are thrown away), or a control. */
async function trajectory(system, count, seed, key, reinitialise) {
  const random = seededRandom(seed);
  const start = system.start(count, random.fork(0));
  const jumps = { startUp: 200, cycles: 19, burnIn: 100, reinitialise };
  const plain = { startUp: 4000, cycles: 0 };
  const options = { simulate: system.simulate, step: system.step, halfSteps: 80, jump: 95, ...(reinitialise ? jumps : plain) };
  const found = new Map();
  let micro = 0;
  for await (const { state, jump } of timestepRun(start, options, { random: random.fork(key) })) {
    micro = state.paid;
    const time = state.at * system.step;
    if ((jump || state.stage !== "window") && Number.isInteger(time / 100) && !found.has(time)) found.set(time, state.particles.points);
    if (state.stage === "window" && time % 200 === 0 && !found.has(time)) found.set(time, state.particles.points);
  }
  return { found, micro };
}

async function jumps() {
  const count = Number(flags.count);
  const seeds = Array.from({ length: Number(flags.seeds) }, (_, s) => s);
  console.log(`\n## Bacteria: W2 to the control, cm, ${count} cells, seeds 0 to ${seeds.length - 1}; jumps land at 300, 500, ...\n`);
  table("t", "second control", "history kept", "history forgotten");
  const times = [300, 400, 500, 600, 800, 1000, 1400, 2000, 3000, 4000];
  const seen = times.map(() => [[], [], []]);
  const system = chemotaxis();
  const { historyDependent, historyIndependent } = system.reinitialisations;
  const time = seconds();
  let micro = [];
  for (const seed of seeds) {
    const control = await trajectory(system, count, seed, 1);
    const others = [
      await trajectory(system, count, seed, 2),
      await trajectory(system, count, seed, 3, historyDependent),
      await trajectory(system, count, seed, 3, historyIndependent),
    ];
    micro = [control.micro, others[1].micro];
    times.forEach((t, n) => others.forEach(({ found }, o) => seen[n][o].push(distance(control.found.get(t), found.get(t)))));
  }
  times.forEach((t, n) => row(t, ...seen[n].map(spread)));
  console.log(`\nMicro-steps: control ${micro[0]}, with jumps ${micro[1]} (${((100 * micro[1]) / micro[0]).toFixed(1)} %). CPU ${time().toFixed(0)} s.`);
}

function cost() {
  console.log("\n## Cost of a micro-step, one call each\n");
  table("system", "particles", "ns a particle and step");
  for (const [name, system] of [["bacteria", chemotaxis()], ["agents (a step of 0.25)", agents()]]) {
    const random = seededRandom(1);
    let particles = system.start(10_000, random.fork(0));
    const steps = name === "bacteria" ? 1000 : 200;
    const time = seconds();
    for (let s = 0; s < steps; s++) particles = system.simulate(particles, system.step, random.fork(s + 1));
    row(name, 10_000, ((time() * 1e9) / (steps * 10_000)).toFixed(0));
  }
}

function law() {
  console.log("\n## Agents: steady law of the mean field, of its cells, and 20,000 agents over t = 10 to 40 (seeds 0 to 2)\n");
  table("g", "mean field: mean, variance", "buys, sells", "99 cells: mean", "agents: mean", "variance", "buys", "sells");
  for (const feedback of [0, 20, 30, 38]) {
    const { law } = agentsSteadyLaw({ feedback });
    const cells = agentsCells({ feedback, step: 1 / 1024 });
    const bump = cells.centres.map((x) => Math.exp(-50 * x * x));
    const total = bump.reduce((a, b) => a + b) * cells.width;
    const density = cells.advance(bump.map((p) => p / total), 25);
    const cellMean = density.reduce((sum, p, i) => sum + p * cells.centres[i] * cells.width, 0);
    const runs = [0, 1, 2].map((seed) => longRun(feedback, seed));
    row(
      feedback, `${law.mean.toFixed(5)}, ${law.variance.toFixed(5)}`, law.trades.map((r) => r.toFixed(5)).join(", "), cellMean.toFixed(5),
      ...[0, 1, 2, 3].map((c) => spread(runs.map((values) => values[c]))),
    );
  }
}

function longRun(feedback, seed) {
  const system = agents({ feedback });
  const random = seededRandom(seed);
  let population = system.simulate(system.start(20_000, random.fork(0)), 10, random.fork(1));
  const seen = [];
  for (let n = 0; n < 120; n++) {
    population = system.simulate(population, 0.25, random.fork(n + 2));
    seen.push([mean(population.points), deviation(population.points) ** 2, ...population.hidden.trades]);
  }
  return [0, 1, 2, 3].map((c) => mean(seen.map((values) => values[c])));
}

const SIZE = 100;
const quantilesOf = (count) => quantileDescription({ size: SIZE, count, low: -1, high: 1 });
const withTrades = (count) => withHidden(quantilesOf(count), { name: "trades", length: 2, scale: 10, least: 0 });

function startOf(description, count) {
  const quantiles = quantilesOf(count);
  const law = quantiles.restrict(agents().start(count, seededRandom(99)));
  return description.size === SIZE ? law : Float64Array.of(...law, 0.2, 0.05);
}

function steady() {
  const count = 100_000;
  console.log(`\n## Agents: Newton-Krylov from ${count} agents, 100 quantiles, T = 1, rdiff 0.1, g = 38\n`);
  const time = seconds();
  table("unknowns", "noise", "seed", "residuals", "mean", "variance", "evaluations", "agents times steps", "leading |eigenvalues|");
  const kinds = [["quantiles", quantilesOf(count)], ["quantiles and trades", withTrades(count)]];
  for (const [name, description] of kinds) {
    for (const [noiseName, noise] of [["fresh", freshNoise], ["common", commonNoise]]) {
      for (const seed of [0, 1]) {
        const { simulate } = agents({ blowUp: 0.95 });
        const settings = { duration: 1, step: 0.25, random: seededRandom(seed) };
        const found = steadyState(simulate, description, {
          ...settings, start: startOf(description, count), noise, noiseSamples: 0,
          newton: { difference: 0.1, stop: { tolerance: noise === commonNoise ? 1e-3 : 1e-14, maxIterations: 8 } },
        });
        const law = found.values.slice(0, SIZE);
        const { eigenvalues } = stability(simulate, description, found.values, { ...settings, products: 12, count: 3 });
        row(
          name, noiseName, seed, found.residuals.map((r) => r.toPrecision(2)).join(", "), mean(law).toFixed(4), (deviation(law) ** 2).toFixed(4),
          found.evaluations, found.microSteps.toExponential(2), eigenvalues.map(({ modulus }) => modulus.toFixed(2)).join(", "),
        );
      }
    }
  }
  console.log(`\nCPU ${time().toFixed(0)} s.`);
}

function branch() {
  console.log("\n## Agents: the branch of steady states in the feedback g from 38, around its fold\n");
  const exact = continuation(
    (tenths, feedback) => agentsTradesResidual(tenths.map((r) => r / 10), { feedback }).map((r) => 10 * r),
    { solution: Float64Array.of(0.3, 0.04), parameter: 38 },
    { points: 400, range: [25, 60], parameterScale: 10, greatestStep: 0.02, newton: { difference: 1e-7, stop: { tolerance: 1e-10, maxIterations: 15 } } },
  );
  const fold = exact.points[exact.folds[0]];
  console.log(`Mean field: ${exact.points.length} points, fold at g = ${fold.parameter.toFixed(3)} with buys ${(fold.solution[0] / 10).toFixed(4)}.\n`);
  table("agents", "seed", "fold at g", "mean there", "points", "to g on the upper branch", "mean there", "status", "evaluations", "CPU s", "leading modulus at 38, below and above");
  for (const [count, seeds] of [[20_000, [1, 2, 3]], [50_000, [1, 2]]]) {
    for (const seed of seeds) {
      const time = seconds();
      const description = withTrades(count);
      const found = continuation(
        branchResidual((feedback) => agents({ feedback, blowUp: 0.95 }).simulate, description, { duration: 1, step: 0.25, random: seededRandom(seed) }),
        { solution: startOf(description, count), parameter: 38 },
        {
          points: 25, range: [28, 60], parameterScale: 10, step: 0.3, greatestStep: 0.5, leastStep: 0.02, leastCosine: 0.5,
          project: description.project, newton: { difference: 0.1, stop: { tolerance: 5e-3, maxIterations: 8 } },
        },
      );
      const at = found.points[found.folds[0]];
      const above = found.points.findLast(({ parameter }) => parameter > 37);
      const moduli = [found.points[0], above].map(({ solution, parameter }) => {
        const { simulate } = agents({ feedback: parameter, blowUp: 0.95 });
        const { eigenvalues } = stability(simulate, description, solution, { duration: 1, step: 0.25, random: seededRandom(seed), products: 8, count: 1 });
        return `${eigenvalues[0].modulus.toFixed(2)} (g = ${parameter.toFixed(1)})`;
      });
      const last = found.points.at(-1);
      row(
        count, seed, at ? at.parameter.toFixed(2) : "none", at ? mean(at.solution.slice(0, SIZE)).toFixed(3) : "", found.points.length,
        last?.parameter.toFixed(2), last ? mean(last.solution.slice(0, SIZE)).toFixed(3) : "", found.status, found.evaluations, time().toFixed(0), moduli.join(", "),
      );
    }
  }
}

function cells() {
  console.log("\n## Chemotaxis drift-diffusion in 1000 cells: Newton-Krylov on phi_1 and its spectrum\n");
  const potential = (x) => -(Math.tanh(x) + Math.tanh(x) ** 3 / 6);
  const { advance, centres, width, equilibrium } = driftDiffusionCells({ potential, diffusivity: 0.1, low: -10, high: 10, cells: 1000, step: 0.01 });
  const bump = centres.map((x) => Math.exp(-((x - 5) ** 2) / 8));
  const total = bump.reduce((a, b) => a + b) * width;
  const time = seconds();
  const start = bump.map((p) => p / total);
  const minus = (a, b) => a.map((x, i) => x - b[i]);
  const root = newtonKrylov((p) => minus(p, advance(p, 1)), start, { stop: { tolerance: 5e-9, maxIterations: 10 }, inner: 60, difference: 1e-2 });
  const off = Math.sqrt(minus(root.point, equilibrium).reduce((sum, d) => sum + d * d, 0) / equilibrium.reduce((sum, p) => sum + p * p, 0));
  console.log(`${root.status}: residuals ${root.residuals.map((r) => r.toExponential(1)).join(", ")}; ${root.evaluations} evaluations; relative distance to the equilibrium ${off.toExponential(1)}; CPU ${time().toFixed(1)} s.`);
  const random = seededRandom(1);
  const spectrum = leadingEigenvalues((p) => advance(p, 1), centres.map(() => random.normal()), { count: 6, products: 80 });
  console.log(`Leading eigenvalues: ${spectrum.map(({ real, residual }) => `${real.toFixed(5)} (residual ${residual.toExponential(0)})`).join(", ")}.`);
  let density = start;
  let units = 0;
  while (Math.sqrt(minus(density, advance(density, 1)).reduce((sum, d) => sum + d * d, 0)) > 5e-9 && units < 5000) {
    density = advance(density, 10);
    units += 10;
  }
  console.log(`Plain simulation has a residual of 5e-9 after ${units} units of time.`);
}

const PARTS = { calibration, jumps, cost, law, steady, branch, cells };
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  if (!Object.hasOwn(PARTS, name)) throw new Error(`there is no part ${name}; there are ${Object.keys(PARTS).join(", ")}`);
  await PARTS[name]();
}
