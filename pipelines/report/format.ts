/** From here on a number is written with an exponent. */
const LARGEST_PLAIN = 1e6;
/** Below this size a number other than 0 is written with an exponent. */
const SMALLEST_PLAIN = 1e-3;

/**
 * A number for reading: `digits` significant digits (default 4), whole numbers below a million in full, an
 * exponent for very large and very small ones, a true minus sign. Not for parsing back.
 */
export function formatNumber(value: number, digits = 4): string {
  return plainNumber(value, digits).replace(/-/g, "−");
}

function plainNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "-∞";
  if (Number.isInteger(value) && size < LARGEST_PLAIN) return String(value === 0 ? 0 : value);
  if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) return exponential(value, digits);
  return String(Number(value.toPrecision(digits)));
}

function exponential(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

/** A whole number with commas between the thousands. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 item", "3 items". */
export function formatItems(count: number, item: string, items = `${item}s`): string {
  return `${formatCount(count)} ${count === 1 ? item : items}`;
}

/** A share in 0 .. 1 as a percentage with one decimal; 100% and 0% are kept for exactly 1 and 0. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share);
  const text = (100 * share).toFixed(1);
  if (share < 1 && text === "100.0") return ">99.9%";
  if (share > 0 && text === "0.0") return "<0.1%";
  return `${Number(text)}%`.replace("-", "−");
}
