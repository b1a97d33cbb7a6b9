import { ShapeError } from "../src/errors.js";
import type { ItemKind } from "../src/measure/collection.js";
import type { Measure } from "../src/measure/measure.js";
import { areaMeasure, type Mesh, surfaceSample, vertexMeasure } from "../src/measure/mesh.js";
import type { Spectra } from "../src/measure/spectra.js";
import type { Random } from "../src/numeric/random.js";
import { parseCsv } from "./csv.js";
import { atPlace, formatError } from "./format-error.js";
import { parseJcamp } from "./jcamp.js";
import { tableMeasure } from "./measure-csv.js";
import { parseNpyMeasure } from "./npy-measure.js";
import { parseObj } from "./obj.js";
import { parseOff } from "./off.js";
import { parsePcd } from "./pcd.js";
import { parsePly } from "./ply.js";
import { isSpectraTable, tableSpectra } from "./spectra-csv.js";
import { type SpectrumRule, spectrumItems } from "./spectrum-items.js";
import { parseStl } from "./stl.js";
import { parseXyz } from "./xyz.js";

/** By which stated rule a file becomes a measure. */
export interface MeasureRule extends SpectrumRule {
  /** Mass on the vertices of a mesh: the file's own or equal ("vertex", default), or by area ("area"). */
  readonly weights?: "vertex" | "area";
  /** Replace a mesh by this many points, uniform by area, of total mass 1. */
  readonly sample?: number;
  /** Coordinate columns of a CSV, in order; every other kind of file is refused with it. */
  readonly coords?: readonly string[];
  /** Every point of a file without weights gets mass 1 (default: 1/n each). */
  readonly unitMass?: boolean;
}

export interface ParsedFile {
  readonly measure: Measure;
  /** The mesh that it came from, where the file holds one (a point cloud is a mesh without faces). */
  readonly mesh?: Mesh;
  readonly item: ItemKind;
  readonly warnings: readonly string[];
  /** As in `Collection`. */
  readonly steps?: readonly string[];
}

/** The rule with the name of the file and the stream that sampling draws from. */
export interface MeasureFileOptions extends MeasureRule {
  readonly file: string;
  readonly random: Random;
}

type FileParser = (bytes: Uint8Array, options: MeasureFileOptions) => ParsedFile;
type MeshParser = (bytes: Uint8Array, options: { file?: string }) => Mesh;

const PARSERS: ReadonlyMap<string, FileParser> = new Map([
  [".ply", fromMesh(parsePly)],
  [".obj", fromMesh(parseObj)],
  [".stl", fromMesh(parseStl)],
  [".off", fromMesh(parseOff)],
  [".pcd", fromMesh(parsePcd)],
  [".xyz", fromMesh(parseXyz)],
  [".csv", fromCsv],
  [".npy", fromNpy],
  [".jdx", fromJcamp],
  [".dx", fromJcamp],
  [".jcamp", fromJcamp],
]);

/** Endings of files that hold one measure, in lower case. */
export const MEASURE_EXTENSIONS: readonly string[] = [...PARSERS.keys()];

/** Ending of a file name from its last dot, in lower case; "" if there is none. */
export function extension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1
    ? name.slice(dot).toLowerCase()
    : "";
}

/**
 * One measure from the bytes of a mesh, point, table or spectrum file, by the ending of its name.
 *
 * @throws FormatError for an unknown ending (listing the known ones) or a damaged file; ShapeError if the rule does
 *   not fit the file (area weights of a point cloud, `unitMass` of a sample).
 */
export function parseMeasureFile(bytes: Uint8Array, options: MeasureFileOptions): ParsedFile {
  const parser = PARSERS.get(extension(options.file));
  if (!parser) {
    throw formatError(
      options.file,
      "",
      `the ending ${extension(options.file) || "(none)"} is not one of a measure: ${MEASURE_EXTENSIONS.join(", ")}`,
    );
  }
  requireConsistentRule(options);
  return parser(bytes, options);
}

function requireConsistentRule({ weights, sample, unitMass }: MeasureRule): void {
  if (sample !== undefined && weights === "vertex") {
    throw new ShapeError("a surface sample is uniform by area; leave out either sample or vertex weights");
  }
  if (unitMass && (sample !== undefined || weights === "area")) {
    throw new ShapeError("unit masses are for the points of a file; leave out sample and area weights");
  }
}

function fromMesh(parse: MeshParser): FileParser {
  return (bytes, options) => {
    requireGivenCoordinates(options);
    const mesh = parse(bytes, { file: options.file });
    const measure = atPlace(options.file, "", () => meshMeasure(mesh, options));
    const drawn = mesh.triangles.length > 0 && options.sample === undefined;
    return { measure, mesh, item: { kind: drawn ? "mesh" : "points" }, warnings: [] };
  };
}

function meshMeasure(mesh: Mesh, options: MeasureFileOptions): Measure {
  const { sample, random, unitMass } = options;
  if (sample !== undefined) return surfaceSample(mesh, { count: sample, random });
  if (options.weights === "area") return areaMeasure(mesh);
  const mu = vertexMeasure(mesh);
  return unitMass && !mesh.weights ? { ...mu, weights: new Float64Array(mu.count).fill(1) } : mu;
}

function fromCsv(bytes: Uint8Array, options: MeasureFileOptions): ParsedFile {
  requirePointRule(options);
  const table = parseCsv(bytes, options);
  if (isSpectraTable(table) && !options.coords) return onlySpectrum([tableSpectra(table, options)], options);
  return { ...tableMeasure(table, options), item: { kind: "points" } };
}

function fromJcamp(bytes: Uint8Array, options: MeasureFileOptions): ParsedFile {
  requireArrayRule(options);
  return onlySpectrum(parseJcamp(bytes, options), options);
}

function onlySpectrum(found: readonly Spectra[], options: MeasureFileOptions): ParsedFile {
  const count = found.reduce((sum, { names }) => sum + names.length, 0);
  if (count !== 1) {
    const remedy = "give it as a dataset by itself, or put each into a file of its own";
    throw formatError(options.file, "", `it holds ${count} spectra, but one is wanted here; ${remedy}`);
  }
  const { measures, item, warnings, steps } = spectrumItems(found[0]!, options, options.file);
  return { measure: measures[0]!, item, warnings, ...(steps && { steps }) };
}

function fromNpy(bytes: Uint8Array, options: MeasureFileOptions): ParsedFile {
  requireArrayRule(options);
  return { measure: parseNpyMeasure(bytes, options), item: { kind: "points" }, warnings: [] };
}

/** Only a table names its columns, and arrays have no faces either. */
export function requireArrayRule(rule: MeasureRule & { file: string }): void {
  requirePointRule(rule);
  requireGivenCoordinates(rule);
}

function requireGivenCoordinates({ file, coords }: MeasureRule & { file: string }): void {
  if (coords !== undefined) {
    throw formatError(file, "", "coordinates can be chosen in CSV files only; leave out coords");
  }
}

/** A table of points has no faces: area and sampling mean nothing there. */
export function requirePointRule({ file, sample, weights }: MeasureRule & { file: string }): void {
  if (sample !== undefined || weights === "area") {
    throw formatError(file, "", "it holds points without faces; sample and area weights need a mesh");
  }
}
