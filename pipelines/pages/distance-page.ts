import type { LoadedMeasure } from "../../loaders/node.js";
import { htmlPage, measureChart } from "../report/index.js";
import type { Report } from "../report.js";
import type { DistanceResults } from "../results.js";

/** The page of `distance`. */
export function distancePage(
  report: Report<DistanceResults>,
  [source, target]: readonly [LoadedMeasure, LoadedMeasure],
): string {
  const { cost, distance, certificate } = report.results;
  return htmlPage({
    title: `Distance ${distance.toPrecision(6)}`,
    subtitle: `${source.inputs[0]!.path} to ${target.inputs[0]!.path}`,
    report,
    sections: [
      {
        heading: "Optimal transport",
        text:
          `Cost ${cost} (W2 squared), certified between ${certificate.lower} and ${certificate.upper}; ` +
          `status ${certificate.status} after ${certificate.iterations} iterations.`,
        html: measureChart(
          [
            { title: "source", measure: source.measure, item: source.item },
            { title: "target", measure: target.measure, item: target.item },
          ],
          { title: "The two measures", seed: report.seed },
        ),
      },
    ],
  });
}
