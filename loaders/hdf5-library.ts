import { isOtError } from "../src/errors.js";
import { formatError } from "./format-error.js";

type H5wasm = typeof import("h5wasm");
export type Hdf5File = InstanceType<H5wasm["File"]>;
export type Hdf5Dataset = InstanceType<H5wasm["Dataset"]>;
type H5Module = Awaited<H5wasm["ready"]>;

/** The part of Emscripten's file system that is used; what is in it is in memory, nothing of the host is. */
interface MemoryFiles {
  readonly writeFile: (path: string, bytes: Uint8Array, options: { readonly canOwn: boolean }) => void;
  readonly unlink: (path: string) => void;
  readonly close: (stream: OpenStream) => void;
  readonly streams: readonly (OpenStream | null | undefined)[];
}

interface OpenStream {
  readonly path?: string;
}

/** HDF5's library, loaded on first use: four megabytes that most users never need. */
export interface Hdf5Library {
  /** The value of `use` on the open file; errors of HDF5 are made FormatErrors. */
  readonly withFile: <T>(bytes: Uint8Array, file: string, use: (opened: Hdf5File) => T) => T;
  readonly classes: Pick<H5wasm, "Dataset" | "Group">;
}

const NAME = "/pushforward.h5";
/** Where C's `tmpfile` puts its files, in HDF5's own file system in memory. */
const TEMPORARY = "/tmp/";

/** @throws FormatError if the optional package h5wasm is not installed. */
export async function loadHdf5Library(file: string): Promise<Hdf5Library> {
  const h5wasm = await importH5wasm(file);
  const module = await h5wasm.ready;
  return {
    withFile: (bytes, name, use) => withFile(h5wasm, module, bytes, name, use),
    classes: { Dataset: h5wasm.Dataset, Group: h5wasm.Group },
  };
}

async function importH5wasm(file: string): Promise<H5wasm> {
  try {
    return await import("h5wasm"); // its build for browsers also in Node: the other one would see the host's files
  } catch (cause) {
    throw formatError(
      file,
      "",
      "HDF5 and MATLAB 7.3 are read by an optional package: npm install h5wasm (or save it in MATLAB with -v7)",
      cause,
    );
  }
}

function withFile<T>(
  h5wasm: H5wasm,
  module: H5Module,
  bytes: Uint8Array,
  file: string,
  use: (opened: Hdf5File) => T,
): T {
  const files = module.FS as unknown as MemoryFiles;
  let opened: Hdf5File | undefined;
  try {
    // Without it HDF5 prints what is wrong, and h5wasm hands out memory that was never written.
    module.activate_throwing_error_handler();
    files.writeFile(NAME, bytes, { canOwn: true });
    opened = new h5wasm.File(NAME, "r");
    return use(opened);
  } catch (cause) {
    if (isOtError(cause)) throw cause;
    throw formatError(file, "", `HDF5 cannot read it (${reasonOf(cause)}); copy or save it again`, cause);
  } finally {
    quietly(() => opened?.close());
    quietly(() => files.unlink(NAME));
    closeTemporary(files);
    quietly(() => module.deactivate_throwing_error_handler());
  }
}

/** The throwing handler leaves its temporary file open, and there may only be so many. */
function closeTemporary(files: MemoryFiles): void {
  for (const stream of files.streams) {
    if (stream?.path?.startsWith(TEMPORARY)) quietly(() => files.close(stream));
  }
}

/** An error on the way out must not hide the first one. */
function quietly(act: () => unknown): void {
  try {
    act();
  } catch {}
}

/** The innermost reason: HDF5 prints its stack of errors, the outermost first. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reasons = [...text.matchAll(/^\s*#\d+: .*?\): (.*)$/gm)];
  return (reasons.at(-1)?.[1] ?? text).slice(0, LONGEST_REASON);
}

/** Characters of a reason. */
const LONGEST_REASON = 200;
