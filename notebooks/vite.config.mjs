// Builds every notebook to dist/notebooks, with all that it imports beside it: the pages need no network.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { config, observable } from "@observablehq/notebook-kit/vite";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const inputsStyle = readFileSync(join(root, "../node_modules/@observablehq/inputs/dist/index.css"), "utf8");
const notebooks = readdirSync(root).filter((name) => name.endsWith(".html"));

/** `npm:NAME@VERSION/PATH`, and what Notebook Kit makes of it. */
const FROM_NPM = /^(?:npm:|https:\/\/cdn\.jsdelivr\.net\/npm\/)((?:@[^/@]+\/)?[^/@]+)(?:@[^/]+)?(\/.*)?$/;

/** Takes what observablehq.com would fetch from a network out of node_modules: `npm:pushforward` is the build in dist. */
function localPackages() {
  return {
    name: "local-packages",
    enforce: "pre",
    async resolveId(id, importer) {
      const found = FROM_NPM.exec(id);
      if (!found) return null;
      const path = (found[2] ?? "").replace(/\/\+esm$/, "");
      return this.resolve(path === "/" ? found[1] : found[1] + path, importer ?? root, { skipSelf: true });
    },
    transform(code, id) {
      if (!id.endsWith("/stdlib/inputs.css")) return null;
      return code.replace(/@import url\("https:[^"]*"\);/, inputsStyle); // it would come from the network
    },
  };
}

const kit = config();

export default defineConfig({
  ...kit,
  root,
  resolve: { ...kit.resolve, alias: kit.resolve.alias.filter(({ find }) => !String(find).includes("npm:")) },
  plugins: [localPackages(), observable()],
  worker: { format: "es", plugins: () => [localPackages()] },
  build: {
    outDir: join(root, "../dist/notebooks"),
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: notebooks.map((name) => join(root, name)) },
  },
});
