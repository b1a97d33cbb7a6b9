import { columnMeans, type Embedding, expMap, type Measure, selectRows, toTangent } from "../src/index.js";

/** For each group 0 .. count-1 of rows, the measure at their mean: the average of the group in the tangent space. */
export function groupMeans(embedding: Embedding, groupOf: Int32Array, count: number): Measure[] {
  const { reference, matrix } = embedding;
  return Array.from({ length: count }, (_, group) => {
    const members = Int32Array.from(groupOf.keys()).filter((s) => groupOf[s] === group);
    return expMap(reference, toTangent(reference, columnMeans(selectRows(matrix, members))));
  });
}
