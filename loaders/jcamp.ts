import { type Spectra, spectra } from "../src/measure/spectra.js";
import type { AxisKind, BandChoice, SpectralAxis } from "../src/measure/spectral-axis.js";
import { matrix } from "../src/numeric/matrix.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { type Block, firstLine, jcampBlocks } from "./jcamp-blocks.js";
import { evenPoints, pairs, type TableReader } from "./jcamp-tables.js";
import { axisKind } from "./spectral-unit.js";
import { decodeAnyText } from "./text.js";

/**
 * Spectra of a JCAMP-DX file, one a block that has a table of values, named by ##TITLE= (with " (2)", ... where titles
 * repeat): `##XYDATA=(X++(Y..Y))` in every form of its numbers, and pairs in `##XYDATA=(XY..XY)`, `##XYPOINTS=` or
 * `##PEAK TABLE=`, the bands of which are where its peaks are.
 *
 * Quantity and unit of the axis are those of ##XUNITS=, `ordinate` is ##YUNITS=. Positions of XYDATA are evenly spaced from
 * ##FIRSTX= to ##LASTX=. Blocks without such a table are named in the warnings of the first spectrum.
 *
 * @throws FormatError naming the line where a number, a check or a record that must be there is missing or wrong: ordinates
 *   other than ##NPOINTS= says, abscissae that do not agree with FIRSTX, LASTX and DELTAX, factors that are 0; if no block
 *   has a table; for tables of several pages (NTUPLES), as of NMR, and for blocks in which there are two.
 *
 * O(size) time and memory. McDonald & Wilks, JCAMP-DX (Applied Spectroscopy 42, 1988).
 */
export function parseJcamp(
  input: Uint8Array | string,
  options: BandChoice & { readonly file?: string } = {},
): readonly Spectra[] {
  const file = options.file ?? "JCAMP-DX";
  const blocks = jcampBlocks(decodeAnyText(input, file), file);
  const withTable = blocks.filter(({ tables }) => tables.length > 0);
  if (withTable.length === 0)
    throw formatError(file, "", "none of its blocks holds a table of values (##XYDATA=, ...)");
  const names = distinctNames(withTable.map(({ title }, b) => title || `block ${b + 1}`));
  const found = withTable.map((block, b) => blockSpectrum(block, names[b]!, file, options));
  const skipped = blocks.filter(({ tables, dataType }) => tables.length === 0 && !/^LINK\b/i.test(dataType));
  if (skipped.length === 0) return found;
  const lines = skipped.map(({ line }) => line).join(", ");
  const warning = `${file}: blocks without a table of values: at line ${lines}`;
  return found.map((one, b) => (b === 0 ? { ...one, warnings: [...one.warnings, warning] } : one));
}

function distinctNames(titles: readonly string[]): string[] {
  const taken = new Set<string>(titles);
  const seen = new Set<string>();
  return titles.map((title) => {
    let name = title;
    for (let n = 2; seen.has(name) || (name !== title && taken.has(name)); n++) name = `${title} (${n})`;
    seen.add(name);
    return name;
  });
}

/** Readers of tables, by label and the form that the table names. */
const READERS: readonly { readonly label: RegExp; readonly form: RegExp; readonly read: TableReader }[] = [
  { label: /^XYDATA$/, form: /^\(X\+\+\(Y\.\.Y\)\)$/, read: evenPoints },
  { label: /^(?:XYDATA|XYPOINTS|PEAKTABLE)$/, form: /^\(XY\.\.XY\)$/, read: pairs },
];

function blockSpectrum(block: Block, name: string, file: string, choice: BandChoice): Spectra {
  const [record, second] = block.tables;
  const { label, line } = record!;
  if (label === "NTUPLES") {
    const remedy = "save the real part of the transformed spectrum as ##XYDATA=(X++(Y..Y))";
    throw formatError(
      file,
      `line ${line}`,
      `tables of several pages (##NTUPLES=), as of NMR, are not read; ${remedy}`,
    );
  }
  if (second) {
    throw formatError(
      file,
      `line ${second.line}`,
      `a second table in the block ${quoted(name)} (##${second.label}=); put it into a block of its own`,
    );
  }
  const form = firstLine(record!).replace(/\s/g, "").toUpperCase();
  const reader = READERS.find((one) => one.label.test(label) && one.form.test(form));
  if (!reader) {
    const known = "(X++(Y..Y)) and (XY..XY) are";
    throw formatError(
      file,
      `line ${line}`,
      `##${label}=${quoted(form)} is a form that is not read; ${known}`,
    );
  }
  const { positions, values, warnings } = reader.read(record!, block, file);
  const axis: SpectralAxis = { ...axisKindOf(block), values: positions };
  const ordinate = block.labels.get("YUNITS")?.toLowerCase();
  const parts = {
    names: [name],
    axis,
    values: matrix(1, values.length, values),
    ...(ordinate ? { ordinate } : {}),
    warnings: [...warnings, ...ordinateWarnings(ordinate, name)],
  };
  return atPlace(file, `line ${line}`, () => spectra(parts, choice));
}

function axisKindOf({ labels }: Block): AxisKind {
  const units = labels.get("XUNITS") ?? "";
  return axisKind(units) ?? { quantity: units === "" ? "position" : units.toLowerCase() };
}

/** Mass is to be where there is a substance; in transmittance it is where there is none. */
function ordinateWarnings(ordinate: string | undefined, name: string): string[] {
  return ordinate !== undefined && /trans/.test(ordinate)
    ? [
        `${quoted(name)}: the values are ${ordinate}, so mass lies where nothing is absorbed; absorbance may be what you want`,
      ]
    : [];
}
