import type { Matrix } from "../src/numeric/matrix.js";
import { formatError, quoted } from "./format-error.js";
import { growingFloats } from "./growing-array.js";
import { lineReader } from "./text-lines.js";

/**
 * Matrix from text: a row a line, numbers between commas or blanks, no header; `#` starts a comment.
 *
 * @throws FormatError for a word that is no finite number, a line of another length than the first, or none at all.
 *
 * O(size) time and memory.
 */
export function parseCsvMatrix(bytes: Uint8Array, options: { readonly file?: string } = {}): Matrix {
  const file = options.file ?? "CSV";
  const lines = lineReader(bytes, { comments: true, commas: true });
  const values = growingFloats();
  let rows = 0;
  let cols = 0;
  for (; lines.nextLine(); rows++) {
    const start = values.length();
    while (lines.nextWord()) values.push(finiteNumber(lines.number(), lines.word(), lines.line(), file));
    const found = values.length() - start;
    if (rows === 0) cols = found;
    if (found !== cols || found === 0) {
      const reason = `${found} numbers, but the first line has ${cols}; give every row as many`;
      throw formatError(file, `line ${lines.line()}`, reason);
    }
  }
  if (rows === 0) throw formatError(file, "", "it holds no numbers; write a row of the image a line");
  return { rows, cols, data: values.take() };
}

function finiteNumber(value: number, word: string, line: number, file: string): number {
  if (Number.isFinite(value)) return value;
  throw formatError(file, `line ${line}`, `${quoted(word)} is not a finite number; correct it`);
}
