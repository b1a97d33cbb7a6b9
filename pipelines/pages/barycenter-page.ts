import type { LoadedMeasure } from "../../loaders/node.js";
import type { Measure } from "../../src/index.js";
import { htmlPage, measureChart } from "../report/index.js";
import type { Report } from "../report.js";
import type { BarycenterResults } from "../results.js";

/** The page of `barycenter`. */
export function barycenterPage(
  report: Report<BarycenterResults>,
  among: string,
  files: readonly LoadedMeasure[],
  average: Measure,
): string {
  const { cost, certificate, points } = report.results;
  const { lower, upper, status, iterations } = certificate;
  const own = { title: "barycentre", measure: average, item: files[0]!.item };
  const others = files.map(({ inputs, measure, item }) => ({ title: inputs[0]!.path, measure, item }));
  return htmlPage({
    title: `Barycentre of ${files.length} measures`,
    subtitle: `${points} points`,
    report,
    sections: [
      {
        heading: "The average and what it is of",
        text:
          `Objective (weighted mean of the costs): ${cost}; the least among ${among} lies between ${lower} and ` +
          `${upper}. Status ${status} after ${iterations} iterations` +
          (status === "converged" ? ": at rest." : ": not at rest."),
        html: measureChart([own, ...others], { title: "Barycentre, then the measures", seed: report.seed }),
      },
    ],
  });
}
