import { type Embedding, toTangent } from "../../src/index.js";
import { meanMeasure } from "../modes/mean-measure.js";
import { type ArrowChartOptions, arrowChart } from "../report/arrow-chart.js";
import type { ArrowField } from "../report/arrow-field.js";
import type { Html } from "../report/index.js";

interface FieldRow extends Pick<ArrowField, "title" | "lengths"> {
  /** Row of a tangent vector. */
  readonly row: Float64Array;
}

/** Rows of tangent vectors as arrows; each reference point is drawn where it is in the mean measure of all items. */
export function fieldChart(
  embedding: Embedding,
  fields: readonly FieldRow[],
  options: ArrowChartOptions,
): Html {
  const vectors = fields.map(({ title, row, lengths }) => {
    const { velocity, growth } = toTangent(embedding.reference, row);
    return { title, lengths, velocity, growth };
  });
  const note = "Reference points are drawn where they are in the mean measure.";
  return arrowChart(meanMeasure(embedding), vectors, {
    ...options,
    note: options.note === undefined ? note : `${note} ${options.note}`,
  });
}
