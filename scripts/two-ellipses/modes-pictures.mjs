import { picture, SOURCE, TARGET } from "../exact-transport/chart.mjs";
import { STEPS, walk } from "./modes.mjs";
import { BREAK, caption, framesOf, LEGEND, legend, path } from "./panels.mjs";

const NAMES = { hk: "HK", w2: "W2" };
/** Of the ratio of two masses, and the colours of what is below, between and above. */
const RATIOS = [0.8, 0.95, 1.05, 1.25];
const RATIO_LABELS = ["below 0.8", "0.8 - 0.95", "0.95 - 1.05", "1.05 - 1.25", "above 1.25"];
const RATIO_COLOURS = ["#e76300", "#f0a878", "#8a9290", "#8fb8e0", "#1b62a5"];
/** Steps of the diameter of discs. */
const SIZES = 5;

export function walksPicture({ mean }, runs, { gap }) {
  const frame = framesOf(mean, 3, 4);
  const largest = Math.max(...mean.weights);
  const steps = [-STEPS, 0, STEPS];
  const labels = ["-2 sd", "mean", "+2 sd"];
  const panels = modesOf(runs).flatMap(({ run, c, fy }) =>
    steps.map((at, k) => ({ mu: walk(run, c, at), fx: labels[k], fy })),
  );
  const isBetween = (x) => x > gap[0] && x < gap[1];
  return picture(
    `Measures on the walk of ${STEPS} standard deviations along the first two modes of each metric`,
    {
      ...frame.options,
      fx: { ...frame.fx, label: null, domain: labels },
      fy: { ...frame.fy, label: null },
      marks: panels
        .flatMap(({ mu, fx, fy }) => [
          ...dotMarks(mu, (x) => !isBetween(x), largest, { fx: [fx], fy: [fy] }, SOURCE, frame.unit),
          ...dotMarks(mu, isBetween, largest, { fx: [fx], fy: [fy] }, TARGET, frame.unit),
        ])
        .concat(
          legend(
            [
              ["mass", SOURCE],
              ["mass between the ellipses", TARGET],
            ],
            { fx: [labels[0]], fy: [modesOf(runs)[0].fy] },
          ),
        ),
    },
  );
}

export function movesPicture({ mean }, runs) {
  const frame = framesOf(mean, 1, 4);
  const first = modesOf(runs)[0].fy;
  const marks = modesOf(runs).flatMap(({ run, c, fy }) => {
    const [from, to] = [-STEPS, STEPS].map((steps) => walk(run, c, steps));
    const groups = RATIO_COLOURS.map(() => ({ lines: [], heads: [] }));
    for (let i = 0; i < mean.count; i++) {
      const ratio = to.weights[i] / from.weights[i];
      const group = groups[RATIOS.filter((limit) => ratio > limit).length];
      const [a, b] = [from, to].map(({ points }) => ({ x: points[2 * i], y: points[2 * i + 1] }));
      group.lines.push(a, b, BREAK);
      group.heads.push(b, BREAK);
    }
    return groups.flatMap(({ lines, heads }, g) => [
      ...path(lines, { fy: [fy], stroke: RATIO_COLOURS[g], strokeWidth: 1.1 }),
      ...path(heads, { fy: [fy], stroke: RATIO_COLOURS[g], strokeWidth: 3.4 }),
    ]);
  });
  return picture("Where the mass at each reference point goes along the first two modes of each metric", {
    ...frame.options,
    fy: { ...frame.fy, label: null },
    marks: [
      ...marks,
      caption("mass ratio,", { fy: [first], dx: -52, dy: LEGEND - 8 }),
      caption("-2 to +2 sd", { fy: [first], dx: -52, dy: LEGEND + 8 }),
      ...legend(
        RATIO_LABELS.map((label, g) => [label, RATIO_COLOURS[g]]),
        { fy: [first], step: 108, dx: 60 },
      ),
    ],
  });
}

function modesOf(runs) {
  return runs.flatMap((run) =>
    [0, 1].map((c) => ({ run, c, fy: `${NAMES[run.metric.name]} mode ${c + 1}` })),
  );
}

/** Points as discs of about their mass in area, each size one path. */
function dotMarks({ points, weights, count }, isShown, largest, facets, colour, unit) {
  const sizes = Array.from({ length: SIZES }, () => []);
  for (let p = 0; p < count; p++) {
    const x = points[2 * p];
    if (weights[p] < 1e-3 * largest || !isShown(x)) continue;
    const size = Math.min(SIZES, Math.max(1, Math.round(SIZES * Math.sqrt(weights[p] / largest))));
    sizes[size - 1].push({ x, y: points[2 * p + 1] }, BREAK);
  }
  return sizes.flatMap((dots, size) =>
    path(dots, { ...facets, stroke: colour, strokeWidth: (0.95 * unit * (size + 1)) / SIZES }),
  );
}
