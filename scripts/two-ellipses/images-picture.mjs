import { mix } from "../../dist/pipelines/report/colour.js";
import { picture } from "../exact-transport/chart.mjs";
import { BREAK, framesOf, MARGINS, path } from "./panels.mjs";

/** Room of the legend, which this picture does not have. */
const UNUSED = 24;
/** Steps of grey. */
const INTENSITIES = 5;

export function imagesPicture({ items, mean }, { shares, elongations }) {
  const levels = [0, 0.5, 1];
  const chosen = levels.map((high) => levels.map((wide) => nearest([shares, high], [elongations, wide])));
  const columns = chosen.map((of) => percent(average(of.map((s) => shares[s]))));
  const rows = levels.map((_, k) => average(chosen.map((of) => elongations[of[k]])).toFixed(2));
  const panels = chosen.flatMap((of, c) =>
    of.map((s, r) => ({ measure: items[s], fx: columns[c], fy: rows[r] })),
  );
  const frame = framesOf(mean, 3, 3);
  return picture("Nine of the images: three shares of mass and three elongations", {
    ...frame.options,
    height: frame.options.height - UNUSED,
    marginTop: MARGINS.marginTop - UNUSED,
    fx: { ...frame.fx, label: "mass share of the left ellipse", domain: columns },
    fy: { ...frame.fy, label: "elongation", domain: rows.reverse() },
    marks: panels.flatMap(({ measure, fx, fy }) => pixelMarks(measure, { fx: [fx], fy: [fy] }, frame.unit)),
  });
}

/** The image nearest to a level (0 lowest, 1 highest) of each of two measured values. */
function nearest(...wanted) {
  const off = (s) =>
    wanted.reduce((sum, [values, level]) => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return sum + ((values[s] - low) / (high - low) - level) ** 2;
    }, 0);
  const places = Array.from(wanted[0][0].keys());
  return places.reduce((best, s) => (off(s) < off(best) - 1e-6 ? s : best));
}

/** Pixels of an image in steps of grey, each step one path of strokes along the rows. */
function pixelMarks({ points, weights, count }, facets, unit) {
  const largest = Math.max(...weights);
  const steps = Array.from({ length: INTENSITIES }, () => []);
  for (let p = 0; p < count; p++) {
    const step = Math.max(1, Math.ceil((INTENSITIES * weights[p]) / largest - 1e-9)) - 1;
    const [x, y] = [points[2 * p], points[2 * p + 1]];
    const strokes = steps[step];
    const last = strokes.at(-2);
    if (last && last.y === y && last.x === x - 0.5) last.x = x + 0.5;
    else strokes.push({ x: x - 0.5, y }, { x: x + 0.5, y }, BREAK);
  }
  return steps.flatMap((strokes, step) =>
    path(strokes, {
      ...facets,
      stroke: mix("#ffffff", "#1f2328", (step + 1) / INTENSITIES),
      strokeWidth: unit + 0.15,
      strokeLinecap: "butt",
    }),
  );
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(part) {
  return `${(100 * part).toFixed(1)} %`;
}
