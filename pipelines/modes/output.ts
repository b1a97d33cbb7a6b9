import { coordinateNames, encodeNpy } from "../../loaders/index.js";
import {
  deviationsOf,
  type Measure,
  matrixFromRows,
  type Reference,
  rowView,
  type TangentModes,
  toTangent,
} from "../../src/index.js";
import { itemsCsv, measureCsv } from "../csv-files.js";
import { csvText } from "../csv-text.js";
import type { Embedded } from "../lot.js";
import { filesOfMeasure, type NamedFile } from "../measure-files.js";
import type { OutputFile } from "../report.js";
import type { ClassDirection } from "./directions.js";
import type { ClassExplanation } from "./explanation.js";
import { DIRECTION_FILES, MODES_FILES, stepName } from "./files.js";
import { meanMeasure } from "./mean-measure.js";
import type { WalkedMode } from "./walked-mode.js";

/** The files of a run but for its page: their names, and what is in them once they are asked for. */
export interface ModesOutput {
  readonly names: readonly string[];
  readonly files: () => OutputFile[];
}

interface OutputParts {
  readonly modes: TangentModes;
  readonly walked: readonly WalkedMode[];
  readonly explanation: ClassExplanation | undefined;
  readonly embedded: Embedded;
}

export function modesOutput(parts: OutputParts): ModesOutput {
  const measures = stepFiles(parts);
  return {
    names: [
      ...MODES_FILES,
      ...(parts.explanation ? DIRECTION_FILES : []),
      ...measures.map(({ name }) => name),
    ],
    files: () => [...modeFiles(parts), ...directionFiles(parts), ...measures.map(({ make }) => make())],
  };
}

/** Each measure of a walk; of an image also the picture. */
function stepFiles({ walked, embedded: { items } }: OutputParts): NamedFile[] {
  return walked.flatMap(({ steps }, k) =>
    steps.flatMap(({ measure }, j) =>
      measure ? filesOfMeasure(items.item, measure, (extension) => stepName(k, j, extension)) : [],
    ),
  );
}

function modeFiles({ modes, walked, embedded: { items, embedding } }: OutputParts): OutputFile[] {
  const { pca, coordinates } = modes;
  const { reference } = embedding;
  const rows = walked.map(({ result }, k) => [
    k + 1,
    result.deviation,
    result.explained,
    result.cumulative,
    result.least,
    result.most,
  ]);
  const columns = walked.map((_, k) => ({
    name: `mode_${k + 1}`,
    values: Float64Array.from({ length: coordinates.rows }, (__, s) => rowView(coordinates, s)[k]!),
  }));
  const deviations = deviationsOf(modes);
  const fields = walked.map((_, k) => ({
    name: k + 1,
    row: rowView(pca.components, k).map((x) => deviations[k]! * x),
  }));
  return [
    {
      name: "modes.csv",
      bytes: csvText(["mode", "deviation", "explained", "cumulative", "least", "most"], rows),
    },
    { name: "coordinates.csv", bytes: itemsCsv(items, columns) },
    {
      name: "components.npy",
      bytes: encodeNpy(pca.components.data, [pca.components.rows, pca.components.cols]),
    },
    { name: "mean.npy", bytes: encodeNpy(pca.mean, [pca.mean.length]) },
    { name: "arrows.csv", bytes: arrowsCsv("mode", reference, meanMeasure(embedding), fields) },
    { name: "reference.csv", bytes: measureCsv(reference.measure) },
  ];
}

function directionFiles({ explanation, embedded: { embedding } }: OutputParts): OutputFile[] {
  if (!explanation) return [];
  const { axes, decisions, importance, labels } = explanation;
  const all: readonly ClassDirection[] = [...axes, ...decisions];
  const weights = matrixFromRows(all.map((direction) => direction.weights));
  const { errors } = importance;
  return [
    {
      name: "directions.csv",
      bytes: csvText(
        ["direction", "deviation", "separation", ...labels.classes.map((name) => `mean ${name}`)],
        all.map(({ name, deviation, separation, classMeans }) => [
          name,
          deviation,
          separation,
          ...Array.from(classMeans, (mean) => (Number.isNaN(mean) ? "" : mean)),
        ]),
      ),
    },
    {
      name: "direction-arrows.csv",
      bytes: arrowsCsv(
        "direction",
        embedding.reference,
        meanMeasure(embedding),
        all.map(({ name, deviation, pattern }) => ({ name, row: pattern.map((x) => deviation * x) })),
      ),
    },
    { name: "weights.npy", bytes: encodeNpy(weights.data, [weights.rows, weights.cols]) },
    {
      name: "importance.csv",
      bytes: csvText(
        ["point", "importance", ...(errors ? ["standard_error"] : [])],
        Array.from(importance.values, (value, i) => [i, value, ...(errors ? [errors[i]!] : [])]),
      ),
    },
  ];
}

interface ArrowRow {
  readonly name: string | number;
  /** Row of a tangent vector. */
  readonly row: Float64Array;
}

/** Vectors at the reference points, each point by its number in reference.csv and where it is in the mean measure. */
function arrowsCsv(what: string, reference: Reference, mean: Measure, arrows: readonly ArrowRow[]): string {
  const { count, dim } = reference.measure;
  const names = coordinateNames(dim);
  const grows = arrows[0] !== undefined && toTangent(reference, arrows[0].row).growth !== undefined;
  const rows = arrows.flatMap(({ name, row }) => {
    const { velocity, growth } = toTangent(reference, row);
    return Array.from({ length: count }, (_, i) => [
      name,
      i,
      ...mean.points.subarray(i * dim, (i + 1) * dim),
      ...velocity.subarray(i * dim, (i + 1) * dim),
      ...(growth ? [growth[i]!] : []),
    ]);
  });
  return csvText([what, "point", ...names, ...names.map((k) => `d${k}`), ...(grows ? ["growth"] : [])], rows);
}
