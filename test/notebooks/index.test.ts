import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "../../notebooks");

test("the index leads to every notebook by its title, in order", () => {
  const notebooks = readdirSync(FOLDER).filter((name) => /^\d\d-.*\.html$/.test(name));
  const titles = notebooks.map(
    (name) => /<title>(.*?)<\/title>/.exec(readFileSync(join(FOLDER, name), "utf8"))?.[1],
  );
  const links = [...readFileSync(join(FOLDER, "index.html"), "utf8").matchAll(/\[(.*?)\]\((.*?)\)/g)];
  expect(links.map(([, title, name]) => [title, name])).toEqual(
    titles.map((title, n) => [title, notebooks[n]]),
  );
});
