export { type CubeOptions, isCubePath, type LoadedCube, loadCube } from "./node-cube.js";
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
