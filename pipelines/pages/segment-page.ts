import { axisLabel, type Matrix, matrix, rowView } from "../../src/index.js";
import { formatCount, formatNumber, formatPercent } from "../report/format.js";
import { imagePanels, type TitledImage } from "../report/image-panels.js";
import { contingencyTable, htmlPage, type PageSection } from "../report/index.js";
import { legend } from "../report/legend.js";
import { lineChart } from "../report/line-chart.js";
import type { GroupStyle } from "../report/palette.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { greyPng } from "../segment/label-png.js";
import { classColours, clusterColours, clusterPng, truthPng } from "../segment/map-pictures.js";
import type { NumberedMap } from "../segment/numbering.js";
import { labelledPixels, type Scene } from "../segment/scene.js";
import type { SegmentMethodResult, SegmentResults } from "../segment/segment-results.js";
import type { Segmentation } from "../segment/segmentation.js";
import { atomSections } from "./segment-atoms.js";

/** The page of `segment`. */
export function segmentPage(report: Report<SegmentResults>, parts: Segmentation): string {
  const { results } = report;
  return htmlPage({
    title: `${results.k} clusters of pixels`,
    subtitle: parts.scene.description,
    report,
    sections: [
      ...scoreSection(results),
      mapSection(results, parts),
      meansSection(results, parts),
      ...tableSection(results, parts),
      ...atomSections(parts),
      methodSection(results),
    ],
  });
}

function scoreSection({ methods, sampled, classes }: SegmentResults): PageSection[] {
  if (classes === undefined) return [];
  const known = methods[0]!.onLabelled!;
  return [
    {
      heading: "Scores against the ground truth",
      text:
        `Learned on ${formatCount(sampled.pixels)} pixels, drawn from ${sampled.from} as the published protocol does, then extended ` +
        "to the whole image. The ground truth said which pixels to draw from, and how many clusters to make where that was " +
        "not given; nothing else was learned from it in this run. Of the defaults, rho of the unbalanced dictionary, learning " +
        "rates, the scaling of spectra and the affinity of HK-LOT were compared on Salinas A by accuracy, so for that image these are " +
        "not blind; the number of neighbours is the default of scikit-learn.",
      html: [
        scoreTable(
          methods,
          "onLabelled",
          `All ${formatCount(known.pixels)} pixels of a known class`,
          known.majorityRate,
        ),
        scoreTable(
          methods,
          "onSample",
          `The ${formatCount(sampled.pixels)} sampled pixels alone`,
          methods[0]!.onSample!.majorityRate,
        ),
      ],
    },
  ];
}

function scoreTable(
  methods: readonly SegmentMethodResult[],
  on: "onLabelled" | "onSample",
  title: string,
  majorityRate: number,
) {
  return valueTable({
    title,
    columns: ["method", "accuracy", "purity", "adjusted Rand index", "mutual information"],
    rows: methods.map((method) => {
      const scores = method[on]!;
      return [
        method.title,
        formatPercent(scores.accuracy),
        formatPercent(scores.purity),
        formatNumber(scores.adjustedRandIndex, 3),
        formatNumber(scores.normalisedMutualInformation, 3),
      ];
    }),
    caption: [
      "Accuracy: under the best one-to-one naming of clusters by classes. Purity: each cluster named by its commonest class.",
      "Mutual information: normalised by the mean entropy.",
      `Naming every pixel by the commonest class would give an accuracy of ${formatPercent(majorityRate)}.`,
    ],
  });
}

function mapSection(results: SegmentResults, parts: Segmentation): PageSection {
  const { scene, maps } = parts;
  const { height, width } = scene.cube;
  const size = { height, width };
  const truth: TitledImage[] = scene.truth
    ? [{ title: "ground truth", note: "blank: not known", png: truthPng(scene), ...size }]
    : [];
  const images = results.methods.map((method, m) => ({
    title: method.title,
    ...(method.onLabelled && { note: `accuracy ${formatPercent(method.onLabelled.accuracy)}` }),
    png: clusterPng(maps[m]!, scene),
    ...size,
  }));
  const brightness = {
    title: "brightness",
    note: "sum over bands",
    png: greyPng(darkness(scene), height, width),
    ...size,
  };
  return {
    heading: "Maps",
    text: "The label of every pixel. The same colour in two maps means the same class where clusters could be matched with classes.",
    html: imagePanels([...truth, ...images, brightness], {
      title: `${height} x ${width} pixels`,
      below: legend(styles(results, scene)),
      caption: [
        scene.truth
          ? "Legend: the classes of the ground truth with their pixels. Clusters have the colour of the class that they are matched with on all pixels of a known class; further clusters have colours of their own."
          : "Clusters are numbered by size, the largest first.",
      ],
    }),
  };
}

/** Of each pixel, how far its brightness is from the brightest: a grey picture is black at the largest number. */
function darkness({ cube, pixels }: Scene): Float64Array {
  const bands = cube.axis.values.length;
  const sums = new Float64Array(cube.height * cube.width);
  for (const place of pixels) {
    for (let b = 0; b < bands; b++) sums[place]! += Math.max(0, cube.values[place * bands + b]!);
  }
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  return sums.map((sum) => most - sum);
}

function styles({ methods }: SegmentResults, scene: Scene): GroupStyle[] {
  const { truth } = scene;
  if (truth === undefined) {
    const { sizes } = methods[0]!;
    const map = { classOf: new Int32Array(sizes.length).fill(-1) };
    const colours = clusterColours(map, scene);
    return sizes.map((count, c) => ({
      label: `cluster ${c + 1}`,
      count,
      colour: colours[c]!,
      symbol: "square",
    }));
  }
  const colours = classColours(scene);
  return truth.classes.map((name, code) => ({
    label: `class ${name}`,
    count: truth.codes.reduce((count, other) => count + (other === code ? 1 : 0), 0),
    colour: colours[code]!,
    symbol: "square",
  }));
}

function meansSection({ methods }: SegmentResults, { scene, maps }: Segmentation): PageSection {
  const map = maps[0]!;
  const colours = clusterColours(map, scene);
  const means = meanSpectra(scene, map);
  const { axis } = scene.cube;
  const lines = map.sizes.map((count, c) => ({
    label: clusterName(methods[0]!, c),
    colour: colours[c]!,
    count,
    symbol: "square" as const,
    values: rowView(means, c),
  }));
  return {
    heading: "Spectra of the clusters",
    text: `Mean spectrum of the pixels of each cluster, by ${methods[0]!.title}.`,
    html: lineChart(lines, axis.values, {
      title: "Mean spectra, as in the file",
      xLabel: axisLabel(axis),
      yLabel: "mean value",
      legend: legend(lines),
      caption: ["The number in the legend counts the pixels of the cluster in the whole image."],
    }),
  };
}

function clusterName({ matched }: SegmentMethodResult, c: number): string {
  const name = matched?.[c];
  return name ? `cluster ${c + 1} (class ${name})` : `cluster ${c + 1}`;
}

function meanSpectra({ cube, pixels }: Scene, { labels, sizes }: NumberedMap): Matrix {
  const bands = cube.axis.values.length;
  const means = matrix(sizes.length, bands);
  for (const place of pixels) {
    const row = rowView(means, labels[place]!);
    for (let b = 0; b < bands; b++) row[b]! += Math.max(0, cube.values[place * bands + b]!);
  }
  sizes.forEach((size, c) => {
    const row = rowView(means, c);
    for (let b = 0; b < bands; b++) row[b]! /= size;
  });
  return means;
}

function tableSection({ methods, classes }: SegmentResults, { scene, maps }: Segmentation): PageSection[] {
  const { truth } = scene;
  if (truth === undefined || classes === undefined) return [];
  const first = methods[0]!;
  const counts = first.sizes.map(() => classes.map(() => 0));
  for (const place of labelledPixels(scene)) counts[maps[0]!.labels[place]!]![truth.codes[place]!]! += 1;
  return [
    {
      heading: "Clusters against classes",
      text: `Where ${first.title} disagrees with the ground truth.`,
      html: contingencyTable(
        counts,
        first.sizes.map((_, c) => clusterName(first, c)),
        classes.map((name) => `class ${name}`),
        { title: first.title, note: "Pixels of a known class." },
      ),
    },
  ];
}

function methodSection({ methods }: SegmentResults): PageSection {
  return {
    heading: "What each method did",
    text: "",
    html: methods.map((method) =>
      valueTable({
        title: method.title,
        columns: ["", ""],
        rows: Object.entries({
          ...method.features,
          ...method.details,
          clusters: method.sizes.join(", "),
        }).map(([name, value]) => [words(name), typeof value === "number" ? formatNumber(value) : value]),
        caption: [],
      }),
    ),
  };
}

/** "lastEigenvalue" as "last eigenvalue". */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
