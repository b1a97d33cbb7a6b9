import type { Collection } from "../../src/index.js";
import { htmlPage, measureChart } from "../report/index.js";
import type { Report } from "../report.js";
import type { InfoResults } from "../results.js";

/** Items drawn on the page; the rest is counted in the caption. */
const DRAWN_ITEMS = 24;

/** The page of `info`: the first items, as they were understood. */
export function infoPage(report: Report<InfoResults>, items: Collection): string {
  const first = items.measures.slice(0, DRAWN_ITEMS);
  return htmlPage({
    title: "What the data hold",
    subtitle: report.results.description,
    report,
    sections: [
      {
        heading: "Items",
        text: "As they were understood; masses as in the files.",
        html: measureChart(
          first.map((measure, s) => ({ title: items.names[s]!, measure, item: items.item })),
          { title: `The first ${first.length} of ${items.names.length} items`, seed: report.seed },
        ),
      },
    ],
  });
}
