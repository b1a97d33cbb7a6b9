import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputOf } from "./run-command.js";

export const ROOT = join(import.meta.dirname, "../..");

/** What `npm publish` would send of the build as it stands. */
export interface Packed {
  /** A temporary folder of its own, in which the tarball lies. */
  readonly folder: string;
  readonly tarball: string;
  readonly bytes: number;
  /** Paths inside the package. */
  readonly files: readonly string[];
  readonly remove: () => Promise<void>;
}

export async function packPackage(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "pushforward-pack-"));
  // without its scripts: they would build anew below the other tests
  const answer = await outputOf(
    ROOT,
    "npm",
    "pack",
    "--ignore-scripts",
    "--json",
    "--pack-destination",
    folder,
  );
  const [{ filename, size, files }] = JSON.parse(answer);
  return {
    folder,
    tarball: join(folder, filename),
    bytes: size,
    files: files.map(({ path }: { readonly path: string }) => path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
