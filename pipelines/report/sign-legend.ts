import { type Html, html } from "./markup.js";

/** A name and how what it names is drawn: a line, or a dot. */
export interface Sign {
  readonly label: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** Default: a line without dots. */
  readonly dot?: "alone" | "open" | "large";
}

const MIDDLE = { x: 13, y: 7 } as const;
const RADII = { alone: 4, open: 4, large: 6 } as const;

/** Names of what is drawn beside pieces of it. */
export function signLegend(signs: readonly Sign[]): Html {
  const entries = signs.map(
    (sign) =>
      html`<li><i aria-hidden="true"><svg width="26" height="14" viewBox="0 0 26 14">${sign.dot ? dot(sign, sign.dot) : line(sign)}</svg></i>${sign.label}</li>`,
  );
  return html`<ul class="legend">${entries}</ul>`;
}

function line({ colour, dashed }: Sign): Html {
  return html`<path d="M1 7H25" stroke="${colour}" stroke-width="2.4" stroke-dasharray="${dashed ? "5 4" : "none"}"/>`;
}

function dot({ colour }: Sign, kind: keyof typeof RADII): Html {
  const fill = kind === "open" ? "none" : colour;
  return html`<circle cx="${MIDDLE.x}" cy="${MIDDLE.y}" r="${RADII[kind]}" fill="${fill}" stroke="${colour}" stroke-width="1.4"/>`;
}
