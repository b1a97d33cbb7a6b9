import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ConfigError } from "./config-error.js";

/** Options as a file has them. */
export interface ConfigFile {
  readonly path: string;
  readonly sha256: string;
  readonly entries: Readonly<Record<string, unknown>>;
}

/** What a file of options is at most: one of more bytes is something else, named by mistake. */
const MOST_BYTES = 2 ** 20;

/**
 * Reads the JSON object of a file of options.
 *
 * @param path where it is; `-` is standard input.
 * @throws ConfigError for a file that is absent, too large, no text, no JSON, or JSON but no object.
 */
export async function readConfig(path: string, input?: () => Promise<Uint8Array>): Promise<ConfigFile> {
  const bytes = await bytesOf(path, input);
  if (bytes.length > MOST_BYTES) {
    throw new ConfigError(
      `--config ${path} has ${bytes.length} bytes; a file of options has at most ${MOST_BYTES}`,
    );
  }
  const entries = parsed(textOf(bytes, path), path);
  return { path, sha256: createHash("sha256").update(bytes).digest("hex"), entries };
}

async function bytesOf(path: string, input?: () => Promise<Uint8Array>): Promise<Uint8Array> {
  if (path === "-" && input) return input();
  try {
    return await readFile(path);
  } catch (error) {
    throw new ConfigError(`cannot read --config ${path}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder; name a JSON file";
  return error instanceof Error ? error.message : String(error);
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // takes a byte order mark away
  } catch (error) {
    throw new ConfigError(`--config ${path} is no UTF-8 text; it takes a JSON object of options`, {
      cause: error,
    });
  }
}

function parsed(text: string, path: string): Readonly<Record<string, unknown>> {
  const value = parsedJson(text, path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(
      `--config ${path} holds no JSON object; write options as in {"k": 10, "metric": "hk"}`,
    );
  }
  return value as Record<string, unknown>;
}

function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const place = /position (\d+)/.exec(message)?.[1];
    const line = place === undefined ? "" : `, line ${text.slice(0, Number(place)).split("\n").length}`;
    throw new ConfigError(`--config ${path}${line} is no JSON: ${message}`, { cause: error });
  }
}
