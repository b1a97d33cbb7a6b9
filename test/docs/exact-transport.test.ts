import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const docs = join(root, "docs");
const kept = join(docs, "exact-transport");
const page = readFileSync(join(docs, "exact-transport.md"), "utf8");

/** Where the links of the page lead, headings of the page itself left out. */
const links = [...page.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, path]) => path!);

describe("the page on exact transport", () => {
  const drawn = mkdtempSync(join(tmpdir(), "pictures-"));
  afterAll(() => rmSync(drawn, { recursive: true, force: true }));
  beforeAll(() => {
    expect(existsSync(join(root, "dist/src/index.js")), "run `npm run build` first").toBe(true);
    const run = spawnSync(process.execPath, [join(root, "scripts/draw-exact-transport.mjs"), drawn], {
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
  });

  it("has the pictures that its script draws from the code as it is, byte for byte", () => {
    const names = readdirSync(drawn).sort();
    expect(readdirSync(kept).sort()).toEqual(names);
    for (const name of names) {
      const same = readFileSync(join(drawn, name)).equals(readFileSync(join(kept, name)));
      expect(same, `${name} is old: run \`npm run draw\` and look at it`).toBe(true);
    }
  });

  it("shows every picture, once", () => {
    const shown = links.filter((path) => path.endsWith(".svg")).sort();
    expect(shown).toEqual(
      readdirSync(kept)
        .sort()
        .map((name) => `exact-transport/${name}`),
    );
  });

  it("links files that exist, and names each module of the solver", () => {
    for (const path of links) expect(existsSync(join(docs, path)), path).toBe(true);
    for (const folder of ["src/transport/simplex", "src/transport/large", "src/kernels"]) {
      for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith(".ts"))) {
        expect(page, `${folder}/${name}`).toContain(`/${name})`);
      }
    }
  });
});
