export type { AdaptPlan, AdaptResults, AdaptScores } from "./adapt/results.js";
export { type AdaptOptions, adaptDataset } from "./adapt.js";
export type { AxisDensity } from "./axis-densities.js";
export { type BarycenterOptions, barycenterOf } from "./barycenter.js";
export { type ClassifyOptions, classify } from "./classify.js";
export { type ExitCode, main, type Streams } from "./cli.js";
export { type ClusterMethod, type ClusterOptions, cluster } from "./cluster.js";
export type { AtomsInfo, CodeCheck, CodeInfo, CodeResults, ProgrammeSummary } from "./code/results.js";
export { type CodeOptions, code } from "./code.js";
export { type DistanceOptions, distance } from "./distance.js";
export { type EmbedOptions, embedDataset } from "./embed.js";
export type { Fidelity } from "./fidelity.js";
export type {
  ClassifiedItems,
  Diversity,
  GeneratedItem,
  GenerateResults,
  NearestScores,
} from "./generate/results.js";
export type { WayName, WayOptions } from "./generate/ways.js";
export { type GenerateOptions, generate } from "./generate.js";
export type { ImputedItem, ImputeResults, MethodErrors, Spread } from "./impute/results.js";
export { type ImputeOptions, imputeDataset } from "./impute.js";
export { type InfoOptions, info } from "./info.js";
export type { InterpolateLeg, InterpolateResults, InterpolateStep } from "./interpolate/results.js";
export { type InterpolateOptions, interpolate } from "./interpolate.js";
export type { ItemOptions, Normalisation } from "./items.js";
export type { LotOptions, ReferenceKind } from "./lot.js";
export type {
  AxisResult,
  DecisionResult,
  DirectionsResult,
  HeldOut,
  ImportanceResult,
  ModeResult,
  ModesResults,
  Reconstruction,
  StepResult,
} from "./modes/results.js";
export { type ModesOptions, modes } from "./modes.js";
export type { PredictingModel, PredictResults, PredictScore } from "./predict/results.js";
export { type PredictOptions, predict } from "./predict.js";
export type {
  CandidateResult,
  ReferencesResults,
} from "./references/references-results.js";
export { type ReferencesOptions, references } from "./references.js";
export type { CertificateSummary, Outcome, OutputFile, Report, Settings } from "./report.js";
export type {
  AttributeInfo,
  BarycenterResults,
  ClassifyResults,
  ClusterResults,
  ClusterScores,
  DistanceResults,
  EmbedResults,
  FoldResult,
  InfoResults,
  Range,
} from "./results.js";
export {
  type PixelModel,
  type PixelRecipe,
  parsePixelModel,
  pixelHistograms,
} from "./segment/pixel-model.js";
export type { SegmentScores } from "./segment/scores.js";
export type { SegmentMethodResult, SegmentResults } from "./segment/segment-results.js";
export { type SegmentOptions, segment } from "./segment.js";
export type {
  DistancePoint,
  MomentPoint,
  PlaneResults,
  SimulateResults,
  VariantResults,
} from "./simulate/results.js";
export { type SimulateOptions, simulate } from "./simulate.js";
export type {
  AxisMoments,
  BranchResults,
  LawErrors,
  MicroSteps,
  PlainResults,
  StabilityResults,
  SteadyStateResults,
} from "./steady-state/results.js";
export { findSteadyState, type SteadyStateOptions } from "./steady-state.js";
export { StoreError, writeFolder } from "./store.js";
export type { TestedDifference, TestedGroup, TestedPair, TestedSplits, TestResults } from "./test/results.js";
export { type TestOptions, testGroups } from "./test.js";
