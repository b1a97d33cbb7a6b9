import { type BarycentricCodes, type Collection, type Measure, rowView } from "../../src/index.js";
import type { CodeResults } from "../code/results.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { METRICS } from "../metric.js";
import { htmlPage, measureChart, type PageSection } from "../report/index.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { fidelitySection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface CodePageParts {
  readonly description: string;
  readonly space: Embedded;
  readonly items: Collection;
  readonly names: readonly string[];
  readonly atoms: readonly Measure[];
  readonly syntheses: readonly Measure[];
  readonly codes: BarycentricCodes;
  readonly labels: Labels | undefined;
}

/** The page of `code`. */
export function codePage(report: Report<CodeResults>, parts: CodePageParts): string {
  const { space, description } = parts;
  const { atoms } = report.results;
  return htmlPage({
    title: `${report.results.items} items over ${atoms.count} ${atoms.origin} atoms`,
    subtitle: description,
    report,
    sections: [
      codeSection(report.results, parts),
      atomSection(report.results, parts),
      ...shareSections(report.results, parts),
      planeSection(report, parts),
      referenceSection(space.embedding, space.items),
      fidelitySection(space.fidelity, space.embedding, report.seed),
    ],
  });
}

/** Pictures of items, each beside its synthesis. */
const SHOWN_ITEMS = 12;
/** Lines of a table that anybody reads; all are in the files. */
const MOST_LINES = 50;
/** Atoms up to which there is a table of mean shares, and pictures of each. */
const MOST_ATOMS = 24;

function codeSection(results: CodeResults, parts: CodePageParts): PageSection {
  const { items, syntheses, space } = parts;
  const { symbol } = METRICS[space.embedding.reference.metric.name];
  const { check, programmes } = results;
  const chosen = spread(items.names.length, SHOWN_ITEMS);
  const pictures = chosen.flatMap((i) => [
    { title: items.names[i]!, measure: items.measures[i]!, item: items.item },
    { title: "its synthesis", measure: syntheses[i]!, item: items.item },
  ]);
  const lines = results.codes
    .slice(0, MOST_LINES)
    .map((one) => [
      one.item,
      short(one.distance),
      short(one.fromMean),
      String(one.used),
      one.largest.map(({ atom, share }) => `${short(share)} ${atom}`).join(", "),
    ]);
  return {
    heading: "Items and their syntheses",
    text:
      `Each item is coded as the nearest mean of the atoms with shares, in the tangent space; the synthesis is that mean as a measure. ` +
      `Codes explain ${short(100 * results.explained)} % of the squared LOT distance to the mean, on ${results.measuredOn}. ` +
      `${symbol} itself, medians of ${check.items} items: ${short(check.toSynthesis)} to the synthesis, ${short(check.toNearestAtom)} to ` +
      `the ${results.atoms.origin === "given" ? "nearest" : "most shared"} atom, ${short(check.toMean)} to the mean. ${programmes.count - programmes.notConverged} of ${programmes.count} quadratic ` +
      `programmes are solved; the largest duality gap is ${programmes.worstGap.toExponential(1)} of the mean squared distance.`,
    html: [
      measureChart(pictures, { title: "Items, each with its synthesis" }),
      valueTable({
        title: "Codes",
        columns: ["item", "LOT distance", "to the mean", "atoms used", "largest shares"],
        rows: lines,
        caption: [
          results.codes.length > MOST_LINES ? "All items are in codes.csv and shares.csv." : undefined,
        ],
      }),
    ],
  };
}

function atomSection({ atoms: { origin, losses, status } }: CodeResults, parts: CodePageParts): PageSection {
  const { names, atoms, space } = parts;
  const learnt =
    losses === undefined
      ? ""
      : ` Each is a mean of items with shares; the loss fell from ${short(losses[0]!)} to ${short(losses.at(-1)!)} in ${losses.length - 1} sweeps (${status}).`;
  return {
    heading: "Atoms",
    text: `${atoms.length} atoms, ${origin}, as the tangent space has them.${learnt}`,
    html: measureChart(
      atoms.slice(0, MOST_ATOMS).map((measure, s) => ({ title: names[s]!, measure, item: space.items.item })),
      {
        title: "Atoms",
        ...(atoms.length > MOST_ATOMS && {
          note: `${atoms.length - MOST_ATOMS} further atoms are in atoms.csv.`,
        }),
      },
    ),
  };
}

/** Mean share of each atom in each class, where both are few. */
function shareSections(results: CodeResults, { labels, names, codes }: CodePageParts): PageSection[] {
  if (labels === undefined || names.length > MOST_ATOMS || labels.classes.length > MOST_LINES) return [];
  const rows = labels.classes.map((name, c) => {
    const members = Array.from(labels.codes.keys()).filter((i) => labels.codes[i] === c);
    const means = names.map(
      (_, s) => members.reduce((sum, i) => sum + rowView(codes.shares, i)[s]!, 0) / members.length,
    );
    return [name, String(members.length), ...means.map((mean) => mean.toFixed(2))];
  });
  return [
    {
      heading: `Shares by ${labels.column}`,
      text: `Mean share of each atom in the items of each class; coding did not see the classes. Measured on ${results.measuredOn}.`,
      html: valueTable({
        title: `Mean shares by ${labels.column}`,
        columns: [labels.column, "items", ...names],
        rows,
        caption: [],
      }),
    },
  ];
}

function planeSection(report: Report<CodeResults>, { space, items, labels }: CodePageParts): PageSection {
  const plane = principalPlane(space.embedding, report.seed);
  const isOwn = items === space.items;
  return {
    heading: isOwn ? "Items in the tangent space" : "Atoms in the tangent space",
    text: `First two principal components of the rows, fitted on ${plane.fittedOn}. Codes use all components.`,
    html: planeChart(plane, space.items, isOwn ? labels?.values : undefined, {
      title: isOwn ? "Items" : "Atoms",
      seed: report.seed,
    }),
  };
}

/** At most so many of `count` places, evenly spread. */
function spread(count: number, most: number): number[] {
  const shown = Math.min(count, most);
  return Array.from({ length: shown }, (_, p) => Math.floor((p * count) / shown));
}
