import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { allPages, ROOT, readPage } from "./pages.js";

const pages = allPages();

/** Targets of links and pictures that are files of the project, with the heading that they name. */
function linksOf(page: string, text: string): { target: string; heading: string | undefined }[] {
  const hits = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((hit) => hit[1]!);
  return hits
    .filter((link) => !/^https?:/.test(link))
    .map((link) => {
      const [path, heading] = link.split("#");
      return { target: path === "" ? page : normalize(join(dirname(page), path!)), heading };
    });
}

/** The name by which a heading is linked to: small letters, no punctuation, dashes for blanks. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}

describe("links of the pages", () => {
  it.each(pages)("lead somewhere: $name", ({ name, text }) => {
    for (const { target, heading } of linksOf(name, text)) {
      expect(existsSync(join(ROOT, target)), `${name} -> ${target}`).toBe(true);
      if (heading === undefined) continue;
      const headings = [...readFileSync(join(ROOT, target), "utf8").matchAll(/^#+ (.*)$/gm)];
      expect(
        headings.map((hit) => anchor(hit[1]!)),
        `${name} -> ${target}`,
      ).toContain(heading);
    }
  });

  it("reach every page from the index of guides", () => {
    const { text } = readPage("docs/README.md");
    const reached = linksOf("docs/README.md", text).map(({ target }) => target);
    const guides = pages
      .map(({ name }) => name)
      .filter((name) => name.startsWith("docs/") && name !== "docs/README.md");
    expect(guides.length).toBeGreaterThan(30);
    for (const name of guides) expect(reached).toContain(name);
  });
});
