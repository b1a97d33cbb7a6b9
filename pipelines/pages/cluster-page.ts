import type { Measure } from "../../src/index.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { contingencyTable, htmlPage, type PageSection } from "../report/index.js";
import type { Report } from "../report.js";
import type { ClusterResults } from "../results.js";
import { short } from "../text-table.js";
import { fidelitySection, meansSection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface ClusterPageParts extends Embedded {
  readonly description: string;
  readonly clusters: Int32Array;
  readonly labels: Labels | undefined;
  readonly means: readonly Measure[];
}

/** The page of `cluster`. */
export function clusterPage(report: Report<ClusterResults>, parts: ClusterPageParts): string {
  const { items, embedding, means, fidelity } = parts;
  const titled = means.map((measure, c) => ({
    title: `cluster ${c} (${report.results.sizes[c]} items)`,
    measure,
  }));
  return htmlPage({
    title: `${report.results.k} clusters`,
    subtitle: parts.description,
    report,
    sections: [
      embeddingSection(report, parts),
      ...scoreSection(report.results),
      meansSection("Mean measure of each cluster", titled, embedding, items),
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

function embeddingSection(report: Report<ClusterResults>, parts: ClusterPageParts): PageSection {
  const { items, clusters, labels, embedding } = parts;
  const plane = principalPlane(embedding, report.seed);
  const byCluster = planeChart(
    plane,
    items,
    Array.from(clusters, (c) => `cluster ${c}`),
    {
      title: "Items by cluster",
      seed: report.seed,
    },
  );
  const byLabel = labels
    ? [planeChart(plane, items, labels.values, { title: `Items by ${labels.column}`, seed: report.seed })]
    : [];
  return {
    heading: "Embedding",
    text: `First two principal components of the embedding, fitted on ${plane.fittedOn}. Clusters were found in all components.`,
    html: [byCluster, ...byLabel],
  };
}

function scoreSection(results: ClusterResults): PageSection[] {
  const { scores, adjustedRandIndex, accuracy, unscored } = results;
  if (unscored !== undefined) return [{ heading: "Clusters against labels", text: sentenceOf(unscored) }];
  if (!scores) return [];
  const clusters = results.sizes.map((_, c) => `cluster ${c}`);
  const note =
    `Adjusted Rand index ${short(adjustedRandIndex!)}; accuracy under the best one-to-one naming ${short(accuracy!)}, ` +
    `majority rate ${short(scores.majorityRate)}; on all ${results.items.length} items.`;
  return [
    {
      heading: `Clusters against ${scores.column}`,
      text: "The clustering did not see the labels.",
      html: contingencyTable(scores.contingency, clusters, scores.classes, {
        title: `Clusters and ${scores.column}`,
        note,
      }),
    },
  ];
}

function sentenceOf(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
