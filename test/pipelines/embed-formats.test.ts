import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { unzipArrays } from "../../loaders/decompress.js";
import { parseMeasureCsv, parseNpyArray } from "../../loaders/index.js";
import { parseNpyLabels } from "../../loaders/npy.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { reportOf, run } from "./run-program.js";
import { QUICK, shapes } from "./small-data.js";

/** The folder that an embedding of small shapes is left in. */
async function embedded(format: string, ...options: readonly string[]): Promise<string> {
  const out = join(await temporaryFolder({}), "out");
  const report = await reportOf(
    "embed",
    await temporaryFolder(shapes()),
    "--format",
    format,
    "--out",
    out,
    ...QUICK,
    ...options,
  );
  expect([...(await readdir(out))].sort()).toEqual([...report.files, "report.json"].sort());
  expect(report.files[0]).toBe(`embedding.${format}`);
  return out;
}

const rowsOf = async (folder: string) => parseNpyArray(await readFile(join(folder, "embedding.npy")));

describe("embed --format", () => {
  it.each(["w2", "hk"])("npz has the rows of npy and all that belongs to them, metric %s", async (metric) => {
    const [npy, npz] = [await embedded("npy", "--metric", metric), await embedded("npz", "--metric", metric)];
    const arrays = unzipArrays(await readFile(join(npz, "embedding.npz")), "embedding.npz");
    const numbers = (key: string) => parseNpyArray(arrays.get(key)!);
    expect(numbers("rows")).toEqual(await rowsOf(npy));
    const items = csvParse(await readFile(join(npz, "embedding-items.csv"), "utf8"));
    expect(parseNpyLabels(arrays.get("names")!)).toEqual(items.map(({ item }) => item));
    expect(parseNpyLabels(arrays.get("column_shape")!)).toEqual(items.map(({ shape }) => shape));
    expect([...numbers("residual").data]).toEqual(items.map(({ residual }) => Number(residual)));
    expect(arrays.has("singularMass")).toBe(metric === "hk");
    const { measure } = parseMeasureCsv(await readFile(join(npz, "reference.csv")));
    expect(numbers("reference_points").data).toEqual(measure.points);
    expect(numbers("reference_weights").data).toEqual(measure.weights);
  });

  it("parquet has an item a row, with its numbers as a list", async () => {
    const [npy, parquet] = [await embedded("npy"), await embedded("parquet")];
    const { data, shape } = await rowsOf(npy);
    const bytes = await readFile(join(parquet, "embedding.parquet"));
    const file = Uint8Array.from(bytes).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.flatMap(({ row }) => row as number[])).toEqual([...data]);
    const items = csvParse(await readFile(join(parquet, "embedding-items.csv"), "utf8"));
    expect(rows.map(({ item, shape: label }) => [item, label])).toEqual(
      items.map((row) => [row.item, row.shape]),
    );
    expect(rows[0]!.row).toHaveLength(shape[1]!);
    const about = JSON.parse(parquetMetadata(file).key_value_metadata![0]!.value!);
    expect(about).toMatchObject({ metric: "w2" });
  });

  it("sets apart columns of the data that are called as its own", async () => {
    const files = shapes();
    const renamed = {
      ...files,
      "labels.csv": files["labels.csv"]!.replace("item,shape,parity", "item,row,residual"),
    };
    const out = join(await temporaryFolder({}), "out");
    const argv = ["embed", await temporaryFolder(renamed), "--format", "parquet", "--out", out, ...QUICK];
    expect((await run(...argv)).exitCode).toBe(0);
    const file = Uint8Array.from(await readFile(join(out, "embedding.parquet"))).buffer;
    const [first] = await parquetReadObjects({ file });
    expect(Object.keys(first!)).toEqual(["item", "column_row", "column_residual", "residual", "row"]);
  });

  it("leaves the rows of one format only, and refuses a format that there is not", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const argv = ["embed", data, "--out", out, ...QUICK];
    expect((await run(...argv)).exitCode).toBe(0);
    expect((await run(...argv, "--format", "npz")).exitCode).toBe(0);
    const names = await readdir(out);
    expect(names).toContain("embedding.npz");
    expect(names).not.toContain("embedding.npy");
    expect((await run(...argv, "--format", "xls")).exitCode).toBe(2);
  });
});
