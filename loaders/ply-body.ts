import { printable } from "../src/errors.js";
import { quoted } from "./format-error.js";
import { type Refuse, requirePadding } from "./mesh-file.js";
import type { PlyElement } from "./ply-header.js";
import type { ScalarType } from "./scalar-type.js";
import type { LineReader } from "./text-lines.js";

/** The numbers after a PLY header, in the order of the file, whether text or binary. */
export interface PlyBody {
  startRow(element: PlyElement, index: number): void;
  /** The next number of the row; NaN for text that is no decimal number. */
  value(type: ScalarType): number;
  /** That number as the file has it, for messages. */
  shown(): string;
  endRow(): void;
  /** Where that number stands. */
  place(): string;
  /** Checks that nothing is left. */
  finish(): void;
}

/** Text: one line per element (Turk 1994), which is how a row that is short or long is found out. */
export function textBody(lines: LineReader, refuse: Refuse): PlyBody {
  let row: PlyElement;
  let index = 0;
  const place = (): string => `line ${lines.line()}`;
  return {
    startRow: (element, i) => {
      row = element;
      index = i;
      if (!lines.nextLine()) {
        refuse(
          place(),
          `the file ends after ${i} of ${element.count} ${quoted(element.name)} elements; ` +
            "it is truncated or its header is wrong",
        );
      }
    },
    value: () => {
      if (!lines.nextWord()) {
        refuse(
          place(),
          `${printable(row.name)} ${index} has fewer numbers than the header promises; complete this line`,
        );
      }
      return lines.number();
    },
    shown: lines.word,
    endRow: () => {
      if (lines.nextWord()) {
        refuse(
          place(),
          `${printable(row.name)} ${index} has more numbers than the header promises, ` +
            `from ${quoted(lines.word())} on; name them in the header or remove them`,
        );
      }
    },
    place,
    finish: () => {
      if (lines.nextLine()) {
        refuse(
          place(),
          "there are lines after the last element that the header promises; correct its counts",
        );
      }
    },
  };
}

/** Binary numbers from byte `start` on. */
export function binaryBody(bytes: Uint8Array, start: number, littleEndian: boolean, refuse: Refuse): PlyBody {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let row: PlyElement;
  let index = 0;
  let at = start;
  let last = start;
  let lastValue = 0;
  return {
    startRow: (element, i) => {
      row = element;
      index = i;
    },
    value: (type) => {
      if (at + type.size > bytes.length) {
        refuse(
          `byte ${at}`,
          `the file ends within ${printable(row.name)} ${index} of ${row.count}; ` +
            "it is truncated or its header is wrong",
        );
      }
      last = at;
      at += type.size;
      lastValue = type.read(view, last, littleEndian);
      return lastValue;
    },
    shown: () => `${lastValue}`,
    endRow: () => {},
    place: () => `byte ${last}`,
    finish: () => requirePadding(bytes, at, refuse),
  };
}
