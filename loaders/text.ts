import { isOtError } from "../src/errors.js";
import { formatError } from "./format-error.js";

/** Text of a UTF-8 file; a byte order mark is dropped. @throws FormatError if the bytes are not UTF-8 or too many for one string. */
export function decodeText(input: Uint8Array | string, file: string): string {
  if (typeof input === "string") return input.startsWith("\uFEFF") ? input.slice(1) : input;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input);
  } catch (cause) {
    throw formatError(
      file,
      "",
      `its ${input.length} bytes are not UTF-8 text (or too long for one string); save it as UTF-8 or split it`,
      cause,
    );
  }
}

/** Text in UTF-8, or else Latin-1: older programs write "µm" and degree signs so. */
export function decodeAnyText(input: Uint8Array | string, file: string): string {
  try {
    return decodeText(input, file);
  } catch (error) {
    if (typeof input === "string" || !isOtError(error, "FormatError")) throw error;
    return new TextDecoder("latin1").decode(input);
  }
}
