/**
 * Bundles the viewer of point clouds with three.js into one script that stands in the pages of reports.
 *
 *   node scripts/build-viewer.mjs [DIST]
 *
 * It takes the place of the compiled module DIST/pipelines/viewer/cloud-viewer.js (default: dist).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..");
const dist = resolve(process.argv[2] ?? join(root, "dist"));
const three = join(root, "node_modules/three");
const { version } = JSON.parse(readFileSync(join(three, "package.json"), "utf8"));
const licence = readFileSync(join(three, "LICENSE"), "utf8").trim();

const built = await build({
  configFile: false,
  logLevel: "warn",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    write: false,
    minify: true,
    target: "es2022",
    lib: { entry: join(root, "pipelines/viewer/cloud-viewer.ts"), formats: ["iife"], name: "cloudViewer" },
  },
});
const [{ code }] = [built].flat().flatMap(({ output }) => output);
const banner = `/*! pushforward viewer; with three.js ${version}:\n\n${licence}\n*/`;
// neither may stand inside a script element
const safe = code.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const file = join(dist, "pipelines/viewer/cloud-viewer.js");
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${banner}\n${safe}\n`);
rmSync(`${file}.map`, { force: true }); // of the module that was there before
