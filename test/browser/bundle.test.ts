import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleForBrowser, ENTRY_FILE } from "./bundle.js";

const entry = (name: string): string => join(import.meta.dirname, name);

describe("a bundle for browsers", () => {
  it("has libsvm in a file of its own, which is loaded when a machine is fitted", async () => {
    const { files, warnings } = await bundleForBrowser(entry("library-results.ts"));
    expect(warnings).toEqual([]);
    const withLibsvm = [...files].filter(([, code]) => code.includes("serialize_model"));
    expect(withLibsvm.map(([name]) => name)).toEqual([expect.not.stringMatching(ENTRY_FILE)]);
  });

  it("of the transport alone has no trace of libsvm, of the loaders or of a second file", async () => {
    const { files } = await bundleForBrowser(entry("transport-only.ts"));
    expect([...files.keys()]).toEqual([ENTRY_FILE]);
    expect(files.get(ENTRY_FILE)).not.toMatch(/libsvm|FormatError/);
  });
});
