import type { Measure } from "../../src/index.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { confusionChart, foldChart, htmlPage, type PageSection } from "../report/index.js";
import type { Report } from "../report.js";
import type { ClassifyResults } from "../results.js";
import { fidelitySection, meansSection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface ClassifyPageParts extends Embedded {
  readonly description: string;
  readonly labels: Labels;
  /** Mean measure of each class. */
  readonly means: readonly Measure[];
  /** What a linear classifier looks at; none for others. */
  readonly directions: readonly PageSection[];
}

/** The page of `classify`. */
export function classifyPage(report: Report<ClassifyResults>, parts: ClassifyPageParts): string {
  const { items, embedding, means, fidelity, labels, directions } = parts;
  const plane = principalPlane(embedding, report.seed);
  const titled = means.map((measure, c) => ({
    title: labels.classes[c]!,
    measure,
  }));
  return htmlPage({
    title: `Classification by ${labels.column}: ${percent(report.results.accuracy)} right`,
    subtitle: `${scoreText(report.results)} ${parts.description}.`,
    report,
    sections: [
      accuracySection(report.results),
      {
        heading: "Embedding",
        text: `First two principal components, fitted on ${plane.fittedOn}, of an embedding of all items; for looking at only: no number above comes from it.`,
        html: planeChart(plane, items, labels.values, {
          title: `Items by ${labels.column}`,
          seed: report.seed,
        }),
      },
      meansSection("Mean measure of each class", titled, embedding, items),
      ...directions,
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

function tuningText({ folds }: ClassifyResults): string {
  const tuned = folds.filter((fold) => fold.tuned).length;
  if (tuned === folds.length) return "settings were chosen inside each training part";
  return `settings were chosen inside ${tuned} of ${folds.length} training parts, standard ones elsewhere`;
}

function savedText({ saved }: ClassifyResults): string {
  if (!saved) return "";
  const ids = saved.references.map(({ id }) => id).join(", ");
  const settings = Object.entries(saved.settings).map(([name, value]) => `${name} ${value}`);
  return (
    `\n\nA model fitted in the same way on all items was stored: reference ${ids}; ${settings.join(", ")}. ` +
    "The accuracy is an estimate of its own."
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function scoreText({ standardError, majorityRate }: ClassifyResults): string {
  return `Standard error ${percent(standardError)}; always naming the commonest class: ${percent(majorityRate)}.`;
}

function accuracySection(results: ClassifyResults): PageSection {
  const measuredOn = `${results.measuredOn[0]!.toUpperCase()}${results.measuredOn.slice(1)}.`;
  return {
    heading: "Accuracy",
    text: `Classifier ${results.model}; ${tuningText(results)}.${savedText(results)}`,
    html: [
      confusionChart(results.confusion, results.classes, { title: "Confusion matrix", measuredOn }),
      foldChart(
        results.folds.map((fold, f) => ({ name: `fold ${f + 1}`, accuracy: fold.accuracy })),
        {
          title: "Accuracy per fold",
          measuredOn,
          accuracy: results.accuracy,
          standardError: results.standardError,
          majorityRate: results.majorityRate,
        },
      ),
    ],
  };
}
