import { type DecodedPng, decode } from "fast-png";
import { formatError } from "./format-error.js";
import type { LabelImage } from "./label-image.js";
import { soundPng } from "./png-chunks.js";

/**
 * Labels from a PNG file: grey values as they are stored (0 to 2^depth - 1), or numbers of palette colours.
 *
 * @throws FormatError for a damaged file, and for one in colours or with an alpha channel.
 */
export function parsePngLabels(bytes: Uint8Array, options: { readonly file?: string } = {}): LabelImage {
  const file = options.file ?? "PNG";
  const image = decoded(soundPng(bytes, file), file);
  if (image.channels !== 1) {
    throw formatError(
      file,
      "",
      `${image.channels} channels a pixel; labels are one number: save grey values, or colours of a palette`,
    );
  }
  return { height: image.height, width: image.width, labels: unpacked(image) };
}

function decoded(bytes: Uint8Array, file: string): DecodedPng {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw formatError(file, "", `not a sound PNG file (${reason}); save it again`, cause);
  }
}

/** Below 8 bits several pixels share a byte, from its high end; every row starts a new one. */
function unpacked({ width, height, depth, data }: DecodedPng): Int32Array {
  if (depth >= 8) return Int32Array.from(data);
  const labels = new Int32Array(width * height);
  const stride = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const byte = data[row * stride + (bit >> 3)]!;
      labels[row * width + column] = (byte >> (8 - depth - (bit & 7))) & most;
    }
  }
  return labels;
}
