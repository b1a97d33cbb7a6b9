import { embeddingNumbers, modeNumbers, STEPS } from "./modes.mjs";

const MODES = 4;

/** The numbers of the page as Markdown. */
export function numbersTable(runs, facts) {
  const numbers = runs.map((run) => embeddingNumbers(run, facts));
  const row = (label, show) => [label, ...numbers.map(show)];
  return table([
    ["", ...runs.map(({ metric }) => nameOf(metric))],
    row("variance of the rows, square pixels", ({ variance }) => digits(variance)),
    row("of it explained by parabolas in mass share and elongation", (n) => percent(n.explainedByBoth)),
    row("mass share from the first two coordinates, R^2", (n) => n.shareFromPlane.toFixed(3)),
    row("elongation from the first two coordinates, R^2", (n) => n.elongationFromPlane.toFixed(3)),
    row(
      `squared velocity of moves longer than ${facts.radius.toFixed(1)} pixels, an ellipse's radius`,
      ({ far }) => percent(far),
    ),
    row("mean residual, square pixels", ({ residual }) => digits(residual)),
  ]);
}

/** A line for each of the first components of each run. */
export function modesTable(runs, facts) {
  const lines = runs.flatMap((run) =>
    Array.from({ length: MODES }, (_, c) => {
      const { explained, share, elongation, ends, between } = modeNumbers(run, facts, c);
      const [from, to] = [...ends].sort((a, b) => a.share - b.share || a.elongation - b.elongation);
      return [
        nameOf(run.metric),
        String(c + 1),
        percent(explained),
        correlation(share),
        correlation(elongation),
        `${percent(from.share)} and ${percent(to.share)}`,
        `${fixed(from.elongation)} and ${fixed(to.elongation)}`,
        percent(between),
      ];
    }),
  );
  return table([
    [
      "metric",
      "mode",
      "variance",
      "r with mass share",
      "r with elongation",
      `mass share at -${STEPS} and ${STEPS} sd`,
      "elongation there",
      "mass between there",
    ],
    ...lines,
  ]);
}

/** A line for each metric: which of its components goes best with what is measured in the images. */
export function scalesTable(runs, facts) {
  const lines = runs.map((run) => {
    const modes = Array.from(run.pca.explained, (_, c) => modeNumbers(run, facts, c));
    const { variance, explainedByBoth, far } = embeddingNumbers(run, facts);
    return [
      nameOf(run.metric),
      digits(variance),
      bestMode(modes, ({ elongation }) => elongation),
      bestMode(modes, ({ share }) => share),
      percent(explainedByBoth),
      percent(far),
      percent(Math.max(modes[0].between, modes[1].between)),
    ];
  });
  const head = [
    "metric",
    "variance",
    "mode of the elongation",
    "mode of the mass share",
    "parabolas",
    "long moves",
    "mass between",
  ];
  return table([head, ...lines]);
}

function bestMode(modes, correlationOf) {
  const strength = (mode) => Math.abs(correlationOf(mode));
  const best = modes.reduce((a, b) => (strength(b) > strength(a) ? b : a));
  return `${modes.indexOf(best) + 1}: ${percent(best.explained)}, r = ${correlation(correlationOf(best))}`;
}

/** A metric and its scale in words. */
export function nameOf(metric) {
  if ("kappa" in metric) return `hk, kappa ${digits(metric.kappa)}`;
  return "price" in metric ? `opt, price ${digits(metric.price)}` : metric.name;
}

function table([head, ...lines]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...lines.map(line)].join("\n");
}

function percent(part) {
  return `${(100 * part).toFixed(1)} %`;
}

function fixed(value) {
  return value.toFixed(2).replace("-0.00", "0.00");
}

/** The sign of a component means nothing. */
function correlation(r) {
  return Math.abs(r).toFixed(3);
}

function digits(value) {
  return String(Number(value.toPrecision(3)));
}
