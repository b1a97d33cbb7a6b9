import { csvFormatRows } from "d3-dsv";
import type { Reference } from "../../src/index.js";
import { lotRow, METRICS, metricRows } from "../metric.js";
import { orDash, short, textTable } from "../text-table.js";
import { commonLot, type ReferencesOptions } from "./references-options.js";
import type { CandidateResult, ReferencesResults } from "./references-results.js";

const CSV_HEADER =
  "candidate,references,points,pearson,spearman,worstRatio,medianRatio,residualShare,accuracy,standardError,chosen";

/** references.csv: a row a candidate, empty where a number is not there. */
export function candidatesCsv({ candidates, chosen }: ReferencesResults): string {
  const rows = candidates.map(({ name, references, reference, fidelity, accuracy, standardError }) => [
    name,
    references,
    reference.points,
    fidelity.pearson,
    fidelity.spearman,
    fidelity.worstRatio,
    fidelity.medianRatio,
    fidelity.residualShare,
    accuracy,
    standardError,
    name === chosen ? "yes" : "no",
  ]);
  return `${CSV_HEADER}\n${csvFormatRows(rows.map((row) => row.map((cell) => String(cell ?? ""))))}\n`;
}

/** What `references` prints. */
export function referencesText(
  options: ReferencesOptions,
  { metric }: Reference,
  description: string,
  { candidates, scored, reason }: ReferencesResults,
): string {
  const head = textTable([
    ["dataset", description],
    ...metricRows(commonLot(options), [metric]),
    [lotRow(options), `${candidates[0]!.fidelity.pairs} pairs, each candidate fitted on all items`],
    ...(scored
      ? [
          ["accuracy measured on", scored.measuredOn],
          ["majority rate", short(scored.majorityRate)],
        ]
      : []),
  ]);
  const table = textTable([
    [
      "candidate",
      "references",
      "correlation",
      "rank agreement",
      `worst LOT/${METRICS[options.metric].symbol}`,
      "residual",
      ...(scored ? ["accuracy"] : []),
    ],
    ...candidates.map(candidateRow),
  ]);
  return `${head}\n\n${table}\n\nchosen: ${reason}`;
}

function candidateRow({ name, references, fidelity, accuracy, standardError }: CandidateResult): string[] {
  const { pearson, spearman, worstRatio, residualShare } = fidelity;
  return [
    name,
    String(references),
    orDash(pearson, short),
    orDash(spearman, short),
    orDash(worstRatio, short),
    `${short(100 * residualShare)} %`,
    ...(accuracy === undefined ? [] : [`${short(accuracy)} (standard error ${short(standardError!)})`]),
  ];
}
