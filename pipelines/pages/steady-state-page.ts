import type { Measure } from "../../src/index.js";
import { htmlPage } from "../report/index.js";
import type { Report } from "../report.js";
import type { SteadyStateResults } from "../steady-state/results.js";

/** The page of `steady-state`. */
export function steadyStatePage(report: Report<SteadyStateResults>, _particles: Measure): string {
  return htmlPage({ title: report.results.system, subtitle: "", report, sections: [] });
}
