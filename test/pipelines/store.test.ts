import { chmod, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { requireOutside, requireWritable, StoreError, writeFolder } from "../../pipelines/store.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";

async function caught(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

const NONE: ReadonlySet<string> = new Set();

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

  it("removes what an earlier run left and this one does not write, and nothing else", async () => {
    const folder = await temporaryFolder({ "old.csv": "x", "both.csv": "x", "other.csv": "kept" });
    await writeFolder(folder, [{ name: "both.csv", bytes: "new" }], ["old.csv", "both.csv", "gone.csv"]);
    expect((await readdir(folder)).sort()).toEqual(["both.csv", "other.csv"]);
    expect(await readFile(join(folder, "both.csv"), "utf8")).toBe("new");
  });

  it("does not write through a link under a name that could be foreseen", async () => {
    const folder = await temporaryFolder({ "victim.csv": "kept" });
    await symlink(join(folder, "victim.csv"), join(folder, `.text.csv.${process.pid}.tmp`));
    await writeFolder(folder, [{ name: "text.csv", bytes: "new" }]);
    expect(await readFile(join(folder, "victim.csv"), "utf8")).toBe("kept");
    expect(await readFile(join(folder, "text.csv"), "utf8")).toBe("new");
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
  const LISTED = {
    command: "embed",
    version: "0.1.0",
    files: ["reference.csv", "thesis.doc", "../up.csv", 7],
  };
  const REPORT = JSON.stringify(LISTED);
  const OURS = new Set(["report.json", "reference.csv", "clusters.csv"]);

  it("is fit for writing if it is absent, empty, or holds other files only", async () => {
    const root = await temporaryFolder({ "other.csv": "x" });
    await requireWritable(root, ["report.json"], NONE);
    await requireWritable(join(root, "absent/too"), ["report.json"], NONE);
    expect(await readdir(root)).toEqual(["other.csv"]); // asking makes nothing
  });

  it("is fit if the names to be written are listed in its report, of which no other name is believed", async () => {
    const root = await temporaryFolder({ "report.json": REPORT, "reference.csv": "x", "thesis.doc": "x" });
    const earlier = await requireWritable(root, ["report.json", "reference.csv"], OURS);
    expect(earlier).toEqual(["report.json", "reference.csv"]);
  });

  it.each([
    ["no report", {}],
    ["a report that does not list it", { "report.json": REPORT.replace("reference", "clusters") }],
    ["a report without a list", { "report.json": '{"command":"embed","version":"0.1.0"}' }],
    ["a report without a version", { "report.json": REPORT.replace("version", "edition") }],
    ["a report that is no object", { "report.json": "null" }],
    ["a report that is not JSON", { "report.json": "{" }],
  ])("is refused if it holds such a name and %s", async (_, files) => {
    const root = await temporaryFolder({ ...files, "reference.csv": "x" });
    const error = await caught(requireWritable(root, ["reference.csv"], OURS));
    expect(error.stage).toBe("check");
    expect(error.message).toContain("holds reference.csv");
  });

  it("is refused if a folder has the name of a file, whoever left it", async () => {
    const root = await temporaryFolder({ "report.json": REPORT });
    await mkdir(join(root, "reference.csv"));
    expect((await caught(requireWritable(root, ["reference.csv"], OURS))).stage).toBe("check");
  });

  // Whoever may write everywhere (root) cannot see this refusal.
  it.skipIf(process.getuid?.() === 0)("is refused if it is read-only", async () => {
    const root = await temporaryFolder({});
    await chmod(root, 0o500);
    const error = await caught(requireWritable(join(root, "out"), ["report.json"], NONE));
    expect(error.message).toContain(`no permission to write to ${root}`);
  });

  it("is refused if it is a dataset or lies in one, by whatever path", async () => {
    const root = await temporaryFolder({ "data/a.csv": "x", "data-2/b.csv": "x" });
    const data = join(root, "data");
    await symlink(data, join(root, "link"));
    for (const folder of [data, `${data}/`, join(data, "a/b"), join(root, "link"), join(root, "link/out")]) {
      const error = await caught(requireOutside(folder, [data]));
      expect(error.stage).toBe("check");
      expect(error.message).toContain(`is in the dataset ${data}`);
      await caught(requireOutside(folder, ["absent", join(root, "link")]));
    }
    for (const folder of [root, join(root, "data-2"), join(root, "..data"), join(data, "..", "out")]) {
      await requireOutside(folder, [data, join(root, "absent")]);
    }
    await requireOutside(data, [join(data, "a.csv")]); // beside a file is not in it
  });
});

describe("an interrupt while files are written", () => {
  it("removes what is half done, ends the program, and is left to others afterwards", async () => {
    const folder = await temporaryFolder({ "mine.txt": "kept" });
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const listeners = process.listenerCount("SIGINT");
    try {
      const writing = writeFolder(folder, [{ name: "large.npy", bytes: new Uint8Array(1 << 24) }]);
      const outcome = writing.then(
        () => "written",
        () => "failed",
      );
      await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(2), { interval: 1 });
      process.emit("SIGINT");
      expect(exit).toHaveBeenCalledWith(130);
      await outcome; // the process goes on here, since its end is only pretended
      expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      expect(process.listenerCount("SIGINT")).toBe(listeners);
    } finally {
      exit.mockRestore();
    }
  });

  it.runIf(process.platform === "linux")(
    "refuses a place where no folder can be, and does not go round for ever",
    async () => {
      await expect(writeFolder("/proc/nothing/here", [{ name: "a.csv", bytes: "a" }])).rejects.toThrow(
        "cannot write to /proc/nothing/here",
      );
    },
  );
});
