import type { StoredModel } from "../../src/index.js";
import {
  type ClassifierName,
  collection,
  embed,
  fitAlignment,
  fitSpread,
  hkMetric,
  kMeansReference,
  type Matrix,
  type Metric,
  matrix,
  optMetric,
  rowView,
  seededRandom,
  training,
  tuneClassifier,
  w2Metric,
  withMeasures,
} from "../../src/index.js";
import { applyAlignment } from "../../src/measure/align.js";
import { measure } from "../../src/measure/measure.js";

export const METRICS: Readonly<Record<string, Metric>> = { w2: w2Metric, hk: hkMetric(2), opt: optMetric(3) };

interface SmallModel {
  readonly classifier?: ClassifierName;
  readonly metric?: Metric;
  readonly align?: "none" | "centre" | "scale" | "rigid";
  readonly references?: number;
  /** Do the points have names, so that rigid alignment goes by them? */
  readonly named?: boolean;
}

const COUNT = 12;
const POINTS = 4;

/** Twelve quadrangles of three shapes, which are the classes. */
export function quadrangles(named: boolean, seed = 5) {
  const random = seededRandom(seed);
  const measures = Array.from({ length: COUNT }, (_, s) => {
    const wide = 1 + (s % 3);
    const corners = [0, 0, wide, 0, wide, 1, 0, 1];
    return measure(
      corners.map((x) => x + 0.05 * random.normal()),
      { dim: 2 },
    );
  });
  const names = measures.map((_, s) => `item ${s}`);
  const pointNames = measures.map(() => ["a", "b", "c", "d"]);
  return collection({ names, measures, ...(named && { pointNames }) });
}

/** A model of them with everything that a file has to hold. */
export async function smallModel({
  classifier = "svm",
  metric = w2Metric,
  align = "none",
  references = 1,
  named = false,
}: SmallModel = {}): Promise<StoredModel & { readonly rows: Matrix }> {
  const random = seededRandom(3);
  const raw = quadrangles(named);
  const alignment = fitAlignment(raw, align);
  const items = withMeasures(raw, applyAlignment(alignment, raw));
  const fitted = Array.from({ length: references }, (_, r) =>
    kMeansReference(items.measures, { count: POINTS + r, random: random.fork(r), metric }),
  );
  const embeddings = fitted.map((reference) => embed(reference, items.measures));
  const rows = sideBySide(embeddings.map((one) => one.matrix));
  const codes = Int32Array.from({ length: COUNT }, (_, s) => s % 3);
  const { fitted: learnt } = await tuneClassifier(classifier, training(rows, codes, 3), {
    random: random.fork(9),
  });
  return {
    alignment,
    references: fitted,
    classifier: learnt,
    classes: ["narrow", "square", 'wide, or "long"'],
    recipe: { normalise: "mass", align, sample: 7, baseline: "linear", bands: [0, 2], coords: ["x", "y"] },
    items: { kind: { kind: "points" }, count: COUNT, points: [POINTS, POINTS] },
    spread: fitSpread({ rows, codes, dropped: embeddings[0]!.residuals }, random.fork(8)),
    origin: { version: "0.0.0", seed: 3, label: "shape", inputs: ["00", "ff"] },
    rows,
  };
}

function sideBySide(blocks: readonly Matrix[]): Matrix {
  const joined = matrix(
    COUNT,
    blocks.reduce((sum, { cols }) => sum + cols, 0),
  );
  for (let s = 0; s < COUNT; s++) {
    let at = s * joined.cols;
    for (const block of blocks) {
      joined.data.set(
        rowView(block, s).map((value) => value / Math.sqrt(blocks.length)),
        at,
      );
      at += block.cols;
    }
  }
  return joined;
}
