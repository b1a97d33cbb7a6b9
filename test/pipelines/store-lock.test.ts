import { link, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { takeLock } from "../../pipelines/store/lock.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";

// A file system without hard links, and another run between two steps of ours, are made here.
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, link: vi.fn(real.link), rename: vi.fn(real.rename), readFile: vi.fn(real.readFile) };
});
const real = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");

afterEach(() => {
  vi.mocked(link).mockReset().mockImplementation(real.link);
  vi.mocked(rename).mockReset().mockImplementation(real.rename);
  vi.mocked(readFile).mockReset().mockImplementation(real.readFile);
});

const refusal = (code: string): Error => Object.assign(new Error(code), { code });

describe("a lock that cannot be read is refused", () => {
  it.each<[string, (path: string) => Promise<unknown>]>([
    ["a folder", (path) => mkdir(path)],
    ["a link that leads nowhere", (path) => symlink("nowhere", path)],
    ["a link to itself", (path) => symlink("lock", path)],
  ])("%s", async (_, make) => {
    const path = join(await temporaryFolder({}), "lock");
    await make(path);
    const taking = takeLock(path);
    await expect(taking).rejects.toMatchObject({ tag: "StoreError", stage: "check" });
    await expect(taking).rejects.toThrow(`${path} cannot be read`);
  });

  it("a file without permission", async () => {
    const path = join(await temporaryFolder({ lock: "{}" }), "lock");
    vi.mocked(readFile).mockRejectedValue(refusal("EACCES"));
    await expect(takeLock(path)).rejects.toMatchObject({ tag: "StoreError", stage: "check" });
  });
});

it("a lock that others keep taking and letting go is given up", async () => {
  const path = join(await temporaryFolder({}), "lock");
  vi.mocked(link).mockRejectedValue(refusal("EEXIST"));
  await expect(takeLock(path)).rejects.toThrow("other runs keep taking");
});

describe("letting go", () => {
  it("is done once: the lock of a run that came after stays", async () => {
    const path = join(await temporaryFolder({}), "lock");
    const release = await takeLock(path);
    release();
    const next = await takeLock(path);
    const text = await readFile(path, "utf8");
    release();
    expect(await readFile(path, "utf8")).toBe(text);
    next();
  });

  it("leaves a lock that is not this run's any more", async () => {
    const folder = await temporaryFolder({});
    const release = await takeLock(join(folder, "lock"));
    await writeFile(join(folder, "lock"), "another run's");
    release();
    expect(await readFile(join(folder, "lock"), "utf8")).toBe("another run's");
  });
});

describe("without hard links", () => {
  it.each(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"])("(%s) a lock is taken all the same", async (code) => {
    const folder = await temporaryFolder({});
    const path = join(folder, "lock");
    vi.mocked(link).mockRejectedValue(refusal(code));
    const release = await takeLock(path);
    expect(await readdir(folder)).toEqual(["lock"]);
    await expect(takeLock(path)).rejects.toThrow("another run is writing there");
    release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("a lock of which a part was read while it was written is not taken for a dead one", async () => {
    const folder = await temporaryFolder({});
    const path = join(folder, "lock");
    const release = await takeLock(path);
    vi.mocked(readFile).mockResolvedValueOnce('{"pid":');
    await expect(takeLock(path)).rejects.toThrow("another run is writing there");
    release();
  });
});

describe("a run that finds a dead lock, and moves the live one of another run that was faster", () => {
  const LIVE = JSON.stringify({ pid: 1, host: "elsewhere", started: "1" });
  const OTHER = JSON.stringify({ pid: 2, host: "elsewhere", started: "2" });

  it("gives it back", async () => {
    const folder = await temporaryFolder({ lock: "dead" });
    const path = join(folder, "lock");
    vi.mocked(rename).mockImplementationOnce(async (from, to) => {
      await real.writeFile(path, LIVE);
      await real.rename(from, to);
    });
    await expect(takeLock(path)).rejects.toThrow("another run is writing there");
    expect(await readFile(path, "utf8")).toBe(LIVE);
    expect(await readdir(folder)).toEqual(["lock"]);
  });

  it("does not give it back over one that was made in between", async () => {
    const folder = await temporaryFolder({ lock: "dead" });
    const path = join(folder, "lock");
    vi.mocked(rename).mockImplementationOnce(async (from, to) => {
      await real.writeFile(path, LIVE);
      await real.rename(from, to);
      await real.writeFile(path, OTHER);
    });
    await expect(takeLock(path)).rejects.toThrow("another run is writing there");
    expect(await readFile(path, "utf8")).toBe(OTHER);
    expect(await readdir(folder)).toEqual(["lock"]);
  });
});
