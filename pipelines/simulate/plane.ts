import {
  fitPca,
  type Matrix,
  type Measure,
  type Metric,
  matrix,
  type Reference,
  reference,
  rowView,
  selectPoints,
  transformPca,
} from "../../src/index.js";
import { sampleIndices } from "../report/sample.js";
import { type CertificateTally, joined, NO_CERTIFICATES, tallyOf } from "./certificate-tally.js";
import { factOf } from "./packed-particles.js";
import type { Workplace } from "./work.js";

/** A run as a curve in the plane of the first two principal components of all. */
export interface PlaneCurve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface Plane {
  readonly curves: readonly PlaneCurve[];
  /** Of the variance of all rows. */
  readonly shares: readonly [number, number];
  readonly referencePoints: number;
  readonly certificates: CertificateTally;
}

/** Points of the reference beyond a line, where nobody says how many: those of the published picture. */
const USUAL_POINTS = 10_000;

/** So many of the points of the last cloud of the control, chosen by the seed. */
export function planeReference(
  last: Measure,
  size: number | undefined,
  metric: Metric,
  seed: number,
): Reference {
  const count = size ?? (last.dim === 1 ? last.count : Math.min(last.count, USUAL_POINTS));
  const places = sampleIndices(last.count, count, seed);
  return reference(places.length === last.count ? last : evenly(selectPoints(last, places)), { metric });
}

function evenly(mu: Measure): Measure {
  return { ...mu, weights: mu.weights.map(() => 1 / mu.count) };
}

/** Clouds of all runs, embedded at one reference, in two coordinates. */
export async function commonPlane(
  runs: readonly { readonly name: string; readonly measures: readonly Measure[] }[],
  sigma: Reference,
  place: Workplace,
): Promise<Plane> {
  const embedded: Matrix[] = [];
  let certificates = NO_CERTIFICATES;
  for (const { name, measures } of runs) {
    const rows = await embeddedRun(name, measures, sigma, place);
    embedded.push(rows.rows);
    certificates = joined([certificates, rows.certificates]);
  }
  const all = stacked(embedded);
  const components = Math.min(2, all.rows - 1, all.cols);
  const model = fitPca(all, { components });
  const coordinates = transformPca(model, all);
  const column = (c: number, first: number, count: number): number[] =>
    Array.from({ length: count }, (_, s) =>
      c < coordinates.cols ? coordinates.data[(first + s) * coordinates.cols + c]! : 0,
    );
  let first = 0;
  const curves = runs.map(({ name, measures }) => {
    const curve = { name, x: column(0, first, measures.length), y: column(1, first, measures.length) };
    first += measures.length;
    return curve;
  });
  return {
    curves,
    shares: [model.explained[0] ?? 0, model.explained[1] ?? 0],
    referencePoints: sigma.measure.count,
    certificates,
  };
}

interface Rows {
  readonly rows: Matrix;
  readonly certificates: CertificateTally;
}

async function embeddedRun(
  name: string,
  measures: readonly Measure[],
  sigma: Reference,
  { pool, checkpoint, control }: Workplace,
): Promise<Rows> {
  const key = `rows-${name}`;
  const saved = await checkpoint.load(key);
  if (saved) {
    const { rows, cols } = factOf<Pick<Matrix, "rows" | "cols">>(saved.facts.size);
    return {
      rows: { rows, cols, data: saved.arrays.data! },
      certificates: factOf<CertificateTally>(saved.facts.certificates),
    };
  }
  const embedding = await pool.embedAll(sigma, measures, {
    ...(control.signal && { signal: control.signal }),
    onProgress: ({ done }) => {
      control.onProgress?.({ unit: `rows of ${name}`, done, total: measures.length });
    },
  });
  const { rows, cols, data } = embedding.matrix;
  const certificates = tallyOf(embedding.certificates);
  await checkpoint.save(key, {
    facts: { size: { rows, cols }, certificates: { ...certificates } },
    arrays: { data },
  });
  return { rows: embedding.matrix, certificates };
}

function stacked(parts: readonly Matrix[]): Matrix {
  const all = matrix(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    parts[0]!.cols,
  );
  let at = 0;
  for (const part of parts) {
    for (let s = 0; s < part.rows; s++) rowView(all, at++).set(rowView(part, s));
  }
  return all;
}
