import type { Embedded } from "../lot.js";
import { htmlPage } from "../report/index.js";
import type { Report } from "../report.js";
import type { EmbedResults } from "../results.js";
import { short } from "../text-table.js";
import { fidelitySection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface EmbedPageParts extends Embedded {
  readonly description: string;
  readonly label: string | undefined;
  /** Value of that column for each item. */
  readonly groups: readonly string[] | undefined;
}

/** The page of `embed`. */
export function embedPage(report: Report<EmbedResults>, parts: EmbedPageParts): string {
  const { items, embedding, fidelity, label, groups } = parts;
  const { residualShare } = report.results.fidelity;
  const plane = principalPlane(embedding, report.seed);
  return htmlPage({
    title: "LOT embedding",
    subtitle: parts.description,
    report,
    sections: [
      {
        heading: "Embedding",
        text:
          `First two principal components, fitted on ${plane.fittedOn}. Of the transport cost, ` +
          `${short(100 * residualShare)} % is residual: mass that splits, which tangent vectors do not see.`,
        html: planeChart(plane, items, groups, {
          title: label === undefined ? "Items" : `Items by ${label}`,
          seed: report.seed,
        }),
      },
      referenceSection(embedding, items),
      fidelitySection(fidelity, report.seed),
    ],
  });
}
