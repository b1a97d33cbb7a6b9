import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { loadCube, loadLabelImage } from "../../loaders/node.js";
import type { Report } from "../../pipelines/report.js";
import { SEGMENT_DEFAULTS } from "../../pipelines/segment/defaults.js";
import { FEATURES } from "../../pipelines/segment/features.js";
import { SEGMENT_METHODS } from "../../pipelines/segment/methods.js";
import { parsePixelModel, pixelHistograms } from "../../pipelines/segment/pixel-model.js";
import { loadScene, reflectances, samplePixels } from "../../pipelines/segment/scene.js";
import type { SegmentResults } from "../../pipelines/segment/segment-results.js";
import { STREAMS } from "../../pipelines/streams.js";
import {
  createPool,
  dictionaryWeights,
  parseDictionary,
  pixelSpectra,
  seededRandom,
} from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectWellFormed } from "./report/well-formed.js";
import { filesOf, run, succeed } from "./run-program.js";
import { csv } from "./small-data.js";
import { BANDS, classAt, HEIGHT, smallScene, WIDTH } from "./small-scene.js";

const METHODS = Object.keys(SEGMENT_METHODS);
const QUICK = ["--pixels", "60", "--quiet"] as const;

/** What only some methods read, for those that are asked for. */
function quickFor(argv: readonly string[]): string[] {
  const at = argv.indexOf("--methods");
  const asked = at < 0 ? METHODS : argv[at + 1]!.split(",");
  const hasGraph = asked.some((method) => !method.includes("k-means"));
  const hasDictionary = asked.some((method) => method.includes("dictionary"));
  return [
    ...(hasGraph ? ["--neighbours", "8"] : []),
    ...(hasDictionary ? ["--atoms", "3", "--steps", "12"] : []),
  ];
}

async function segmented(root: string, ...argv: readonly string[]): Promise<Report<SegmentResults>> {
  const output = await succeed(
    ...["segment", join(root, "scene.hdr"), "--truth", join(root, "truth.csv")],
    ...QUICK,
    ...quickFor(argv),
    "--json",
    ...argv,
  );
  return JSON.parse(output);
}

describe("segment", () => {
  it("labels an image by every method in one run, and scores them against the ground truth", async () => {
    const root = await temporaryFolder(smallScene());
    const { results, warnings, settings } = await segmented(root);
    expect(results.k).toBe(3);
    expect(results.classes).toEqual(["1", "2", "3"]);
    expect(results.sampled).toEqual({ pixels: 60, from: "the 108 pixels of a known class" });
    expect(results.methods.map(({ method }) => method)).toEqual(METHODS);
    expect(settings).toMatchObject({ k: 3, pixels: 60, neighbours: 8, extend: "spectra" });
    expect(warnings.join()).toContain("number of a band is its coordinate");
    for (const { sizes, onLabelled, onSample, matched } of results.methods) {
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(HEIGHT * WIDTH);
      expect([onLabelled!.pixels, onSample!.pixels]).toEqual([108, 60]);
      expect(onLabelled!.purity).toBeGreaterThanOrEqual(onLabelled!.accuracy);
      expect(matched).toHaveLength(sizes.length);
    }
    const first = results.methods[0]!.onLabelled!;
    expect(results).toMatchObject({
      accuracy: first.accuracy,
      adjustedRandIndex: first.adjustedRandIndex,
      normalisedMutualInformation: first.normalisedMutualInformation,
    });
  });

  it("finds bumps by their place where k-means on spectra is misled by brightness", async () => {
    const root = await temporaryFolder(smallScene());
    const methods = ["balanced-dictionary", "spectral", "k-means"];
    const { results } = await segmented(root, "--methods", methods.join(), "--steps", "400");
    const [balanced, spectral, kMeans] = results.methods.map((one) => one.onLabelled!);
    for (const found of [balanced!, spectral!]) {
      expect(found).toMatchObject({ accuracy: 1, adjustedRandIndex: 1, normalisedMutualInformation: 1 });
    }
    expect(kMeans!.accuracy).toBeLessThan(0.9);
  });

  it("finds them by all that moves mass, where brightness varies by half: it counts too", async () => {
    const root = await temporaryFolder(smallScene({ step: 1.1 }));
    const methods = ["unbalanced-dictionary", "balanced-dictionary", "hk", "hk-k-means"];
    const { results, warnings } = await segmented(root, "--methods", methods.join(), "--steps", "400");
    for (const { onLabelled } of results.methods) expect(onLabelled!.accuracy).toBeGreaterThan(0.95);
    const [unbalanced, balanced] = results.methods.map(({ features }) => features);
    expect(unbalanced!.status).toBe("iteration-limit"); // as Adam ends: no reason for a warning
    expect(warnings.join()).not.toContain("dictionary");
    expect(unbalanced!.massRatio).toBeGreaterThan(0.5);
    expect(unbalanced!.massRatio).toBeLessThan(1); // the loss is least where barycentres are lighter than the data
    const rounds = "masses of balanced barycentres are right up to what their five iterations leave";
    expectNear(balanced!.massRatio as number, 1, { rtol: 0.02, why: rounds });
  });

  it("says how trainings, weights and features have gone wrong, in one sentence each", async () => {
    const root = await temporaryFolder({
      ...smallScene(),
      "flat.hdr": smallScene()["scene.hdr"],
      "flat.img": new Uint8Array(new Float64Array(HEIGHT * WIDTH * BANDS).fill(3).buffer),
    });
    const lost = await segmented(root, "--methods", "unbalanced-dictionary", "--loss", "transport");
    expect(lost.warnings.join("\n")).toMatch(/--loss transport.*--fixed-atoms/);
    const fast = ["--methods", "unbalanced-dictionary", "--learning-rate", "30"];
    expect((await segmented(root, ...fast)).warnings.join("\n")).toMatch(/barycentres have .* % of the mass/);
    const joined = await segmented(root, "--methods", "spectral", "--neighbours", "60");
    expect(joined.warnings.join("\n")).toContain("every sampled pixel is a neighbour of every other");
    const argv = ["segment", join(root, "flat.hdr"), "--k", "3", ...QUICK, "--json"];
    const flat: Report<SegmentResults> = JSON.parse(await succeed(...argv, "--methods", "spectral"));
    expect(flat.warnings.join("\n")).toContain(
      "spectral: the sampled pixels are 1 different ones, fewer than clusters",
    );
  });

  it("leaves model files with which new pixels get the weights that the run gave them", async () => {
    const root = await temporaryFolder(smallScene({ odd: -3 }));
    const out = join(root, "out");
    const learned = ["--methods", "unbalanced-dictionary,balanced-dictionary", "--pixels", "40"];
    const prepared = ["--bands", "0-2,4-15", "--bin", "2", "--negatives", "clip"];
    await segmented(root, ...learned, ...prepared, "--out", out);
    const options = { ...SEGMENT_DEFAULTS, path: join(root, "scene.hdr"), truth: join(root, "truth.csv") };
    const bands = [0, 1, 2, ...Array.from({ length: 12 }, (_, b) => 4 + b)];
    const scene = await loadScene({ ...options, bands, bin: 2, negatives: "clip" });
    const random = seededRandom(0);
    const sample = samplePixels(scene, 40, random.fork(STREAMS.sample));
    const pool = await createPool({ workers: 0 });
    const { cube } = await loadCube(options.path);
    const places = [1, 37, 55, 118];
    const raw = pixelSpectra(cube, places).values;
    for (const name of ["unbalanced-dictionary", "balanced-dictionary"] as const) {
      const { dictionary, recipe } = parsePixelModel(await readFile(join(out, `${name}.json`), "utf8"));
      const learn = { pool, axis: scene.axis, transformsOthers: false, random: random.fork(STREAMS.model) };
      const run = await FEATURES[name].learn(reflectances(scene, sample), {
        ...learn,
        options: { ...options, atoms: 3, steps: 12 },
      });
      expect(dictionary).toEqual(run.model!.dictionary);
      const { rows } = await run.transform(reflectances(scene, places));
      const histograms = pixelHistograms(recipe, raw);
      expect(dictionaryWeights(dictionary, histograms).weights).toEqual(rows);
    }
  });

  it("describes sampled pixels by the same minimisation as the others where all are transformed", async () => {
    const scene = await loadScene({
      ...SEGMENT_DEFAULTS,
      path: join(await temporaryFolder(smallScene()), "scene.hdr"),
    });
    const pool = await createPool({ workers: 0 });
    const spectra = reflectances(
      scene,
      Array.from({ length: 40 }, (_, s) => 3 * s),
    );
    const learned = await FEATURES["balanced-dictionary"].learn(spectra, {
      pool,
      axis: scene.axis,
      options: { ...SEGMENT_DEFAULTS, atoms: 3, steps: 12 },
      random: seededRandom(1),
      transformsOthers: true,
    });
    const { model, sample, transform } = learned;
    expect(sample).toEqual(await transform(spectra));
    expect(sample.rows).not.toEqual(model!.dictionary.weights);
    expect(sample.descent).toMatchObject({ rows: 40 });
  });

  it("leaves maps of the exact size whose numbers are the labels, and which are a ground truth themselves", async () => {
    const root = await temporaryFolder(smallScene());
    const out = join(root, "out");
    const { files, results } = await segmented(root, "--methods", "spectral,k-means", "--out", out);
    expect(files).toEqual(["labels.csv", "truth.png", "map-spectral.png", "map-k-means.png", "report.html"]);
    const truth = decode(await readFile(join(out, "truth.png")));
    expect([truth.height, truth.width, truth.channels]).toEqual([HEIGHT, WIDTH, 1]);
    expect(Array.from(truth.data)).toEqual(Array.from({ length: HEIGHT * WIDTH }, (_, p) => classAt(p)));
    const map = await loadLabelImage(join(out, "map-spectral.png"));
    expect(results.methods[0]!.sizes).toEqual([1, 2, 3].map((c) => map.labels.filter((l) => l === c).length));
    const lines = (await readFile(join(out, "labels.csv"), "utf8")).trimEnd().split("\n");
    expect(lines[0]).toBe("row,column,truth,sampled,spectral,k-means");
    expect(lines).toHaveLength(1 + HEIGHT * WIDTH);
    lines.slice(1).forEach((line, place) => {
      const cells = line.split(",").map(Number);
      expect(cells.slice(0, 3)).toEqual([Math.floor(place / WIDTH), place % WIDTH, classAt(place)]);
      expect(cells[4]).toBe(map.labels[place]);
    });
    const again = await segmented(
      root,
      ...["--methods", "spectral", "--truth", join(out, "map-spectral.png"), "--pixels", "100"],
    );
    expect(again.results.accuracy).toBe(1);
  });

  it("gives the same bytes on any number of threads, with every file", async () => {
    const root = await temporaryFolder(smallScene());
    const [one, two] = [join(root, "one"), join(root, "two")];
    const { files } = await segmented(root, "--out", one, "--jobs", "1", "--restarts", "2");
    await segmented(root, "--out", two, "--jobs", "2", "--restarts", "2");
    expect(await filesOf(two)).toEqual(await filesOf(one));
    expect([...(await filesOf(one)).keys()].sort()).toEqual([...files, "report.json"].sort());
    const model = parseDictionary(await readFile(join(one, "unbalanced-dictionary.json"), "utf8"));
    expect([model.atoms.rows, model.atoms.cols]).toEqual([3, BANDS]);
    const page = await readFile(join(one, "report.html"), "utf8");
    expectWellFormed(page);
    for (const word of ["ground truth", "Atoms of the unbalanced dictionary", "Spectra of the clusters"]) {
      expect(page).toContain(word);
    }
    const pictures = page.match(/src="data:image\/png;base64,/g)!.length;
    expect(pictures).toBe(1 + METHODS.length + 1 + 2 * 3); // truth, maps, brightness, weights of the atoms
  });

  it("labels every pixel from all of them where there is no ground truth, for as many clusters as asked", async () => {
    const root = await temporaryFolder(smallScene());
    const out = join(root, "out");
    const argv = ["segment", join(root, "scene.hdr"), "--k", "4", "--methods", "hk-k-means,k-means"];
    const { results, files } = JSON.parse(await succeed(...argv, ...QUICK, "--json", "--out", out));
    expect(results.accuracy).toBeUndefined();
    expect(results.sampled).toEqual({ pixels: 60, from: "all 120 pixels" });
    expect(results.methods[0].sizes).toHaveLength(4);
    expect([...results.methods[0].sizes].sort((a, b) => b - a)).toEqual(results.methods[0].sizes);
    expect(files).toEqual(["labels.csv", "map-hk-k-means.png", "map-k-means.png", "report.html"]);
    expectWellFormed(await readFile(join(out, "report.html"), "utf8"));
  });

  it("extends by the coefficients of all pixels where that is asked for", async () => {
    const root = await temporaryFolder(smallScene());
    const methods = ["--methods", "hk,balanced-dictionary,spectral"];
    const { results, certificates } = await segmented(root, ...methods, "--extend", "coefficients");
    const { weightStatus, weightsNotConverged } = results.methods[1]!.features;
    expect([weightStatus, weightsNotConverged]).toEqual(["converged", "0 of 120 pixels"]);
    expect(certificates.transports).toBe(HEIGHT * WIDTH);
    expect(results.methods[2]!.onLabelled!.accuracy).toBe(1);
  });

  it("sums neighbouring bands into bins, and learns on those", async () => {
    const root = await temporaryFolder(smallScene());
    const out = join(root, "out");
    const methods = ["--methods", "balanced-dictionary,spectral", "--bin", "3"];
    const { results } = await segmented(root, ...methods, "--out", out);
    expect(results.methods[1]!.onLabelled!.accuracy).toBe(1);
    const model = parseDictionary(await readFile(join(out, "balanced-dictionary.json"), "utf8"));
    expect([...model.axis.values]).toEqual([1, 4, 7, 10, 13, 15]);
  });

  it("keeps pixels that are dark in all bands without a label, and says so", async () => {
    const files = smallScene();
    const values = new Float64Array(files["scene.img"].buffer);
    values.fill(0, 25 * BANDS, 27 * BANDS);
    const root = await temporaryFolder(files);
    const out = join(root, "out");
    const { warnings, results } = await segmented(root, "--methods", "spectral", "--out", out);
    expect(warnings).toContain("2 pixels are dark in all bands and get no label");
    expect(results.labelled).toBe(HEIGHT * WIDTH - 2);
    expect(results.sampled.from).toBe("the 106 pixels of a known class");
    expect((await loadLabelImage(join(out, "map-spectral.png"))).labels[25]).toBe(0);
  });

  it("sets negative values to 0 where it is told to, and counts them", async () => {
    const root = await temporaryFolder(smallScene({ odd: -3 }));
    const { warnings } = await segmented(root, "--methods", "k-means", "--negatives", "clip");
    expect(warnings).toContain(`1 of ${HEIGHT * WIDTH * BANDS} values were negative and set to 0`);
  });
});

/** The values of a scene in which one pixel alone is not dark. */
function lightIn(place: number): Uint8Array {
  const values = new Float64Array(HEIGHT * WIDTH * BANDS);
  values.fill(1, place * BANDS, (place + 1) * BANDS);
  return new Uint8Array(values.buffer);
}

describe("segment refuses with exit code 3, one sentence and nothing written", () => {
  const wavelengths = (values: readonly number[]) => ({ "w.csv": csv(values.map(String)) });
  const increasing = Array.from({ length: BANDS }, (_, b) => 400 + b);
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, readonly string[], RegExp]>([
    ["a header that disagrees with the size", smallScene({ bands: 17 }), [], /scene\.(hdr|img).*bytes/],
    ["a negative value", smallScene({ odd: -3 }), [], /row 3, column 7.*-3 is negative.*--negatives clip/],
    ["a value that is no number", smallScene({ odd: Number.NaN }), ["--negatives", "clip"], /row 3.*NaN/],
    [
      "a ground truth of another shape",
      { ...smallScene(), "truth.csv": csv(["1,2", "1,2"]) },
      [],
      /ground truth has 2 x 2 pixels, the cube 12 x 10/,
    ],
    [
      "a ground truth that knows no class",
      { ...smallScene(), "truth.csv": csv(Array.from({ length: HEIGHT }, () => "0,0,0,0,0,0,0,0,0,0")) },
      [],
      /all labels are 0/,
    ],
    [
      "too few wavelengths",
      { ...smallScene(), ...wavelengths([1, 2]) },
      ["--wavelengths", "DIR/w.csv"],
      /2 wavelengths for 16 bands/,
    ],
    [
      "wavelengths that do not increase",
      { ...smallScene(), ...wavelengths([...increasing.slice(1), 400]) },
      ["--wavelengths", "DIR/w.csv"],
      /wavelength/,
    ],
    ["a band that is not there", smallScene(), ["--bands", "0-99"], /band/],
    [
      "bins of more than all bands",
      smallScene(),
      ["--bin", "17"],
      /bin is 17; it must be a whole number from 1 to the number of bands, 16/,
    ],
    ["more clusters than pixels", smallScene(), ["--k", "70"], /70 clusters of 60 sampled pixels/],
    [
      "more atoms than pixels",
      smallScene(),
      ["--atoms", "61"],
      /61 atoms from 60 sampled pixels; use --atoms 1/,
    ],
    [
      "one band, for dictionaries",
      smallScene(),
      ["--bands", "3"],
      /^.*1 band; dictionaries need two.*--methods/,
    ],
    [
      "no pixel of a known class that has light",
      { ...smallScene(), "scene.img": lightIn(0) },
      [],
      /no pixel of a known class can be labelled.*--k/,
    ],
  ])("%s", async (_, files, argv, message) => {
    const root = await temporaryFolder(files);
    const out = join(root, "out");
    const { exitCode, output, error } = await run(
      ...["segment", join(root, "scene.hdr"), "--truth", join(root, "truth.csv"), ...QUICK],
      ...argv.map((word) => word.replace("DIR", root)),
      ...["--out", out],
    );
    expect(error).toMatch(message);
    expect([exitCode, output, error.trimEnd().split("\n").length]).toEqual([3, "", 1]);
    expect(existsSync(out)).toBe(false);
  });
});

describe("segment refuses wrong usage with exit code 2", () => {
  it.each<[string, readonly string[], string]>([
    ["neither clusters nor a ground truth", [], "how many clusters"],
    ["an unknown method", ["--k", "2", "--methods", "k-means,magic"], '"magic" is none'],
    ["more clusters than a picture has colours", ["--k", "256"], "1 to 255"],
    ["a band list that is none", ["--k", "2", "--bands", "a-b"], "--bands"],
    ["options that no method reads", ["--k", "2", "--methods", "k-means", "--atoms", "3"], "--atoms is for"],
    [
      "a length for no HK",
      ["--k", "2", "--methods", "spectral", "--kappa", "3"],
      "--kappa is for --methods hk",
    ],
    [
      "a strength that a preset fixes",
      ["--k", "2", "--preset", "old-code", "--rho", "5"],
      "--preset old-code",
    ],
    ["an unknown preset", ["--k", "2", "--preset", "best"], "principled"],
  ])("%s", async (_, argv, message) => {
    const { exitCode, error } = await run("segment", "absent.mat", ...argv);
    expect(exitCode).toBe(2);
    expect(error).toContain(message);
  });
});
