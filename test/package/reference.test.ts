import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as library from "../../src/index.js";
import { ROOT } from "./packed.js";

const REFERENCE = join(ROOT, "dist/docs");
/** Set to anything but the empty string, a missing reference is a failure and not a reason to skip. */
const REQUIRE = "PUSHFORWARD_REQUIRE_REFERENCE";

function describeWithReference(title: string, suite: () => void): void {
  if (existsSync(REFERENCE) || (process.env[REQUIRE] ?? "") !== "") {
    describe(title, suite);
    return;
  }
  const reason = `npm run docs makes it; ${REQUIRE}=1 makes this a failure`;
  process.stderr.write(`SKIPPED: ${title} (${reason})\n`);
  describe.skip(`${title} (skipped: ${reason})`, suite);
}

describeWithReference("the API reference as npm run docs last made it", () => {
  const pageOf = (folder: string, name: string): string =>
    readFileSync(join(REFERENCE, folder, `${name}.html`), "utf8");

  it("has a page for every function of the library", () => {
    const functions = Object.entries(library).flatMap(([name, value]) =>
      typeof value === "function" && !/^[A-Z]/.test(name) ? [`pushforward.${name}.html`] : [],
    );
    expect(functions.length).toBeGreaterThan(100);
    const pages = new Set([
      ...readdirSync(join(REFERENCE, "functions")),
      ...readdirSync(join(REFERENCE, "variables")),
    ]);
    expect(functions.filter((page) => !pages.has(page))).toEqual([]);
  });

  it("has the doors of the package, and behind the first the folders of the house", () => {
    const doors = ["pushforward", "pushforward_loaders", "pushforward_loaders_node", "pushforward_pipelines"];
    expect(readdirSync(join(REFERENCE, "modules")).sort()).toEqual(doors.map((door) => `${door}.html`));
    const chapters = pageOf("modules", "pushforward").matchAll(/<h2[^>]*>([a-z]+)</g);
    expect([...chapters].map(([, chapter]) => chapter)).toEqual(
      expect.arrayContaining(["dynamics", "learn", "lot", "measure", "transport"]),
    );
  });

  it("keeps what is said of parts of an argument", () => {
    expect(pageOf("functions", "pushforward.geodesic")).toMatch(/<code>options\.metric<\/code>/);
  });

  it("asks for nothing from a network", () => {
    const pages = ["index.html", "modules/pushforward.html", "functions/pushforward.exact.html"];
    const asked = pages.flatMap((page) => [
      ...readFileSync(join(REFERENCE, page), "utf8").matchAll(
        /<(?:script|link|img)[^>]*(?:src|href)="https?:[^"]*"/g,
      ),
    ]);
    expect(asked).toEqual([]);
  });
});
