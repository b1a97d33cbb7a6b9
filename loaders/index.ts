export { parseIdx } from "./idx.js";
export { type ImageSize, imageMeasure } from "./image.js";
export { parseImageCsv } from "./image-csv.js";
export { type MeasureCsvOptions, type ParsedMeasure, parseMeasureCsv } from "./measure-csv.js";
export {
  MEASURE_EXTENSIONS,
  type MeasureFileOptions,
  type MeasureRule,
  type ParsedFile,
  parseMeasureFile,
} from "./measure-file.js";
export { encodeNpy, type NpyArray, type NpyOptions, parseNpyArray } from "./npy.js";
export { type NpyMeasureOptions, parseNpyDataset, parseNpyMeasure } from "./npy-measure.js";
export { parseNpz } from "./npz.js";
export { parseObj } from "./obj.js";
export { parseOff } from "./off.js";
export { parsePcd } from "./pcd.js";
export { parsePly } from "./ply.js";
export { type PointTableOptions, parsePointTable } from "./point-table.js";
export { parseStl } from "./stl.js";
export { parseXyz } from "./xyz.js";
