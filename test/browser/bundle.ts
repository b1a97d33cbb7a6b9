import { build, createLogger, type Rolldown } from "vite";
import { vi } from "vitest";

/** What a user's bundler makes of an entry: code by file name, and every warning that it gave. */
export interface Bundle {
  readonly files: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Name of the file that the entry becomes. */
export const ENTRY_FILE = "entry.js";

/** Vite's library build with its defaults: for browsers, without stand-ins for what only Node has. */
export async function bundleForBrowser(entry: string): Promise<Bundle> {
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  vi.stubEnv("NODE_ENV", "production"); // vitest sets "test", for which Vite warns of less
  const built = await build({
    configFile: false,
    logLevel: "warn",
    customLogger: { ...createLogger("silent"), warn: note, warnOnce: note },
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry, formats: ["es"], fileName: () => ENTRY_FILE },
    },
  });
  vi.unstubAllEnvs();
  const chunks = [built].flat().flatMap((output) => ("output" in output ? output.output : []));
  return { files: new Map(chunks.flatMap(codeOf)), warnings };
}

function codeOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): (readonly [string, string])[] {
  if (file.type === "chunk") return [[file.fileName, file.code]];
  // the file of a worker counts as an asset
  return file.fileName.endsWith(".js") ? [[file.fileName, textOf(file.source)]] : [];
}

function textOf(source: string | Uint8Array): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}
