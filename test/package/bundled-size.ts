import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";

/** An application that imports so much of the package: bytes of its one script, as it is and as servers send it. */
export interface BundledSize {
  readonly minified: number;
  readonly gzipped: number;
  /** Paths of the files that something was taken from. */
  readonly from: readonly string[];
}

export async function bundledSize(folder: string, code: string): Promise<BundledSize> {
  const input = join(folder, "entry.js");
  await writeFile(input, code);
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { write: false, target: "es2022", modulePreload: { polyfill: false }, rollupOptions: { input } },
  });
  const files = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  const [script, ...others] = files.filter((file) => file.type === "chunk");
  if (script === undefined || others.length > 0) throw new Error("the bundle is not one script");
  return {
    minified: Buffer.byteLength(script.code),
    gzipped: gzipSync(script.code, { level: 9 }).byteLength,
    from: Object.entries(script.modules).flatMap(([path, { renderedLength }]) =>
      renderedLength > 0 ? [path] : [],
    ),
  };
}
