import { attributeValues, type Collection, type Embedding } from "../../src/index.js";
import type { FidelitySample } from "../fidelity.js";
import { htmlPage } from "../report/index.js";
import type { Report } from "../report.js";
import type { EmbedResults } from "../results.js";
import { short } from "../text-table.js";
import { fidelitySection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface EmbedPageParts {
  readonly description: string;
  /** Column to colour by. */
  readonly label: string | undefined;
  /** The items that are shown: all, or those that the reference was fitted on. */
  readonly items: Collection;
  /** Their rows. */
  readonly embedding: Embedding;
  readonly fidelity: FidelitySample;
}

/** The page of `embed`. */
export function embedPage(report: Report<EmbedResults>, parts: EmbedPageParts): string {
  const { items, embedding, fidelity, label } = parts;
  const groups = label === undefined ? undefined : attributeValues(items, label);
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
          `First two principal components, fitted on ${plane.fittedOn}.${choice(items, report)} Of the transport cost, ` +
          `${short(100 * residualShare)} % is residual: mass that splits, which tangent vectors do not see.`,
        html: planeChart(plane, items, groups, {
          title: label === undefined ? "Items" : `Items by ${label}`,
          seed: report.seed,
        }),
      },
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

/** That not all items are shown, where it is so. */
function choice(items: Collection, { results, seed }: Report<EmbedResults>): string {
  const shown = items.names.length;
  return shown === results.items
    ? ""
    : ` Shown are ${shown} of the ${results.items} items, chosen with seed ${seed}.`;
}
