import {
  defaultMetric,
  hkMetric,
  type Measure,
  type Metric,
  type MetricName,
  optMetric,
  type Random,
  ShapeError,
  w2Metric,
} from "../src/index.js";
import type { Normalisation } from "./items.js";
import { type Choice, optionFault } from "./method-options.js";
import type { Settings } from "./report.js";
import { short } from "./text-table.js";

/** In which geometry items are compared, and its scale. */
export interface MetricOptions {
  readonly metric: MetricName;
  /** Length scale of "hk"; default: from the data. */
  readonly kappa?: number | undefined;
  /** Cost of a unit of mass that "opt" does not move; default: from the data. */
  readonly price?: number | undefined;
}

type ScaleOption = "kappa" | "price";
type Named<N extends MetricName> = Extract<Metric, { readonly name: N }>;

/** What the program has to know of a metric before there is one, and in words; `src/lot` has the geometry itself. */
interface MetricChoice<M extends Metric> extends Choice<ScaleOption> {
  /** The distance in a line of text, and on the axis of a picture. */
  readonly symbol: string;
  readonly axisSymbol: string;
  /** What LOT distance is to it, in a sentence or two that end with the residual. */
  readonly lotText: string;
  /** Whether it compares items of different mass. */
  readonly masses: "equal" | "any";
  /** What happens to the masses of the items where nobody says so. */
  readonly normalise: Normalisation;
  /** The metric with the scale that was given, or with one from the data. */
  readonly choose: (options: MetricOptions, measures: readonly Measure[], random: Random) => M;
  /** Squared distance of a unit of singular mass from none. */
  readonly singularPrice: (metric: M) => number;
  /** Time of a transport, in that of W2 between the same numbers of points, roughly. */
  readonly effort: number;
  /** Numbers of a row for each reference point. */
  readonly width: (dim: number) => number;
}

const SPLIT = "where mass splits, a tangent vector keeps the mean of the parts only.";

/** The metrics that `--metric` names. */
export const METRICS: { readonly [N in MetricName]: MetricChoice<Named<N>> } = {
  w2: {
    about: "Wasserstein: items of one mass, all of it is moved",
    takes: [],
    symbol: "W2",
    axisSymbol: "W₂",
    lotText:
      "Where the plans from the reference are maps, LOT is at least W2; where mass splits, a tangent vector keeps the mean of " +
      "the parts only, and LOT may be smaller.",
    masses: "equal",
    normalise: "mass",
    choose: () => w2Metric,
    effort: 1,
    singularPrice: () => 0,
    width: (dim) => dim,
  },
  hk: {
    about: "Hellinger-Kantorovich: mass is moved over less than kappa pi / 2, and may grow and shrink",
    takes: ["kappa"],
    symbol: "HK",
    axisSymbol: "HK",
    lotText: `LOT differs from HK by the curvature of the space of measures, and ${SPLIT}`,
    masses: "any",
    normalise: "none",
    choose: ({ kappa }, measures, random) =>
      kappa === undefined ? defaultMetric("hk", measures, random) : hkMetric(kappa),
    effort: 16,
    singularPrice: ({ kappa }) => kappa * kappa,
    width: (dim) => dim + 1,
  },
  opt: {
    about: "optimal partial transport: mass is moved, or left at a price",
    takes: ["price"],
    symbol: "OPT",
    axisSymbol: "OPT",
    lotText: `OPT here is the root of the least cost of moving and leaving mass; LOT differs from it, and ${SPLIT}`,
    masses: "any",
    normalise: "none",
    choose: ({ price }, measures, random) =>
      price === undefined ? defaultMetric("opt", measures, random) : optMetric(price),
    effort: 2,
    singularPrice: ({ price }) => price,
    width: (dim) => dim + 1,
  },
};

/** Options as the command line spells them. */
export const METRIC_FLAGS = { kappa: "--kappa", price: "--price" } as const;

/** The sentence that refuses a scale that the metric does not have; undefined if all is in place. */
export function metricFault(options: MetricOptions): string | undefined {
  return optionFault("--metric", METRICS, options.metric, METRIC_FLAGS, options);
}

interface MassOptions {
  readonly normalise: Normalisation;
  readonly masses: "equal" | "any";
}

/**
 * The options with what the metric decides where the caller does not: what happens to masses, and which are legal.
 *
 * @throws ShapeError for a scale that the metric does not have.
 */
export function settled<Options extends MetricOptions & Partial<Pick<MassOptions, "normalise">>>(
  options: Options,
): Options & MassOptions {
  const fault = metricFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  const { masses, normalise } = METRICS[options.metric];
  return { ...options, masses, normalise: options.normalise ?? normalise };
}

/** The metric of these items: its scale is the one that was given, or theirs. @throws ShapeError as `hkMetric` does. */
export function chooseMetric(options: MetricOptions, measures: readonly Measure[], random: Random): Metric {
  return METRICS[options.metric].choose(options, measures, random);
}

/** What the program knows of the metric. */
export function choiceOf(metric: Metric): MetricChoice<Metric> {
  return METRICS[metric.name] as MetricChoice<Metric>;
}

/** Squared distance of a unit of mass that the reference does not reach from none. */
export function singularPrice(metric: Metric): number {
  return choiceOf(metric).singularPrice(metric);
}

/** Numbers of a row at a reference of so many points, before there is one. */
export function rowNumbers({ metric }: MetricOptions, referencePoints: number, dim: number): number {
  return referencePoints * METRICS[metric].width(dim);
}

/** The scale by the name of its option; W2 has none. */
export function scaleOf({ name: _, ...scale }: Metric): Readonly<Record<string, number>> {
  return scale;
}

const FROM_DATA = "from data";

/** @param fitted the metric where it was fitted once; absent where each part of the data has its own. */
export function metricSettings(options: MetricOptions, fitted?: Metric): Settings {
  const { metric } = options;
  const [scale] = METRICS[metric].takes;
  if (scale === undefined) return { metric };
  const origin = options[scale] === undefined ? FROM_DATA : "given";
  return {
    metric,
    [scale]: options[scale] ?? (fitted ? scaleOf(fitted)[scale]! : null),
    [`${scale}Origin`]: origin,
  };
}

/** Lines of text about the metric, for a terminal: none for W2, which has no scale. */
export function metricRows(options: MetricOptions, fitted: readonly Metric[]): [string, string][] {
  const { symbol, takes } = METRICS[options.metric];
  const [scale] = takes;
  if (scale === undefined) return [];
  const values = fitted.map((metric) => scaleOf(metric)[scale]!);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = least === most ? short(least) : `${short(least)} to ${short(most)}`;
  const origin = fitted.length > 1 ? `${FROM_DATA}, that of the training part of each fold` : FROM_DATA;
  return [["metric", `${symbol}, ${scale} ${range}${options[scale] === undefined ? ` (${origin})` : ""}`]];
}

/** The name of the line that compares LOT with the distance itself. */
export function lotRow({ metric }: MetricOptions): string {
  return `LOT against ${METRICS[metric].symbol}`;
}
