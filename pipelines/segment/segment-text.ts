import { short, textTable } from "../text-table.js";
import { SEGMENT_METHODS } from "./methods.js";
import type { SegmentMethodResult, SegmentResults } from "./segment-results.js";

type Timings = Readonly<Record<string, number>>;

/** What the terminal shows: a line a method, with the seconds from start to end: works share threads. */
export function segmentText(description: string, results: SegmentResults, timings: Timings): string {
  const { sampled, k, labelled } = results;
  const head = textTable([
    ["image", description],
    ["clusters", k],
    ["learned on", `${sampled.pixels} pixels, drawn from ${sampled.from}`],
    ["labelled", `${labelled} pixels`],
  ]);
  const table = textTable([columns(results), ...results.methods.map((method) => line(method, timings))]);
  return `${head}\n\n${table}\n\n${SECONDS}`;
}

const SECONDS =
  "wall s: from start to end of a method; features are learned side by side on the same threads, so it contains waiting for others";

function columns({ classes }: SegmentResults): string[] {
  const scores = ["accuracy", "on sample", "purity", "ARI", "NMI"];
  return ["method", ...(classes ? scores : ["clusters"]), "wall s"];
}

function line(result: SegmentMethodResult, timings: Timings): (string | number)[] {
  const { onLabelled: all, onSample, sizes, method } = result;
  const scores =
    all && onSample
      ? [all.accuracy, onSample.accuracy, all.purity, all.adjustedRandIndex, all.normalisedMutualInformation]
      : undefined;
  return [method, ...(scores?.map(short) ?? [sizes.join(" ")]), secondsOf(result, timings).toFixed(1)];
}

/** Of learning its features, which goes on beside that of others and may be shared, of clustering and of labelling. */
function secondsOf({ method }: SegmentMethodResult, timings: Timings): number {
  const { features } = SEGMENT_METHODS[method];
  const stages = [`learn ${features}`, `transform ${features}`, `cluster ${method}`, `label ${method}`];
  return stages.reduce((sum, stage) => sum + (timings[stage] ?? 0), 0);
}
