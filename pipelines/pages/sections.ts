import { type Collection, type Embedding, fitPca, type Measure, transformPca } from "../../src/index.js";
import { type FidelitySample, noCorrelation } from "../fidelity.js";
import { comparisonChart, type Html, measureChart, type PageSection, scatterChart } from "../report/index.js";

/** First two principal components of the rows of an embedding, with their shares of the variance. */
export interface Plane {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly shares: readonly [number, number];
}

/** Items with one column, or all alike, lie on a line or a point; the missing coordinates are 0. */
export function principalPlane({ matrix }: Embedding): Plane {
  const zeros = new Float64Array(matrix.rows);
  const components = Math.min(2, matrix.rows - 1, matrix.cols);
  if (components < 1) return { x: zeros, y: zeros, shares: [0, 0] };
  const model = fitPca(matrix, { components });
  const coordinates = transformPca(model, matrix);
  const column = (c: number): Float64Array =>
    c < coordinates.cols ? zeros.map((_, s) => coordinates.data[s * coordinates.cols + c]!) : zeros;
  return {
    x: column(0),
    y: column(1),
    shares: [model.explained[0] ?? 0, model.explained[1] ?? 0],
  };
}

/** The items in that plane, coloured by a group each. */
export function planeChart(
  plane: Plane,
  items: Collection,
  groups: ArrayLike<string> | undefined,
  options: { readonly title: string; readonly note?: string; readonly seed: number },
): Html {
  const points = items.names.map((name, s) => ({
    name,
    group: groups?.[s],
    x: plane.x[s]!,
    y: plane.y[s]!,
  }));
  return scatterChart(points, {
    ...options,
    xLabel: `component 1 (${percent(plane.shares[0])} of the variance)`,
    yLabel: `component 2 (${percent(plane.shares[1])})`,
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The reference with how it was chosen. */
export function referenceSection({ reference }: Embedding, items: Collection): PageSection {
  const { origin, measure, id } = reference;
  return {
    heading: "Reference",
    text:
      `All transports start from this measure of ${measure.count} points (${origin.kind}, fitted on ` +
      `${origin.fittedOn} items; id ${id}).`,
    html: measureChart([{ title: "", measure, item: items.item }], {
      title: `${origin.kind}, ${measure.count} points`,
    }),
  };
}

/** Mean measures of groups, side by side. */
export function meansSection(
  heading: string,
  means: readonly { readonly title: string; readonly measure: Measure }[],
  items: Collection,
): PageSection {
  return {
    heading,
    text: "The exponential of the mean tangent vector: the average in the geometry that the items were compared in.",
    html: measureChart(
      means.map((mean) => ({ ...mean, item: items.item })),
      { title: "Means, as measures" },
    ),
  };
}

/** LOT distance against exact W2, or a sentence where there is nothing to compare. */
export function fidelitySection({ pairs, summary }: FidelitySample, seed: number): PageSection {
  const heading = "How far LOT distance can be trusted here";
  const { pearson, spearman, worstRatio } = summary;
  if (pearson === null || spearman === null || worstRatio === null) {
    return { heading, text: `LOT distance was compared with exact W2 on ${noCorrelation(summary)}.` };
  }
  return {
    heading,
    text: "Exact W2 of sampled pairs of items, each with its certificate, next to their distance in the embedding.",
    html: comparisonChart(pairs, { correlation: { pearson, spearman }, worstRatio, seed }),
  };
}
