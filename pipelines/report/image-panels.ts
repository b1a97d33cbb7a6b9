import { figure } from "./figure.js";
import { type Html, html, shorten, trusted } from "./markup.js";

/** A picture of pixels, from its top row downwards. */
export interface TitledImage {
  readonly title: string;
  /** A line below the title, e.g. a score. */
  readonly note?: string;
  readonly png: Uint8Array;
  readonly height: number;
  readonly width: number;
}

export interface ImagePanelsOptions {
  readonly title: string;
  readonly caption: readonly (string | undefined)[];
  /** Width of a panel in CSS pixels that pictures are enlarged to, by a whole number; default 240. */
  readonly width?: number;
  /** Below the pictures, e.g. a legend. */
  readonly below?: Html;
}

const TITLE_LENGTH = 48;

/** Pictures side by side, all enlarged alike, every pixel a square with sharp edges. */
export function imagePanels(images: readonly TitledImage[], options: ImagePanelsOptions): Html {
  const panels = images.map((image) => panel(image, options.width ?? 240));
  return figure({
    title: options.title,
    body: html`<div class="panels">${panels}</div>${options.below ?? html``}`,
    caption: options.caption,
  });
}

function panel(image: TitledImage, wanted: number): Html {
  const { title, note } = image;
  const lines = note === undefined ? html`` : html`<br />${note}`;
  return html`<div class="panel"><p style="margin-left: 0" title="${title}">${shorten(title, TITLE_LENGTH)}${lines}</p>
${imageTag(image, wanted)}</div>
`;
}

/** The picture alone, enlarged by a whole number to about `wanted` CSS pixels of width. */
export function imageTag({ title, png, height, width }: TitledImage, wanted: number): Html {
  const scale = Math.max(1, Math.round(wanted / width));
  const data = Buffer.from(png).toString("base64");
  return html`<img alt="${title}" width="${scale * width}" height="${scale * height}" style="display: block; max-width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line)" src="${trusted(`data:image/png;base64,${data}`)}" />`;
}
