/** Markup that is safe to put into a page as it is; made by `html` and `trusted` only. */
export interface Html {
  readonly markup: string;
}

/** What a template takes: text and numbers are escaped, markup is not. */
export type Content = string | number | Html | readonly Html[];

/**
 * Template tag that escapes every value that is not already `Html`, so that a name like `<script>` is shown
 * and never run. Values may stand between tags or inside double-quoted attributes, nowhere else.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const pieces = parts.map((part, p) => (p < values.length ? part + markupOf(values[p]!) : part));
  return { markup: pieces.join("") };
}

/** Declares text to be markup. Only for text that holds nothing a user wrote, or holds it escaped. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(value: Content): string {
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return escapeText(String(value));
  return "markup" in value ? value.markup : value.map((item) => item.markup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a double-quoted attribute, in HTML and in XML. */
export function escapeText(text: string): string {
  return drawable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Control characters, which neither HTML nor XML can hold, and broken surrogate pairs become U+FFFD. */
export function drawable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, (character) => (/[\t\n\r]/.test(character) ? " " : "\ufffd"));
}

/** At most `length` characters, the last one an ellipsis where some were left out. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(drawable(text));
  return characters.length <= length
    ? characters.join("")
    : `${characters.slice(0, Math.max(1, length - 1)).join("")}…`;
}
