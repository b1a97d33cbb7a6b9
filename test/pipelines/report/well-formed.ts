import { expect } from "vitest";

const VOID = new Set(["meta"]);

/** Every tag closed in order, every attribute quoted, no `<` or `&` loose in text: what a browser need not repair. */
export function expectWellFormed(markup: string): void {
  const open: string[] = [];
  const body = markup
    .replace(/^<!doctype html>/, "")
    .replace(/<(style|script)([^>]*)>[\s\S]*?<\/\1>/g, "<$1$2></$1>");
  const text = body.replace(
    /<(\/?)([a-z][\w:]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    (_, closing, name, __, empty) => {
      if (closing) expect(open.pop(), `</${name}> closes`).toBe(name);
      else if (!empty && !VOID.has(name)) open.push(name);
      return "";
    },
  );
  expect(open, "tags left open").toEqual([]);
  expect(text, "loose markup").not.toMatch(/<|&(?!(amp|lt|gt|quot|#39|nbsp);)/);
}

/** No address that a browser would fetch; the name of the SVG namespace is not one. */
export function expectNothingFetched(markup: string): void {
  const rest = markup.replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
  expect(rest).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import/i);
}

/** Names that break pages which forget to escape. */
export const HOSTILE = `</title></svg><script>alert("1")</script><img onerror='x'>&amp;\u0000`;
