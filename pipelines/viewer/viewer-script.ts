import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { PageScript } from "../report/index.js";
import { CLOUD_STYLE } from "./cloud-animation.js";

/** Written over the compiled module of that name when the program is built. */
const BUNDLE = new URL("./cloud-viewer.js", import.meta.url);
/** The first words of the bundle; a module that was only compiled begins otherwise. */
const BUNDLE_MARK = "/*! pushforward viewer";

/** The viewer with three.js, about 0.5 MB; undefined where the program was not built with it. */
export async function viewerScript(): Promise<PageScript | undefined> {
  const code = await readFile(BUNDLE, "utf8").catch(() => "");
  if (!code.startsWith(BUNDLE_MARK)) return undefined;
  const hash = `sha256-${createHash("sha256").update(code).digest("base64")}`;
  return { code, hash, style: CLOUD_STYLE };
}
