import { MeasureError, ShapeError } from "../errors.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import { BASELINES, type BaselineName } from "./baseline.js";
import { type Collection, collection, type ItemKind } from "./collection.js";
import type { NegativeRule } from "./cube.js";
import { type Measure, measure } from "./measure.js";
import { type Spectra, type SpectralAxis, unitText } from "./spectra.js";

/** What the value of a band becomes: its mass, or its mass per unit of the axis (times the width of the band, then). */
export type BandMass = "value" | "density";

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
  const given = { ...SPECTRUM_STEPS, ...withoutAbsent(steps) };
  const rows: Matrix = { ...spectra.values, data: spectra.values.data.slice() };
  requireFinite({ ...spectra, values: rows }, "values must be finite numbers");
  const working = { ...spectra, values: rows };
  const baseline = takeOffBaseline(working, given.baseline);
  const negatives = settleNegatives(working, given.negatives, given.baseline);
  const bandMass = toMasses(working, given.bandMass);
  const binned = inBins(working, given.bin);
  const { names, attributes, axis } = spectra;
  const measures = names.map((name, s) => bandMeasure(name, binned.positions, rowView(binned.values, s)));
  const reported = [baseline, negatives, bandMass, binned.reported];
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
  const where = axis.quantity === "band" ? "" : ` (${axis.quantity} ${unitText(axis, axis.values[band]!)})`;
  const name = names[Math.floor(p / values.cols)];
  const number = axis.quantity === "band" ? axis.values[band] : band;
  return new MeasureError(`spectrum "${name}", band ${number}${where}: ${sentence}`, {
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
  asymmetric: "a baseline by asymmetric least squares taken off",
};

function settleNegatives(spectra: Spectra, how: NegativeRule, baseline: BaselineName): ReportedStep {
  const { data } = spectra.values;
  const first = data.findIndex((value) => value < 0);
  const bands = data.reduce((count, value) => count + (value < 0 ? 1 : 0), 0);
  if (first >= 0 && how === "refuse") {
    const after = baseline === "none" ? "" : " after the baseline was taken off";
    const among = `${bands} of ${data.length} values are${after}`;
    const remedy = 'correct them, set them to 0 with negatives "clip", or take off a baseline ("minimum")';
    throw bandError(spectra, first, `the value ${data[first]} is negative (${among}); ${remedy}`);
  }
  const clipped = compensatedSum(data.map((value) => Math.max(-value, 0)));
  const kept = compensatedSum(data.map((value) => Math.max(value, 0)));
  for (let p = 0; p < data.length; p++) data[p] = Math.max(data[p]!, 0); // also -0 becomes 0
  const share = clipped === 0 ? 0 : clipped / kept;
  return {
    step: "negatives",
    how,
    numbers: { values: bands, of: data.length, share },
    text: NEGATIVES_TEXTS[how],
  };
}

const NEGATIVES_TEXTS: Readonly<Record<NegativeRule, string>> = {
  refuse: "negative values refused",
  clip: "negative values set to 0",
};

function toMasses({ values, axis }: Spectra, how: BandMass): ReportedStep {
  if (how === "density") {
    const widths = bandWidths(axis.values);
    for (let p = 0; p < values.data.length; p++) values.data[p]! *= widths[p % values.cols]!;
  }
  const text = how === "value" ? "mass of a band: its value" : "mass of a band: its value times its width";
  return { step: "bandMass", how, numbers: {}, text };
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

interface Binned {
  readonly positions: Float64Array;
  readonly values: Matrix;
  readonly reported: ReportedStep;
}

function inBins({ values, axis }: Spectra, bin: number): Binned {
  if (!Number.isInteger(bin) || bin < 1 || bin > values.cols) {
    throw new ShapeError(
      `bin is ${bin}; it must be a whole number from 1 to the number of bands, ${values.cols}`,
      {
        expected: values.cols,
        found: bin,
      },
    );
  }
  const count = Math.ceil(values.cols / bin);
  const binned = matrix(values.rows, count);
  for (let s = 0; s < values.rows; s++) {
    const row = rowView(values, s);
    for (let b = 0; b < row.length; b++) binned.data[s * count + Math.floor(b / bin)]! += row[b]!;
  }
  const positions = Float64Array.from({ length: count }, (_, c) => {
    const members = axis.values.subarray(c * bin, (c + 1) * bin);
    return compensatedSum(members) / members.length;
  });
  const rest = values.cols % bin;
  const lastBin = rest === 0 ? "" : `, the last bin of ${rest}`;
  const text =
    bin === 1
      ? "bands not binned"
      : `${bin} neighbouring bands summed into one at their mean position${lastBin}`;
  return {
    positions,
    values: binned,
    reported: { step: "bin", how: String(bin), numbers: { bands: count }, text },
  };
}

function bandMeasure(name: string, positions: Float64Array, weights: Float64Array): Measure {
  if (weights.every((w) => w === 0)) {
    throw new MeasureError(
      `spectrum "${name}" has no mass: its ${weights.length} bands are 0; leave it out`,
      { value: 0 },
    );
  }
  return measure(positions, { dim: 1, weights });
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
