import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom (folders; "src" stands for the files directly in src/). A folder may always import itself
 * and src/errors.ts.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/kernels": [],
  "src/numeric": ["src/kernels"],
  "src/measure": ["src/numeric"],
  "src/transport": ["src/measure", "src/numeric", "src/kernels"],
  "src/learn": ["src/numeric"],
  "src/lot": ["src/transport", "src/measure", "src/numeric", "src/learn"],
  // the top of the library: the verbs of lot, transport and dynamics again, in other threads; nothing below knows of threads
  "src/dictionary": ["src/transport", "src/measure", "src/numeric", "src/kernels"],
  "src/pool": ["src/dictionary", "src/dynamics", "src/lot", "src/transport", "src/measure", "src/numeric"],
  // what the tangent space makes possible, one folder a task; they do not know of each other
  "src/generation": ["src/lot", "src/transport", "src/learn", "src/measure", "src/numeric"],
  "src/paths": ["src/lot", "src/transport", "src/measure", "src/numeric"],
  "src/modes": ["src/lot", "src/learn", "src/measure", "src/numeric"],
  "src/coding": ["src/lot", "src/transport", "src/learn", "src/measure", "src/numeric"],
  "src/hypothesis": ["src/lot", "src/transport", "src/measure", "src/numeric"],
  "src/adaptation": ["src/transport", "src/learn", "src/measure", "src/numeric"],
  "src/dynamics": ["src/lot", "src/transport", "src/learn", "src/measure", "src/numeric"],
  "src/model": ["src/lot", "src/learn", "src/measure", "src/numeric"],
  src: [
    "src/numeric",
    "src/measure",
    "src/transport",
    "src/lot",
    "src/learn",
    "src/dictionary",
    "src/pool",
    "src/generation",
    "src/paths",
    "src/modes",
    "src/coding",
    "src/hypothesis",
    "src/adaptation",
    "src/dynamics",
    "src/model",
  ],
  loaders: ["src/measure", "src/numeric", "src/model"],
  pipelines: ["src/index.ts", "loaders/index.ts", "loaders/node.ts"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const root = join(import.meta.dirname, "..");
const files = ["src", "loaders", "pipelines"].flatMap(sourceFiles);
const imports = files.flatMap(importsOf);

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.split(sep).join("/")}`);
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map(
    (hit) => (hit[1] ?? hit[2])!,
  );
}

function importsOf(file: string): Import[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({
      from: file,
      to: normalize(join(dirname(file), specifier))
        .split(sep)
        .join("/")
        .replace(/\.js$/, ".ts"),
    }));
}

function layerOf(file: string): string {
  const [top, second] = file.split("/");
  return top === "src" && second && !second.endsWith(".ts") ? `src/${second}` : top!;
}

function allowed({ from, to }: Import): boolean {
  const layer = layerOf(from);
  if (layerOf(to) === layer || to === "src/errors.ts") return true;
  const targets = MAY_IMPORT[layer] ?? [];
  return targets.includes(layerOf(to)) || targets.includes(to);
}

describe("the layers", () => {
  it("hold every source file", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.map(layerOf).filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
  });

  it("import downwards only", () => {
    // errors.ts names the certificate that a ConvergenceError carries
    const exceptions = ["src/errors.ts -> src/numeric/certificate.ts"];
    const upward = imports.filter((one) => !allowed(one)).map(({ from, to }) => `${from} -> ${to}`);
    expect(upward.filter((one) => !exceptions.includes(one))).toEqual([]);
  });

  it("import files that exist", () => {
    const known = new Set(files);
    expect(imports.filter(({ to }) => !known.has(to)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("have no cycles", () => {
    expect(cyclesAmong(imports)).toEqual([]);
  });
});

function cyclesAmong(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (finished.has(file) || path.includes(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    finished.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return cycles;
}

describe("the library", () => {
  const pure = files.filter(
    (file) =>
      !file.startsWith("pipelines/") &&
      !relative("loaders", file).startsWith("node") &&
      file !== "src/pool/spawn-node.ts", // what `#spawn` is in Node, its one place for threads
  );
  it.each([
    ["imports no node module", /\bfrom\s+"node:|\bimport\s*\(?\s*"node:/],
    ["prints nothing", /\bconsole\./],
    ["draws no unseeded random number", /Math\.random/],
    ["evaluates nothing", /\beval\s*\(|\bnew\s+Function\b/],
  ])("%s", (_, pattern) => {
    expect(pure.filter((file) => pattern.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });
});
