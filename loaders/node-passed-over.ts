import { join } from "node:path";
import { quotedList } from "./format-error.js";
import type { Folder } from "./node-files.js";

/** Files that go with data and are none. */
const COMPANIONS = /^(?:readme|licen[cs]e|copying|changelog|citation|make)(?:\.[^.]*)?$/i;

/** Files of a folder that could be data, whether they are read or not. */
export function possibleData(folder: Folder): string[] {
  return folder.files.filter((name) => !COMPANIONS.test(name));
}

/**
 * A warning about the entries of a folder that were not read, if there are any.
 *
 * @param read paths of the files that were read, anywhere.
 * @param entered names of the sub-folders whose files were looked at.
 */
export function passedOver(
  folder: Folder,
  read: ReadonlySet<string>,
  entered: readonly string[] = [],
): string[] {
  const files = possibleData(folder).filter((name) => !read.has(join(folder.path, name)));
  const folders = folder.folders.filter((name) => !entered.includes(name)).map((name) => `${name}/`);
  const unused = [...files, ...folders];
  return unused.length > 0 ? [`${folder.path}: not read: ${quotedList(unused)}`] : [];
}
