import type { Collection } from "../../src/index.js";
import type { MeasuredCandidate } from "../references/measured-candidate.js";
import type { CandidateResult, ReferencesResults } from "../references/references-results.js";
import { formatNumber, formatPercent } from "../report/format.js";
import { htmlPage, measureChart, type PageSection, type TitledMeasure } from "../report/index.js";
import { rankingChart } from "../report/ranking-chart.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { orDash } from "../text-table.js";
import { fidelitySection } from "./sections.js";

export interface ReferencesPageParts {
  readonly description: string;
  readonly items: Collection;
  readonly measured: readonly MeasuredCandidate[];
  /** Place of the chosen candidate. */
  readonly best: number;
}

/** The page of `references`. */
export function referencesPage(report: Report<ReferencesResults>, parts: ReferencesPageParts): string {
  const { items, measured, best } = parts;
  const { results, seed } = report;
  const { candidates, scored, chosen } = results;
  const winner = measured[best]!;
  const fidelity = fidelitySection(winner.distortion, { reference: winner.references[0]! }, seed);
  return htmlPage({
    title: `References compared: ${chosen}`,
    subtitle: `${candidates.length} candidates. ${parts.description}.`,
    report,
    sections: [
      tableSection(results),
      ...(scored ? [accuracySection(results, scored)] : []),
      rankSection(results),
      { ...fidelity, heading: `${fidelity.heading}: ${chosen}` },
      {
        heading: "The references",
        text:
          "Of each candidate the measures that transports start from, fitted on all items; of several, at most three. Those of " +
          "class barycentres have the name of their class and the round.",
        html: measureChart(
          measured.flatMap((one, c) => pictures(one, candidates[c]!, items)),
          {
            title: "References",
            seed,
          },
        ),
      },
    ],
  });
}

const SHOWN = 3;

function pictures(
  { references }: MeasuredCandidate,
  { name }: CandidateResult,
  { item }: Collection,
): TitledMeasure[] {
  return references.slice(0, SHOWN).map(({ measure, origin }, r) => {
    const { class: of, rounds } = origin.details;
    if (of !== undefined) return { title: `${of}, round ${rounds}`, measure, item };
    return { title: references.length > 1 ? `${name}: ${r + 1}` : name, measure, item };
  });
}

function tableSection({ candidates, reason, chosen, scored }: ReferencesResults): PageSection {
  const optimistic = scored
    ? " The accuracy of the chosen candidate is that of the best of several, and optimistic by as much as chance favours the " +
      "best; classify --reference auto chooses inside each training part and is not."
    : "";
  return {
    heading: "What was compared",
    text: `Chosen: ${reason}.${optimistic}`,
    html: valueTable({
      title: "Candidates",
      columns: [
        "candidate",
        "references",
        "points",
        "correlation",
        "rank agreement",
        "worst ratio",
        "residual",
        ...(scored ? ["accuracy"] : []),
      ],
      rows: candidates.map((one) => rowOf(one, one.name === chosen)),
      caption: [
        "References: transports that an item takes. LOT distance is compared with the distance itself by correlation (Pearson), rank",
        "agreement (Spearman) and the ratio of the two in the pair where it is farthest from 1. Residual: the share of the transport",
        "that tangent vectors drop.",
      ],
    }),
  };
}

function rowOf(
  { name, references, reference, fidelity, accuracy }: CandidateResult,
  isChosen: boolean,
): string[] {
  return [
    isChosen ? `${name} (chosen)` : name,
    String(references),
    String(reference.points),
    orDash(fidelity.pearson, formatNumber),
    orDash(fidelity.spearman, formatNumber),
    orDash(fidelity.worstRatio, formatNumber),
    formatPercent(fidelity.residualShare),
    ...(accuracy === undefined ? [] : [formatPercent(accuracy)]),
  ];
}

function accuracySection(
  { candidates, chosen }: ReferencesResults,
  scored: NonNullable<ReferencesResults["scored"]>,
): PageSection {
  const measuredOn = `${scored.measuredOn[0]!.toUpperCase()}${scored.measuredOn.slice(1)}.`;
  return {
    heading: "Accuracy",
    text: `Classifier ${scored.model}. Always naming the commonest class: ${formatPercent(scored.majorityRate)}.`,
    html: rankingChart(
      candidates.map(({ name, accuracy, standardError }) => ({
        name,
        value: accuracy!,
        error: standardError,
        marked: name === chosen,
      })),
      {
        title: "Accuracy by reference",
        label: "accuracy",
        caption: [
          measuredOn,
          "Bars: one standard error to each side, of the accuracy by itself; filled: the chosen one.",
        ],
      },
    ),
  };
}

function rankSection({ candidates, chosen }: ReferencesResults): PageSection {
  const heading = "Rank agreement";
  const known = candidates.filter(({ fidelity }) => fidelity.spearman !== null);
  if (known.length === 0) return { heading, text: "The pairs are too few, or all at one distance." };
  return {
    heading,
    text: "Whether LOT distance puts pairs of items in the order in which the distance itself does: 1 where it always does.",
    html: rankingChart(
      known.map(({ name, fidelity }) => ({ name, value: fidelity.spearman!, marked: name === chosen })),
      {
        title: "Spearman correlation of LOT with the distance itself",
        label: "rank agreement",
        caption: [`${known[0]!.fidelity.pairs} pairs, the same for all candidates; filled: the chosen one.`],
      },
    ),
  };
}
