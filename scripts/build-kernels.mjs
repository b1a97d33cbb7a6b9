/**
 * Compiles each family of src/kernels to a WebAssembly module and writes it, as text, to src/kernels/FAMILY-module.ts.
 *
 *   npm run build:kernels
 *
 * The sources are TypeScript; three things are taken out of them that AssemblyScript does not know: imports of types,
 * file extensions, and the files of which assembly/ has one of its own: what the words of the kernels mean on vectors.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = join(import.meta.dirname, "..");
const kernels = join(root, "src", "kernels");

/** Text of a module as AssemblyScript asks for it, or null. */
function readFile(name) {
  const base = name.replace(/^.*src\/kernels\//, "").replace(/\.ts$/, "");
  const own = join(kernels, "assembly", `${base}.ts`);
  const path = existsSync(own) ? own : join(kernels, `${base}.ts`);
  return existsSync(path) ? translate(readFileSync(path, "utf8")) : null;
}

function translate(source) {
  return source
    .replace(/import (?:type )?\{([^}]*)\} from "\.{1,2}\/([\w-]+)\.js";/g, (_, names, module) => {
      const wanted = names
        .split(",")
        .map((name) => name.trim().replace(/^type /, ""))
        .filter((name) => name !== "" && !BUILT_IN.has(name));
      return wanted.length === 0 ? "" : `import { ${wanted.join(", ")} } from "./${module}";`;
    })
    .replace(/(export \{[^}]*\} from "\.\/[\w-]+)\.js"/g, '$1"');
}

/** Types that need no import there. */
const BUILT_IN = new Set(["i32", "f64", "Ints", "Doubles"]);

const FLAGS = [
  "--runtime",
  "stub",
  "--optimizeLevel",
  "3",
  "--noAssert",
  "--enable",
  "simd",
  "--exportRuntime",
];

/** Kernels that are called together; src/kernels/FAMILY-entry.ts has what the host calls. */
export const FAMILIES = ["exact", "entropic", "dictionary"];

/** The text that src/kernels/FAMILY-module.ts carries. */
export async function compileKernels(family) {
  const outputs = new Map();
  const { error, stderr } = await asc.main(
    [`src/kernels/${family}-entry.ts`, "--outFile", "kernels.wasm", "--baseDir", root, ...FLAGS],
    {
      readFile,
      writeFile: (name, data) => {
        outputs.set(name, data);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  return Buffer.from(outputs.get("kernels.wasm")).toString("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const family of FAMILIES) {
    const lines = (await compileKernels(family)).match(/.{1,100}/g).map((line) => `  "${line}"`);
    writeFileSync(
      join(kernels, `${family}-module.ts`),
      `/** A WebAssembly module in hexadecimal digits. Made by \`npm run build:kernels\`; do not edit. */\nexport const ${family.toUpperCase()}_MODULE =\n${lines.join(" +\n")};\n`,
    );
  }
}
