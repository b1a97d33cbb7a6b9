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
import { type CertificateTally, joined, NO_CERTIFICATES } from "./certificate-tally.js";
import { embeddedRows } from "./embedded-rows.js";
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
    const onDone = (done: number): void => {
      place.control.onProgress?.({ unit: `rows of ${name}`, done, total: measures.length });
    };
    const made = await embeddedRows(`rows-${name}`, sigma, measures, place, onDone);
    embedded.push(made.rows);
    certificates = joined([certificates, made.certificates]);
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
