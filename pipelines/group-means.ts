import {
  columnMeans,
  type Embedding,
  expMap,
  type Measure,
  mergeRepeated,
  pool,
  selectRows,
  toTangent,
} from "../src/index.js";
import { METRICS, type SingularScale } from "./metric.js";

/**
 * For each group 0 .. count-1 of rows, the measure at their mean: the average of the group in the tangent space, with the
 * mean of their singular masses. Points without mass are possible.
 */
export function groupMeans(embedding: Embedding, groupOf: Int32Array, count: number): Measure[] {
  const { reference, matrix, singular } = embedding;
  return Array.from({ length: count }, (_, group) => {
    const members = Int32Array.from(groupOf.keys()).filter((s) => groupOf[s] === group);
    const tangent = toTangent(reference, columnMeans(selectRows(matrix, members)));
    const parts = Array.from(members, (s) => singular?.[s]).filter((part) => part !== undefined);
    const mean = meanOfParts(parts, METRICS[reference.metric.name].singularScale);
    return expMap(reference, mean ? { ...tangent, singular: mean } : tangent);
  });
}

/** At each point that a part has, the mean of the masses on their scale; undefined where no part has points. */
function meanOfParts(parts: readonly Measure[], { of, back }: SingularScale): Measure | undefined {
  if (parts.every((part) => part.count === 0)) return undefined;
  const scaled = parts
    .filter((part) => part.count > 0)
    .map((part) => {
      const { measure } = mergeRepeated(part);
      return { ...measure, weights: measure.weights.map(of) };
    });
  const { measure: sum } = mergeRepeated(pool(scaled));
  return { ...sum, weights: sum.weights.map((total) => back(total / parts.length)) };
}
