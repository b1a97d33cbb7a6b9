import { chmod, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requireWritable, StoreError, writeFolder } from "../../pipelines/store.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";

async function caught(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

const noFiles = (): readonly string[] => [];

describe("writing a folder", () => {
  it("makes it with all its files, and replaces them the next time", async () => {
    const folder = join(await temporaryFolder({}), "a/b");
    await writeFolder(folder, [
      { name: "text.csv", bytes: "x\n1\n" },
      { name: "array.npy", bytes: Uint8Array.of(0, 255, 10) },
    ]);
    await writeFolder(folder, [{ name: "text.csv", bytes: "" }]);
    expect((await readdir(folder)).sort()).toEqual(["array.npy", "text.csv"]);
    expect(await readFile(join(folder, "text.csv"), "utf8")).toBe("");
    expect([...(await readFile(join(folder, "array.npy")))]).toEqual([0, 255, 10]);
  });

  it("leaves nothing behind when a file cannot be written", async () => {
    const folder = await temporaryFolder({ "kept.csv": "kept" });
    const files = [
      { name: "kept.csv", bytes: "replaced" },
      { name: "no/such/folder.csv", bytes: "x" },
    ];
    const error = await caught(writeFolder(folder, files));
    expect(error.stage).toBe("write");
    expect(error.message).toContain(`cannot write to ${folder}`);
    expect(error.cause).toMatchObject({ code: "ENOENT" });
    expect(await readdir(folder)).toEqual(["kept.csv"]);
    expect(await readFile(join(folder, "kept.csv"), "utf8")).toBe("kept");
  });

  it("leaves no temporary file when a name is taken by a folder", async () => {
    const folder = await temporaryFolder({ "taken/inside.csv": "kept" });
    const error = await caught(writeFolder(folder, [{ name: "taken", bytes: "x" }]));
    expect(error.stage).toBe("write");
    expect(await readdir(folder)).toEqual(["taken"]);
  });
});

describe("a folder", () => {
  const REPORT = JSON.stringify({ command: "embed", version: "0.1.0" });
  const filesOf = (command: string): readonly string[] => (command === "embed" ? ["reference.csv"] : []);

  it("is fit for writing if it is absent, empty, or holds other files only", async () => {
    const root = await temporaryFolder({ "other.csv": "x" });
    await requireWritable(root, ["report.json"], noFiles);
    await requireWritable(join(root, "absent/too"), ["report.json"], noFiles);
    expect(await readdir(root)).toEqual(["other.csv"]); // asking makes nothing
  });

  it("is fit if the names to be written were left by the command of its report", async () => {
    const root = await temporaryFolder({ "report.json": REPORT, "reference.csv": "x" });
    await requireWritable(root, ["report.json", "reference.csv"], filesOf);
  });

  it.each([
    ["no report", {}],
    ["a report of another command", { "report.json": REPORT.replace("embed", "info") }],
    ["a report without a version", { "report.json": '{"command":"embed"}' }],
    ["a report that is no object", { "report.json": "null" }],
    ["a report that is not JSON", { "report.json": "{" }],
  ])("is refused if it holds such a name and %s", async (_, files) => {
    const root = await temporaryFolder({ ...files, "reference.csv": "x" });
    const error = await caught(requireWritable(root, ["reference.csv"], filesOf));
    expect(error.stage).toBe("check");
    expect(error.message).toContain("holds reference.csv");
  });

  it("is refused if a folder has the name of a file, whoever left it", async () => {
    const root = await temporaryFolder({ "report.json": REPORT });
    await mkdir(join(root, "reference.csv"));
    expect((await caught(requireWritable(root, ["reference.csv"], filesOf))).stage).toBe("check");
  });

  // Whoever may write everywhere (root) cannot see this refusal.
  it.skipIf(process.getuid?.() === 0)("is refused if it is read-only", async () => {
    const root = await temporaryFolder({});
    await chmod(root, 0o500);
    const error = await caught(requireWritable(join(root, "out"), ["report.json"], noFiles));
    expect(error.message).toContain(`no permission to write to ${root}`);
  });
});
