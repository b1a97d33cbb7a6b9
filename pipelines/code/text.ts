import type { Metric } from "../../src/index.js";
import { fidelityText } from "../fidelity.js";
import { median } from "../median.js";
import { lotRow, METRICS, metricRows } from "../metric.js";
import { short, textTable } from "../text-table.js";
import type { CodeOptions } from "./options.js";
import type { CodeResults } from "./results.js";

/** What `code` prints. */
export function codeText(
  results: CodeResults,
  options: CodeOptions,
  description: string,
  metric: Metric,
): string {
  const { atoms, check, programmes: found } = results;
  const { symbol } = METRICS[options.metric];
  const used = results.codes.map((one) => one.used);
  return textTable([
    ["dataset", description],
    ...metricRows(options, [metric]),
    [
      "atoms",
      `${atoms.count}, ${atoms.origin}${atoms.losses ? ` (${atoms.status} after ${atoms.losses.length - 1} sweeps)` : ""}`,
    ],
    ["explained", `${short(100 * results.explained)} % of the squared LOT distance to the mean`],
    ["measured on", results.measuredOn],
    ["atoms an item", `${short(median(used))} (median), ${Math.min(...used)} to ${Math.max(...used)}`],
    [
      `${symbol} itself`,
      `${short(check.toSynthesis)} to the synthesis, ${short(check.toNearestAtom)} to the ${atoms.origin === "given" ? "nearest" : "most shared"} atom, ` +
        `${short(check.toMean)} to the mean (medians of ${check.items} items)`,
    ],
    [
      "programmes",
      `${found.count - found.notConverged} of ${found.count} solved, largest duality gap ${found.worstGap.toExponential(1)} of the mean squared distance`,
    ],
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}
