// What goes beyond the plain LOT timestepper, measured against it on equal numbers of micro-steps; Markdown tables on standard
// output, mean ± standard deviation over seeds.
//
//   npm run build && node data/make-timestepper.mjs [TABLE...]     default: all of them; about four minutes
import {
  adaptiveJump,
  averagedDifferences,
  boxDiffusion,
  derivativeCoefficients,
  embed,
  exact,
  forwardDifference,
  gradientProjection,
  hkMetric,
  leastSquaresVelocity,
  localLinear,
  mapTask,
  measure,
  microStepsOf,
  reference,
  secondOrderStep,
  ShapeError,
  seededRandom,
  stepSizeCurve,
  telescopic,
  timestepRun,
  totalMass,
  combineMaps,
  splitSquaredNorms,
  w2Metric,
} from "../dist/src/index.js";

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
};
const spread = (values, digits = 3) => `${mean(values).toFixed(digits)} ± ${deviation(values).toFixed(digits)}`;
const seeds = (count) => Array.from({ length: count }, (_, seed) => seed);

function table(title, head, rows) {
  console.log(`\n${title}\n`);
  for (const cells of [head, head.map(() => "---"), ...rows]) console.log(`| ${cells.join(" | ")} |`);
}

/** dX = dW in any dimension, exact over any time. */
const brownian = (particles, duration, random) => {
  const scale = Math.sqrt(duration);
  return { ...particles, points: particles.points.map((x) => x + scale * random.normal()) };
};

const normalCloud = (count, variance, random) =>
  measure(
    Float64Array.from({ length: count }, () => Math.sqrt(variance) * random.normal()),
    { dim: 1 },
  );

/** Root mean square over particles, by mass, of a field less another one. */
const distance = ({ count }, field, other) =>
  Math.sqrt(field.reduce((sum, value, p) => sum + (value - other[p]) ** 2, 0) / count);

/** Standard normal quantile: Acklam's rational approximation, relative error 1e-9. */
function quantile(p) {
  const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
  const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
  const C = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
  const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  const polynomial = (terms, x) => terms.reduce((sum, term) => sum * x + term, 0);
  if (p > 0.5) return -quantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(C, q) / polynomial(D, q);
  }
  const q = p - 0.5;
  return (q * polynomial(A, q * q)) / polynomial(B, q * q);
}

/** W2 between particles of equal mass on the line and N(0, variance). */
function distanceToNormal(points, variance) {
  const sorted = Float64Array.from(points).sort();
  const squares = sorted.map((x, i) => (x - Math.sqrt(variance) * quantile((i + 0.5) / sorted.length)) ** 2);
  return Math.sqrt(mean(squares));
}

/** 1. The curve by which h is chosen, and what the choice costs: N(0, t) at t = 1, where the velocity is x / 2. */
async function stepSizes() {
  const rows = [];
  for (const [count, replicates] of [[100, 400], [1000, 100], [10_000, 20], [100_000, 4]]) {
    const random = seededRandom(count);
    const starts = seeds(replicates).map((r) => normalCloud(count, 1, random.fork(1e6 + r)));
    const { steps, squaredDifferences, best } = await stepSizeCurve(starts, brownian, { step: 1 / 64, count: 11, random });
    const errors = Array.from(steps, (h, j) =>
      mean(
        starts.map((start, r) => {
          const logs = embed(reference(start), [brownian(start, h, random.fork(2e6 + 100 * r + j))]).matrix.data;
          return logs.reduce((sum, value, i) => sum + (value / h - start.points[i] / 2 / Math.sqrt(count)) ** 2, 0);
        }),
      ),
    );
    const least = errors.indexOf(Math.min(...errors));
    const upTo2 = squaredDifferences.slice(0, steps.indexOf(2) + 1);
    rows.push([
      count,
      replicates,
      `${steps[least]} (${errors[least].toExponential(1)})`,
      steps[upTo2.indexOf(Math.min(...upTo2))],
      steps[squaredDifferences.indexOf(Math.min(...squaredDifferences))],
      steps[best],
      (errors[best] / errors[least]).toFixed(2),
      `${Array.from(squaredDifferences, (d) => d.toExponential(1)).join(" ")}`,
    ]);
  }
  const head = ["particles", "replicates", "best h (e²)", "least d², h <= 2", "least d², h <= 16", "chosen", "e² there / least e²", "d² for h = 1/64, 1/32 .. 16"];
  table("### Time of the finite difference: N(0, t) at t = 1", head, rows);
}

/** A window of Brownian particles about t = 1. */
function windowAtOne(count, halfSteps, step, random) {
  const clouds = [normalCloud(count, 1 - halfSteps * step, random)];
  while (clouds.length <= 2 * halfSteps) clouds.push(brownian(clouds.at(-1), step, random));
  return { halfSteps, step, clouds, middle: clouds[halfSteps] };
}

function mapsOf(window, estimate) {
  const task = mapTask(window, estimate(window, 1), w2Metric);
  return { ...task, embedding: embed(task.reference, task.targets) };
}

/** 2. Velocities from one window, against x / 2. */
function velocities() {
  const ESTIMATES = {
    "last cloud only": forwardDifference,
    "averaged differences": averagedDifferences(),
    "least squares": leastSquaresVelocity(),
  };
  const SMOOTH = {
    "": () => (_, tangent) => tangent,
    ", local linear": (time) => localLinear({ leftOut: Math.sqrt(time) }),
    ", local linear, bandwidth by leaving one out": () => localLinear({ leftOut: 0 }),
    ", gradients": () => gradientProjection(),
  };
  const rows = [];
  for (const count of [1000, 10_000]) {
    for (const [name, estimate] of Object.entries(ESTIMATES)) {
      for (const [added, smoothOf] of Object.entries(name === "least squares" ? SMOOTH : { "": SMOOTH[""] })) {
        if (count > 1000 && added.includes("local linear")) continue; // a neighbourhood on the line is half of the particles
        const cells = [1 / 16, 1 / 8, 1 / 4, 1 / 2].map((time) => {
          const smooth = smoothOf(time);
          return spread(
            seeds(6).map((seed) => {
              const maps = mapsOf(windowAtOne(count, 8, time / 8, seededRandom(seed)), estimate);
              const { velocity } = smooth(maps.reference, combineMaps(maps, estimate(maps, 1)));
              return distance(maps.middle, velocity, maps.middle.points.map((x) => x / 2));
            }),
          );
        });
        rows.push([count, name + added, ...cells]);
      }
    }
  }
  table("### Error of the velocity in L2 (its length is 0.5), k = 8", ["particles", "estimate", "kh = 1/16", "1/8", "1/4", "1/2"], rows);
}

/** 3. The squared length of the acceleration, 1/16 at t = 1, from maps with noise. */
function accelerations() {
  const rows = [];
  for (const [count, time] of [[1000, 0.25], [1000, 0.5], [10_000, 0.25], [10_000, 0.5]]) {
    const found = { plain: [], sameMiddle: [], halves: [], independent: [] };
    for (const seed of seeds(40)) {
      const random = seededRandom(seed);
      const step = time / 5;
      const window = windowAtOne(count, 5, step, random.fork(0));
      const maps = mapsOf(window, secondOrderStep());
      const coefficients = derivativeCoefficients(maps.offsets.map((j) => j * step), 2, 2);
      const field = combined(maps.embedding.matrix, coefficients);
      found.plain.push(dot(field, field));
      found.sameMiddle.push(dot(field, againFromMiddle(window, maps, random.fork(1))));
      found.halves.push(splitSquaredNorms(maps, [coefficients], random.fork(2))[0]);
      const other = mapsOf(windowAtOne(count, 5, step, random.fork(3)), secondOrderStep());
      found.independent.push(dot(inOrder(maps.middle, field), inOrder(other.middle, combined(other.embedding.matrix, coefficients))));
    }
    rows.push([count, time, ...Object.values(found).map((values) => spread(values))]);
  }
  const head = ["particles", "kh", "plain", "times that of new noise after the same middle", "two halves", "two windows from the start"];
  table("### Squared length of the acceleration of N(0, t) at t = 1: 0.0625, k = 5, 40 seeds", head, rows);
}

const dot = (a, b) => a.reduce((sum, value, p) => sum + value * b[p], 0);

function combined({ rows, cols, data }, coefficients) {
  const sum = new Float64Array(cols);
  for (let r = 0; r < rows; r++) for (let p = 0; p < cols; p++) sum[p] += coefficients[r] * data[r * cols + p];
  return sum;
}

/** The acceleration by a parabola through maps forward in time, along new noise from the same middle cloud. */
function againFromMiddle({ halfSteps, step, middle }, { reference: sigma }, random) {
  const clouds = [];
  for (let j = 0; j < halfSteps; j++) clouds.push(brownian(clouds.at(-1) ?? middle, step, random));
  const times = clouds.map((_, j) => (j + 1) * step);
  return combined(embed(sigma, clouds).matrix, derivativeCoefficients(times, 2, 2));
}

/** A field in the order of the particles on the line. */
const inOrder = ({ points }, field) =>
  Array.from(points.keys()).sort((i, j) => points[i] - points[j]).map((i) => field[i]);

/** The flow of dy/dt = y - y^3. */
const twoValleys = (particles, duration) => ({
  ...particles,
  points: particles.points.map((y) => (y * Math.exp(duration)) / Math.sqrt(1 + y * y * (Math.exp(2 * duration) - 1))),
});

async function lastOf(run) {
  let last;
  const jumps = [];
  for await (const { state, jump } of run) {
    last = state;
    if (jump) jumps.push(jump.duration);
  }
  return { particles: last.particles, paid: microStepsOf(last).paid, jumps };
}

/** 4. Without noise: errors and their ratio when H halves, and adaptive jumps with as many micro-steps. */
async function orders() {
  const step = 1 / 2048;
  const start = normalCloud(200, 0.01, seededRandom(0));
  const END = 6;
  const truth = twoValleys(start, END).points;
  const run = async (options) => {
    const means = { random: seededRandom(0) };
    const { particles, paid, jumps } = await lastOf(
      timestepRun(start, { simulate: twoValleys, step, halfSteps: 1, cycles: 1e6, end: END, ...options }, means),
    );
    return { error: distance(start, particles.points, truth), paid, jumps };
  };
  const rows = [];
  for (const [name, estimate] of [["Euler", leastSquaresVelocity()], ["second order", secondOrderStep()]]) {
    let before;
    for (const cycles of [12, 24, 48, 96]) {
      const { error, paid } = await run({ estimate, jump: END / cycles - step });
      rows.push([name, (END / cycles).toFixed(4), cycles, paid, error.toExponential(2), before ? (before / error).toFixed(2) : ""]);
      before = error;
    }
  }
  for (const tolerance of [0.03, 0.008, 0.002, 0.0005]) {
    const jump = adaptiveJump({ tolerance, shortest: 1 / 64, longest: 4, errors: "plain" });
    const { error, paid, jumps } = await run({ estimate: leastSquaresVelocity(), jump });
    rows.push([`Euler, adaptive, tolerance ${tolerance}`, `${Math.min(...jumps).toFixed(3)} to ${Math.max(...jumps).toFixed(3)}`, jumps.length, paid, error.toExponential(2), ""]);
  }
  table("### Two valleys, no noise: root mean square error at t = 6", ["step", "H + kh", "cycles", "micro-steps", "error", "ratio"], rows);
}

/** 5. N(0, t) from t = 1 to 65 with noise: the whole family on equal numbers of micro-steps. */
async function spreading() {
  const step = 1 / 16;
  const END = 64;
  const base = { simulate: brownian, step, halfSteps: 8, cycles: 1e6, end: END };
  const stepped = (options) => async (start, random) => lastOf(timestepRun(start, { ...base, ...options }, { random }));
  const within = (options) => async (start, random) => {
    let paid = 0;
    const counted = (particles, duration, stream) => {
      paid += Math.round(duration / step);
      return brownian(particles, duration, stream);
    };
    return { particles: telescopic(counted, options)(start, END, random), paid, jumps: [] };
  };
  const local = localLinear({ leftOut: 1 });
  const quarter = { jump: 6.5, burnIn: 1 };
  const bare = { jump: 3.5 };
  const long = { halfSteps: 32, jump: 14 };
  const ROWS = {
    "plain simulation": async (start, random) => ({ particles: brownian(start, END, random), paid: END / step, jumps: [] }),
    "averaged differences (as published), kh = 0.5, H = 6.5, H_R = 1": stepped(quarter),
    "least squares": stepped({ ...quarter, estimate: leastSquaresVelocity() }),
    "least squares, gradients": stepped({ ...quarter, estimate: leastSquaresVelocity(), smooth: gradientProjection() }),
    "averaged differences, no burn-in, H = 3.5": stepped(bare),
    "least squares, no burn-in, H = 3.5": stepped({ ...bare, estimate: leastSquaresVelocity() }),
    "the same, gradients": stepped({ ...bare, estimate: leastSquaresVelocity(), smooth: gradientProjection() }),
    "the same, local linear instead": stepped({ ...bare, estimate: leastSquaresVelocity(), smooth: local }),
    "second order, no burn-in, H = 3.5": stepped({ ...bare, estimate: secondOrderStep() }),
    "least squares, kh = 2, H = 14": stepped({ ...long, estimate: leastSquaresVelocity() }),
    "second order, kh = 2, H = 14": stepped({ ...long, estimate: secondOrderStep() }),
    "one level, k = 1, M = 6, steps of 0.5": within({ step: 0.5, damping: 1, leap: 6, levels: 1 }),
    "two levels, k = 1, M = 2, steps of 0.5": within({ step: 0.5, damping: 1, leap: 2, levels: 2 }),
    "one level, k = 1, M = 6, steps of 2": within({ step: 2, damping: 1, leap: 6, levels: 1 }),
    "two levels, k = 1, M = 2, steps of 2": within({ step: 2, damping: 1, leap: 2, levels: 2 }),
    "least squares, kh = 0.5, H = 1.5": stepped({ jump: 1.5, estimate: leastSquaresVelocity() }),
    "the same, adaptive, tolerance 1": stepped({ estimate: leastSquaresVelocity(), jump: adaptiveJump({ tolerance: 1, shortest: 0.5, longest: 30 }) }),
    "kh = 0.5, H = 1.5, second order": stepped({ jump: 1.5, estimate: secondOrderStep() }),
  };
  const rows = [];
  for (const [name, run] of Object.entries(ROWS)) {
    const runs = [];
    for (const seed of seeds(4)) {
      const random = seededRandom(seed);
      runs.push(await run(normalCloud(1000, 1, random.fork(9)), random.fork(1)));
    }
    const off = runs.map(({ particles }) => distanceToNormal(particles.points, 1 + END));
    rows.push([name, Math.round(mean(runs.map(({ paid }) => paid))), spread(off)]);
  }
  table("### N(0, t) from t = 1 to 65, 1024 micro-steps, 1000 particles, 4 seeds: W2 to the law", ["scheme", "micro-steps paid", "W2"], rows);
}

/** 6. Diffusion in the box of the paper with few particles: does smoothing replace burn-in? */
async function box() {
  const count = 300;
  const system = boxDiffusion();
  const { simulate, step } = system;
  const start = system.start(count);
  const SMOOTH = {
    none: {},
    "local linear, b = 1": { smooth: localLinear({ bandwidth: 1 }) },
    gradients: { smooth: gradientProjection() },
  };
  const rows = [];
  for (const burnIn of [0, 5, 15, 30]) {
    for (const [name, smooth] of Object.entries(SMOOTH)) {
      const found = { landed: [], early: [], late: [], last: [], paid: 0 };
      for (const seed of seeds(3)) {
        const options = { simulate, step, box: system.box, halfSteps: 80, jump: 85, burnIn, startUp: 30, cycles: 1e6, end: 2000 };
        const random = seededRandom(seed);
        const { landed, recovered, last } = await keyClouds(timestepRun(start, { ...options, estimate: leastSquaresVelocity(20), ...smooth }, { random }));
        const times = [...landed, ...recovered, last].map(({ at }) => at);
        const control = controlAt(times, step, simulate, start, random.fork(5));
        const off = ({ at, particles }) => Math.sqrt(exact(particles, control.get(at)).cost);
        found.landed.push(mean(landed.slice(0, 3).map(off)));
        found.early.push(mean(recovered.slice(0, 3).map(off)));
        found.late.push(mean(recovered.slice(-8).map(off)));
        found.last.push(off(last));
        found.paid = microStepsOf(last).paid;
      }
      rows.push([burnIn, name, found.paid, spread(found.landed), spread(found.early), spread(found.late), spread(found.last)]);
    }
  }
  const floors = seeds(6).map((seed) => {
    const [a, b] = [0, 1].map((r) => controlAt([32_000], step, simulate, start, seededRandom(seed).fork(r)).get(32_000));
    return Math.sqrt(exact(a, b).cost);
  });
  rows.push(["", "control against a second control", 32_000, "", "", "", spread(floors)]);
  const head = ["H_R", "smoothing", "micro-steps paid", "after the first 3 jumps", "at the ends of the first 3 burn-ins", "of the last 8", "at t = 2000"];
  table("### Diffusion in the box, 300 particles, H = 85, every 20th map, 3 seeds: W2 to control", head, rows);
}

/** States just after jumps, at the ends of burn-ins, and the last one. */
async function keyClouds(run) {
  const landed = [];
  const recovered = [];
  let before;
  let last;
  for await (const { state, jump } of run) {
    if (jump) landed.push(state);
    if (before?.stage === "burn-in" && state.stage !== "burn-in") recovered.push(state);
    else if (jump && state.stage !== "burn-in") recovered.push(state);
    before = state;
    last = state;
  }
  return { landed, recovered, last };
}

/** Plain simulation at some micro-steps. */
function controlAt(times, step, simulate, start, random) {
  const clouds = new Map();
  let particles = start;
  let now = 0;
  for (const at of [...new Set(times)].sort((a, b) => a - b)) {
    if (at > now) particles = simulate(particles, (at - now) * step, random);
    now = at;
    clouds.set(at, particles);
  }
  return clouds;
}

/** 7. A population that spreads and grows everywhere alike: mass e^(t / 5), the variance of places 1 + t / 50. */
async function growth() {
  const step = 1 / 8;
  const RATE = 0.2;
  const END = 12;
  const simulate = (particles, duration, random) => {
    const moved = brownian(particles, duration / 50, random);
    const factor = Math.exp(RATE * duration);
    return { ...moved, weights: particles.weights.map((w) => w * factor) };
  };
  const SCHEMES = {
    Euler: { estimate: leastSquaresVelocity(4) },
    "Euler, local linear": { estimate: leastSquaresVelocity(4), smooth: localLinear({ bandwidth: 0.5 }) },
    "second order": { estimate: secondOrderStep(4) },
    "second order, local linear": { estimate: secondOrderStep(4), smooth: localLinear({ bandwidth: 0.5 }) },
  };
  const rows = [];
  for (const kappa of [0.3, 1, 3, 10]) {
    for (const [name, scheme] of Object.entries(SCHEMES)) {
      for (const jump of [1.5, 3.5]) {
        const runs = [];
        for (const seed of seeds(3)) {
          const random = seededRandom(seed);
          const start = normalCloud(120, 1, random.fork(9));
          const options = { simulate, step, halfSteps: 4, jump, cycles: 1e6, end: END, metric: hkMetric(kappa), ...scheme };
          const last = await lastOf(timestepRun(start, options, { random })).catch(refused);
          if (last) runs.push({ start, ...last });
        }
        if (runs.length < 3) {
          rows.push([kappa, name, jump, "", "refused", ""]);
          continue;
        }
        const masses = runs.map(({ particles }) => totalMass(particles) / Math.exp(RATE * END));
        const variances = runs.map(({ start, particles }) => varianceOf(particles) / (varianceOf(start) + END / 50));
        rows.push([kappa, name, jump, Math.round(mean(runs.map(({ paid }) => paid))), spread(masses), spread(variances)]);
      }
    }
  }
  const head = ["kappa", "step", "H", "micro-steps paid of 96", "mass / e^(t / 5)", "variance / (first + t / 50)"];
  table("### A population that grows and spreads, 120 particles, HK, kh = 1/2, to t = 12, 3 seeds", head, rows);
}

/** A jump that moves particles by more than kappa / 2 makes mass of it. */
function refused(error) {
  if (!(error instanceof ShapeError)) throw error;
}

function varianceOf({ points, weights }) {
  const mass = weights.reduce((sum, w) => sum + w, 0);
  const centre = points.reduce((sum, x, i) => sum + weights[i] * x, 0) / mass;
  return points.reduce((sum, x, i) => sum + weights[i] * (x - centre) ** 2, 0) / mass;
}

const TABLES = { stepSizes, velocities, accelerations, orders, spreading, box, growth };
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(TABLES)) {
  const started = process.cpuUsage();
  await TABLES[name]();
  console.error(`${name}: ${(process.cpuUsage(started).user / 1e6).toFixed(0)} s`);
}
