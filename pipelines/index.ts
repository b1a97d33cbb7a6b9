export { type ClassifyOptions, type ClassifyResults, classify, type FoldResult } from "./classify.js";
export { type ExitCode, main, type Streams } from "./cli.js";
export {
  type ClusterMethod,
  type ClusterOptions,
  type ClusterResults,
  type ClusterScores,
  cluster,
} from "./cluster.js";
export { type DistanceOptions, type DistanceResults, distance } from "./distance.js";
export { type EmbedOptions, type EmbedResults, embedDataset } from "./embed.js";
export type { Fidelity } from "./fidelity.js";
export { type AttributeInfo, type InfoOptions, type InfoResults, info, type Range } from "./info.js";
export type { ItemOptions, Normalisation } from "./items.js";
export type { LotOptions, ReferenceKind } from "./lot.js";
export type { CertificateSummary, Outcome, OutputFile, Report, Settings } from "./report.js";
export { StoreError, writeFolder } from "./store.js";
