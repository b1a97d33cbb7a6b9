import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The folder and those above it, one after the other from the top.
 *
 * Not by mkdir's own `recursive`, which goes round for ever where a file system refuses folders by saying that there is no
 * such path (/proc of Linux).
 *
 * @throws what `mkdir` throws, also where a file is in the way.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = path; !(await isFolder(folder)); folder = dirname(folder)) {
    missing.push(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of missing.reverse()) await mkdirOrThere(folder);
}

/** Another run may make it at the same time. */
async function mkdirOrThere(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
