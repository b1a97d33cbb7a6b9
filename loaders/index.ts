export type { ArrayVariable } from "./array-variable.js";
export { coordinateNames } from "./coordinate-names.js";
export { type EncodedMeasure, encodeMeasure } from "./encode-measure.js";
export { encodeMeasureCsv } from "./encode-measure-csv.js";
export { encodePly } from "./encode-ply.js";
export { encodePng, pixelMasses } from "./encode-png.js";
export { parseEnviCube } from "./envi.js";
export { type EnviHeader, parseEnviHeader } from "./envi-header.js";
export { parseHdf5 } from "./hdf5.js";
export { parseHdf5Cube, parseHdf5Matrix } from "./hdf5-cube.js";
export { parseIdx } from "./idx.js";
export { type ImageSize, imageMeasure } from "./image.js";
export { parseImageCsv } from "./image-csv.js";
export { parseJcamp } from "./jcamp.js";
export type { LabelImage } from "./label-image.js";
export { type MatOptions, parseMat } from "./mat.js";
export { parseMatCube, parseMatMatrix, type VariableOptions } from "./mat-cube.js";
export { type MeasureCsvOptions, type ParsedMeasure, parseMeasureCsv } from "./measure-csv.js";
export {
  MEASURE_EXTENSIONS,
  type MeasureFileOptions,
  type MeasureRule,
  type ParsedFile,
  parseMeasureFile,
} from "./measure-file.js";
export { encodeModel, isModelStart, type ModelFileOptions, parseModel } from "./model-file.js";
export { encodeNpy, type NpyArray, type NpyOptions, parseNpyArray } from "./npy.js";
export { type NpyMeasureOptions, parseNpyDataset, parseNpyMeasure } from "./npy-measure.js";
export { encodeNpyTexts } from "./npy-text.js";
export { parseNpz } from "./npz.js";
export { parseObj } from "./obj.js";
export { parseOff } from "./off.js";
export { type ParquetColumn, type ParquetOptions, type ParquetRows, parquetPieces } from "./parquet.js";
export { parsePcd } from "./pcd.js";
export { parsePly } from "./ply.js";
export { parsePngLabels } from "./png-labels.js";
export { type PointTableOptions, parsePointTable } from "./point-table.js";
export { parseShareTable, type ShareTable } from "./share-table.js";
export { parseSpectraCsv } from "./spectra-csv.js";
export type { SpectrumFiles, SpectrumRule } from "./spectrum-items.js";
export { parseStl } from "./stl.js";
export { parseWavelengths } from "./wavelengths.js";
export { parseXyz } from "./xyz.js";
export { type ZipMember, type ZipOptions, zipFile, zipMember, zipMemberOf, zipPieces } from "./zip-file.js";
