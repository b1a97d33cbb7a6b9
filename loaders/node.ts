export { type CubeOptions, isCubePath, type LoadedCube, loadCube, readWavelengths } from "./node-cube.js";
export {
  type DatasetOptions,
  type LoadedDataset,
  loadDataset,
  type OpenDataset,
  type OpenOptions,
  openDataset,
} from "./node-dataset.js";
export type { InputFile } from "./node-files.js";
export { type LabelImageOptions, type LoadedLabelImage, loadLabelImage } from "./node-label-image.js";
export { type FileOptions, type LoadedMeasure, loadMeasure, type MeasureOptions } from "./node-measure.js";
export { type LoadedModel, loadModel } from "./node-model.js";
export { type LoadedShareTable, loadShareTable } from "./node-share-table.js";
