import { MeasureError } from "../errors.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import { ASYMMETRIC_DEFAULTS, BASELINES, type BaselineName } from "./baseline.js";
import { binnedAxis, binnedColumns } from "./bins.js";
import { type Collection, collection, type ItemKind } from "./collection.js";
import { type Measure, measure } from "./measure.js";
import { CLIP_REMEDY, NEGATIVES, type NegativeRule } from "./negatives.js";
import type { Spectra } from "./spectra.js";
import { fileBand, positionText, type SpectralAxis } from "./spectral-axis.js";

/** How spectra become measures, in this order; what is left out takes the first of its choices. */
export interface SpectrumSteps {
  /** Taken off first: "none", "minimum", "linear" (through both ends) or "asymmetric" (`asymmetricBaseline`). */
  readonly baseline?: BaselineName;
  /** Values below 0 after that: "refuse", or "clip" to 0. */
  readonly negatives?: NegativeRule;
  /**
   * "value": reflectances and counts are what a band holds, and bands are as wide as the instrument made them. "density":
   * times the width, half the distance between the neighbours (at an end, half that to the one neighbour), so that the
   * mass is the integral over an uneven axis by the trapezoidal rule.
   */
  readonly bandMass?: BandMass;
  /** So many neighbouring bands become one at their mean position, with the sum of their masses; default 1. */
  readonly bin?: number;
}

export const SPECTRUM_STEPS = { baseline: "none", negatives: "refuse", bandMass: "value", bin: 1 } as const;

/** A step that was applied, with what it did in numbers. */
export interface ReportedStep {
  readonly step: keyof SpectrumSteps;
  readonly how: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** The same in words. */
  readonly text: string;
}

export interface SpectrumMeasures {
  /** One measure a spectrum, on the positions of the bands; bands of value 0 are points without mass. */
  readonly collection: Collection;
  /** In the order in which they were applied. */
  readonly steps: readonly ReportedStep[];
}

/**
 * Spectra as measures on their axis: baseline, negative values, mass of a band, bins, in this order. Masses are not
 * normalised.
 *
 * @throws MeasureError naming spectrum and band of a value that is not finite, or negative (unless clipped), or a spectrum
 *   without mass; ShapeError for a `bin` that is no whole number from 1 to the number of bands.
 *
 * O(spectra x bands) time and memory.
 */
export function spectrumMeasures(spectra: Spectra, steps: SpectrumSteps = {}): SpectrumMeasures {
  const own: Matrix = { ...spectra.values, data: spectra.values.data.slice() };
  return consumedSpectra({ ...spectra, values: own }, steps);
}

/** The same in place: afterwards the values of these spectra are the masses of the bands, or of the bins. */
export function consumedSpectra(spectra: Spectra, steps: SpectrumSteps = {}): SpectrumMeasures {
  const given = { ...SPECTRUM_STEPS, ...withoutAbsent(steps) };
  const { names, attributes, axis, values } = spectra;
  const binned = binnedAxis(axis, given.bin);
  requireFinite(spectra, "values must be finite numbers");
  const reported = [
    takeOffBaseline(spectra, given.baseline),
    settleNegatives(spectra, given.negatives, given.baseline),
    toMasses(spectra, given.bandMass),
    binStep(axis, given.bin),
  ];
  const masses = binnedColumns(values, given.bin);
  const measures = names.map((name, s) => bandMeasure(name, binned.values, rowView(masses, s), given));
  const warnings = [...spectra.warnings, ...warningsOf(reported)];
  const item = spectrumItem(axis);
  const texts = reported.map(({ text }) => text);
  return {
    collection: collection({ names, measures, attributes, item, warnings, steps: texts }),
    steps: reported,
  };
}

/** The kind of items on an axis. */
export function spectrumItem({ quantity, unit }: SpectralAxis): ItemKind {
  return { kind: "spectrum", quantity, ...(unit === undefined ? {} : { unit }) };
}

function withoutAbsent(steps: SpectrumSteps): SpectrumSteps {
  return Object.fromEntries(Object.entries(steps).filter(([, value]) => value !== undefined));
}

function requireFinite(spectra: Spectra, rule: string): void {
  const odd = spectra.values.data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw bandError(spectra, odd, `the value is ${spectra.values.data[odd]}; ${rule}`);
}

/** @param p index in the values. */
function bandError({ names, axis, values }: Spectra, p: number, sentence: string): MeasureError {
  const band = p % values.cols;
  const position = positionText(axis, band);
  const where = `band ${fileBand(axis, band)}${position === undefined ? "" : ` (${position})`}`;
  return new MeasureError(`spectrum "${names[Math.floor(p / values.cols)]}", ${where}: ${sentence}`, {
    index: band,
    value: values.data[p]!,
  });
}

function takeOffBaseline(spectra: Spectra, how: BaselineName): ReportedStep {
  const { values, axis } = spectra;
  let unsettled = 0;
  for (let s = 0; s < values.rows; s++) {
    const row = rowView(values, s);
    const { line, settled } = BASELINES[how](row, axis.values);
    if (!settled) unsettled++;
    for (let b = 0; b < row.length; b++) row[b]! -= line[b]!;
  }
  requireFinite(
    spectra,
    `the baseline "${how}" is too large for doubles; divide the values by a common factor`,
  );
  return { step: "baseline", how, numbers: { unsettled }, text: BASELINE_TEXTS[how] };
}

const BASELINE_TEXTS: Readonly<Record<BaselineName, string>> = {
  none: "no baseline taken off",
  minimum: "the least value of each spectrum taken off",
  linear: "the line through the ends of each spectrum taken off",
  asymmetric:
    `a baseline by asymmetric least squares of smoothness ${ASYMMETRIC_DEFAULTS.smoothness} and ` +
    `asymmetry ${ASYMMETRIC_DEFAULTS.asymmetry} taken off`,
};

function settleNegatives(spectra: Spectra, how: NegativeRule, baseline: BaselineName): ReportedStep {
  const { allowed, text } = NEGATIVES[how];
  const { data } = spectra.values;
  const { count, first } = negativesIn(data);
  if (count > 0 && !allowed) {
    const after = baseline === "none" ? "" : " after the baseline was taken off";
    const among = `${count} of ${data.length} values are${after}`;
    const remedy = `correct them, ${CLIP_REMEDY}, or take off a baseline, as baseline "minimum" (--baseline minimum)`;
    throw bandError(spectra, first, `the value ${data[first]} is negative (${among}); ${remedy}`);
  }
  const clipped = count === 0 ? 0 : massBelow(spectra.values);
  for (let p = 0; p < data.length; p++) data[p] = Math.max(data[p]!, 0); // also -0 becomes 0
  const share = clipped === 0 ? 0 : clipped / compensatedSum(data);
  return { step: "negatives", how, numbers: { values: count, of: data.length, share }, text };
}

/** Row by row, so that no copy of all values is made. */
function massBelow(values: Matrix): number {
  const rows = Float64Array.from({ length: values.rows }, (_, s) =>
    compensatedSum(rowView(values, s).map((value) => Math.max(-value, 0))),
  );
  return compensatedSum(rows);
}

function negativesIn(data: Float64Array): { readonly count: number; readonly first: number } {
  let count = 0;
  let first = -1;
  for (let p = 0; p < data.length; p++) {
    if (!(data[p]! < 0)) continue;
    if (count === 0) first = p;
    count++;
  }
  return { count, first };
}

/** The masses of bands for their values, in place. */
type BandMassRule = (values: Matrix, positions: Float64Array) => void;

interface NamedBandMass {
  readonly apply: BandMassRule;
  readonly text: string;
}

/** What the value of a band becomes: its mass, or its mass per unit of the axis (times the width of the band, then). */
export const BAND_MASSES = {
  value: { apply: () => undefined, text: "mass of a band: its value" },
  density: { apply: timesWidths, text: "mass of a band: its value times its width" },
} as const satisfies Record<string, NamedBandMass>;

export type BandMass = keyof typeof BAND_MASSES;

function toMasses({ values, axis }: Spectra, how: BandMass): ReportedStep {
  const { apply, text } = BAND_MASSES[how];
  apply(values, axis.values);
  return { step: "bandMass", how, numbers: {}, text };
}

function timesWidths({ data, cols }: Matrix, positions: Float64Array): void {
  const widths = bandWidths(positions);
  for (let p = 0; p < data.length; p++) data[p]! *= widths[p % cols]!;
}

/** Weights of the trapezoidal rule; a single band has width 1. */
function bandWidths(positions: Float64Array): Float64Array {
  const last = positions.length - 1;
  if (last === 0) return new Float64Array(1).fill(1);
  return positions.map((x, b) => {
    const left = b > 0 ? x - positions[b - 1]! : 0;
    const right = b < last ? positions[b + 1]! - x : 0;
    return (left + right) / 2;
  });
}

function binStep({ values }: SpectralAxis, bin: number): ReportedStep {
  const rest = values.length % bin;
  const lastBin = rest === 0 ? "" : `, the last bin of ${rest}`;
  const text =
    bin === 1
      ? "bands not binned"
      : `${bin} neighbouring bands summed into one at their mean position${lastBin}`;
  return { step: "bin", how: String(bin), numbers: { bands: Math.ceil(values.length / bin) }, text };
}

/** Positions are shared by all measures of a collection; masses are not, so that one measure can be sent on alone. */
function bandMeasure(
  name: string,
  positions: Float64Array,
  masses: Float64Array,
  { baseline }: Required<SpectrumSteps>,
): Measure {
  if (masses.every((mass) => mass === 0)) {
    const remedy =
      baseline === "none" ? "leave it out" : `leave it out, or take another baseline than "${baseline}"`;
    throw new MeasureError(`spectrum "${name}" has no mass: its ${masses.length} bands are 0; ${remedy}`, {
      value: 0,
    });
  }
  return { ...measure(positions, { dim: 1, weights: masses }), points: positions };
}

function warningsOf(steps: readonly ReportedStep[]): string[] {
  return steps.flatMap(({ numbers: { unsettled = 0, values = 0, of = 0, share = 0 } }) => [
    ...(unsettled > 0
      ? [`${unsettled} of the baselines were still changing after their last iteration`]
      : []),
    ...(values > 0
      ? [`${values} of ${of} values were negative and set to 0, ${percent(share)} of the mass that is left`]
      : []),
  ]);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}
