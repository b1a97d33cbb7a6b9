import type { LoadedMeasure } from "../../loaders/node.js";
import type { Plan } from "../../src/index.js";
import type { MethodNames } from "../methods/index.js";
import { htmlPage, measureChart, planChart } from "../report/index.js";
import type { Report } from "../report.js";
import type { DistanceResults } from "../results.js";
import { short } from "../text-table.js";

/** The page of `distance`. */
export function distancePage(
  report: Report<DistanceResults>,
  names: MethodNames,
  files: readonly [LoadedMeasure, LoadedMeasure],
  plan: Plan,
): string {
  const [source, target] = files;
  const { distance } = report.results;
  const [from, to] = [source.measure, target.measure];
  return htmlPage({
    title: `${names.distance[0]!.toUpperCase()}${names.distance.slice(1)} ${distance.toPrecision(6)}`,
    subtitle: `${report.settings.method}, ${source.inputs[0]!.path} to ${target.inputs[0]!.path}`,
    report,
    sections: [
      {
        heading: "Transport",
        text: sentences(report.results, names),
        ...(from.dim === to.dim && { html: planChart(from, to, plan, report.seed) }),
      },
      ...measureSections(files, report.seed),
    ],
  });
}

function sentences(
  { cost, distance, certificate, details = {} }: DistanceResults,
  names: MethodNames,
): string {
  const { lower, upper, status, iterations } = certificate;
  const further = Object.entries(details).map(([name, value]) => ` ${name}: ${short(value)}.`);
  return (
    `${names.cost}: ${cost}; ${names.distance}: ${distance}. Certified: ${lower} <= ${names.bracket ?? "cost"} <= ` +
    `${upper}; status ${status} after ${iterations} iterations.${further.join("")}`
  );
}

/** One picture for both where they lie in the same space, else one each. */
function measureSections([source, target]: readonly [LoadedMeasure, LoadedMeasure], seed: number) {
  const panels = [
    { title: "source", measure: source.measure, item: source.item },
    { title: "target", measure: target.measure, item: target.item },
  ];
  const groups = source.measure.dim === target.measure.dim ? [panels] : panels.map((panel) => [panel]);
  return groups.map((group) => ({
    heading: group.length > 1 ? "The two measures" : `The ${group[0]!.title}`,
    text: "",
    html: measureChart(group, { title: group.map(({ title }) => title).join(" and "), seed }),
  }));
}
