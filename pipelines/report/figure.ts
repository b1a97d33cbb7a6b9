import { type Html, html } from "./markup.js";

export interface FigureParts {
  readonly title: string;
  readonly body: Html;
  /** Sentences under the picture: what is drawn, and on what each number was measured. */
  readonly caption: readonly (string | undefined)[];
}

/** A picture with its title above and its caption below. */
export function figure({ title, body, caption }: FigureParts): Html {
  const sentences = caption.filter((sentence) => sentence !== undefined && sentence !== "").join(" ");
  return html`<figure>
<p class="figure-title">${title}</p>
<div class="figure-body">${body}</div>
<figcaption>${sentences}</figcaption>
</figure>
`;
}
