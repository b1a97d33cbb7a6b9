import { formatError, quoted } from "./format-error.js";
import { decodeAnyText } from "./text.js";

/** Bytes: thousands of bands with wavelengths, widths and names take far less. */
const LONGEST_HEADER = 2 ** 22;

/** What an ENVI header says: value by key; keys in lower case with single blanks, values in braces without them. */
export type EnviFields = ReadonlyMap<string, string>;

/**
 * Keys and values of an ENVI header: `key = value` a line, values in braces over several lines, lines that start with `;`
 * are comments.
 *
 * @throws FormatError if the first line is not `ENVI`, a brace is not closed, a key occurs twice, or it is too long.
 */
export function parseEnviFields(input: Uint8Array | string, file: string): EnviFields {
  if (input.length > LONGEST_HEADER) {
    throw formatError(file, "", `${input.length} bytes are no ENVI header; name the .hdr file`);
  }
  const lines = decodeAnyText(input, file).split(/\r\n|\n|\r/);
  if (lines[0]!.trim().toUpperCase() !== "ENVI") {
    throw formatError(file, "line 1", `${quoted(lines[0]!)} instead of ENVI; it is no ENVI header`);
  }
  const fields = new Map<string, string>();
  for (let line = 1; line < lines.length; line++) {
    const text = lines[line]!.trim();
    if (text === "" || text.startsWith(";")) continue;
    const place = `line ${line + 1}`;
    const equals = text.indexOf("=");
    const key = text.slice(0, Math.max(equals, 0)).trim().toLowerCase().replace(/\s+/g, " ");
    if (key === "") throw formatError(file, place, `${quoted(text)} is no "key = value"; correct the header`);
    if (fields.has(key)) throw formatError(file, place, `the key ${quoted(key)} occurs twice; remove one`);
    const start = text.slice(equals + 1).trim();
    const parts = [start];
    while (start.startsWith("{") && !parts.at(-1)!.trimEnd().endsWith("}")) {
      line++;
      if (line === lines.length) {
        throw formatError(file, place, `the brace of ${quoted(key)} is not closed; the header is cut off`);
      }
      if (!lines[line]!.trimStart().startsWith(";")) parts.push(lines[line]!);
    }
    fields.set(key, parts.join(" ").trim().replace(/^\{/, "").replace(/\}$/, "").trim());
  }
  return fields;
}
