export {
  ADAPTATION_PLANS,
  type AdaptationOptions,
  type AdaptationPlanName,
  type AdaptationStrengths,
  type FittedAdaptation,
  fitAdaptation,
} from "./adaptation/adaptation-plans.js";
export {
  type Adaptation,
  adaptRows,
  barycentricAdaptation,
} from "./adaptation/barycentric-adaptation.js";
export {
  type ClassRegularisedOptions,
  type ClassRegularisedTransport,
  classRegularised,
} from "./adaptation/class-regularised.js";
export { type BarycentricCodes, barycentricCodes } from "./coding/barycentric-codes.js";
export { type CompleteOptions, type Completion, completeMeasure } from "./coding/complete.js";
export { type Cover, cover } from "./coding/cover.js";
export { DAMAGES, type Damaged, type DamageName, damage } from "./coding/damage.js";
export type { HullProblem } from "./coding/hull-problem.js";
export { fitLotDictionary, type LotDictionary, type LotDictionaryOptions } from "./coding/lot-dictionary.js";
export { type NearestAtom, nearestAtom } from "./coding/nearest-atom.js";
export { type HullOptions, type SimplexSolution, simplexQuadratic } from "./coding/simplex-quadratic.js";
export type { Dictionary, Restart } from "./dictionary/dictionary.js";
export { synthesise } from "./dictionary/dictionary.js";
export { encodeDictionary, parseDictionary } from "./dictionary/dictionary-file.js";
export {
  type DictionaryWeights,
  type DictionaryWeightsOptions,
  dictionaryWeights,
} from "./dictionary/dictionary-weights.js";
export { type Evaluation, evaluateTraining } from "./dictionary/evaluate.js";
export {
  type DictionaryFitOptions,
  type DictionaryRunOptions,
  fitDictionary,
} from "./dictionary/fit-dictionary.js";
export type { LossKind } from "./dictionary/loss.js";
export { barycenterRows, type LossGradient, lossGradient } from "./dictionary/loss-gradient.js";
export { DICTIONARY_PRESETS, type DictionaryPresetName } from "./dictionary/presets.js";
export { type DictionaryOptions, type DictionaryProblem, dictionaryProblem } from "./dictionary/problem.js";
export {
  DICTIONARY_LOSSES,
  type DictionaryLossName,
  type DictionarySettings,
} from "./dictionary/settings.js";
export {
  startTraining,
  type TrainingOptions,
  type TrainingSettings,
  type TrainingState,
  trainSteps,
} from "./dictionary/training.js";
export {
  type AdaptiveJumpOptions,
  adaptiveJump,
  JUMP_ERRORS,
  type JumpErrorsName,
} from "./dynamics/adaptive-jump.js";
export { type AntitheticOptions, antithetic } from "./dynamics/antithetic.js";
export type { AskingSimulations, SimulationQuery } from "./dynamics/asking-simulations.js";
export { type AgentsCells, type AgentsCellsOptions, agentsCells } from "./dynamics/densities/agents-cells.js";
export {
  type DensityCells,
  type DriftDiffusionCells,
  type DriftDiffusionCellsOptions,
  driftDiffusionCells,
} from "./dynamics/densities/drift-diffusion-cells.js";
export { leastSquaresVelocity, secondOrderStep } from "./dynamics/fitted-estimates.js";
export {
  type AgentsSteadyLaw,
  agentsLawAt,
  agentsSteadyLaw,
  agentsTradesResidual,
} from "./dynamics/laws/agents-steady-law.js";
export { type BoxDiffusionLawOptions, boxDiffusionLaw } from "./dynamics/laws/box-diffusion-law.js";
export {
  type EulerSteadyLaw,
  type EulerSteadyLawOptions,
  eulerSteadyLaw,
} from "./dynamics/laws/euler-steady-law.js";
export type { IntervalLaw, LineLaw } from "./dynamics/laws/law.js";
export {
  type OrnsteinUhlenbeckMomentsOptions,
  ornsteinUhlenbeckMoments,
} from "./dynamics/laws/ornstein-uhlenbeck-moments.js";
export {
  type PlanarLaw,
  type PlanarSteadyLawOptions,
  planarSteadyLaw,
} from "./dynamics/laws/planar-steady-law.js";
export { type SteadyLawOptions, steadyLaw } from "./dynamics/laws/steady-law.js";
export { type NoCrossingOptions, noCrossingDuration } from "./dynamics/no-crossing.js";
export {
  type Box,
  type Jump,
  keepHidden,
  type ParticleSystem,
  type Particles,
  type Reinitialise,
  type Simulator,
} from "./dynamics/particles.js";
export { reflect } from "./dynamics/reflect.js";
export {
  type BandwidthCurve,
  type BandwidthOptions,
  bandwidthCurve,
  thumbBandwidth,
} from "./dynamics/smoothing/bandwidth.js";
export {
  type GradientProjectionOptions,
  gradientProjection,
} from "./dynamics/smoothing/gradient-projection.js";
export { type LocalLinearOptions, localLinear } from "./dynamics/smoothing/local-linear.js";
export { fieldOf, type ParticleField } from "./dynamics/smoothing/particle-field.js";
export { splitSquaredNorms } from "./dynamics/split-norm.js";
export { branchResidual } from "./dynamics/steady/branch-residual.js";
export type { CoarseDescription } from "./dynamics/steady/coarse-description.js";
export {
  type CoarseTimestepper,
  type CoarseTimestepperOptions,
  coarseTimestepper,
} from "./dynamics/steady/coarse-timestepper.js";
export {
  adamStep,
  type DescentPlaces,
  type DescentStep,
  gradientStep,
} from "./dynamics/steady/descent-step.js";
export {
  type DistributionOptions,
  distribution,
  distributionDescription,
} from "./dynamics/steady/distribution-description.js";
export {
  type DescentState,
  fallingRate,
  type ParticleDescent,
  type ParticleDescentOptions,
  particleDescent,
  particleDescentEpoch,
  particleDescentStates,
} from "./dynamics/steady/particle-descent.js";
export {
  type ParticleDescriptionOptions,
  particleDescription,
} from "./dynamics/steady/particle-description.js";
export { cartesianChart, type PlaneChart, polarChart } from "./dynamics/steady/plane-chart.js";
export {
  type QuantileOptions,
  quantileDescription,
  quantiles,
} from "./dynamics/steady/quantile-description.js";
export {
  medianSquaredDisplacement,
  type SinkhornResidualOptions,
  sinkhornResidual,
} from "./dynamics/steady/sinkhorn-residual.js";
export {
  type Stability,
  type StabilityOptions,
  stability,
  stabilitySteps,
} from "./dynamics/steady/stability.js";
export {
  coarseResidual,
  commonNoise,
  freshNoise,
  type Noise,
  noiseOfIteration,
  type SteadyIteration,
  type SteadyQuery,
  type SteadyState,
  type SteadyStateOptions,
  steadyState,
  steadyStateSteps,
} from "./dynamics/steady/steady-state.js";
export {
  type AngularTableOptions,
  angularDescription,
  type JointTableOptions,
  jointDescription,
  type TableOptions,
  tableDescription,
} from "./dynamics/steady/table-description.js";
export {
  type ParticleLoss,
  type ParticleResidual,
  wassersteinResidual,
} from "./dynamics/steady/wasserstein-residual.js";
export { type WithHiddenOptions, withHidden } from "./dynamics/steady/with-hidden.js";
export { type StepSizeCurve, type StepSizeOptions, stepSizeCurve } from "./dynamics/step-size.js";
export { agents } from "./dynamics/systems/agents.js";
export {
  AGENTS_DEFAULTS,
  type AgentsConstants,
  type AgentsOptions,
} from "./dynamics/systems/agents-options.js";
export { type BoxDiffusionOptions, boxDiffusion } from "./dynamics/systems/box-diffusion.js";
export { type BranchingRates, branching } from "./dynamics/systems/branching.js";
export {
  type CellStates,
  type ChemotaxisSystem,
  chemotaxis,
} from "./dynamics/systems/chemotaxis.js";
export {
  CHEMOTAXIS_DEFAULTS,
  CHEMOTAXIS_RECONSTRUCTED,
  type ChemotaxisConstants,
  type ChemotaxisOptions,
} from "./dynamics/systems/chemotaxis-options.js";
export { type DoubleWellOptions, doubleWell } from "./dynamics/systems/double-well.js";
export { type DriftDiffusionOptions, driftDiffusion } from "./dynamics/systems/drift-diffusion.js";
export { type GrowthRate, growing } from "./dynamics/systems/growing.js";
export { type HalfMoonOptions, halfMoon } from "./dynamics/systems/half-moon.js";
export { type LangevinOptions, langevin } from "./dynamics/systems/langevin.js";
export {
  type OrnsteinUhlenbeckOptions,
  type OrnsteinUhlenbeckScheme,
  ornsteinUhlenbeck,
} from "./dynamics/systems/ornstein-uhlenbeck.js";
export type { Potential } from "./dynamics/systems/potential.js";
export { chemotacticPotential } from "./dynamics/systems/potentials/chemotactic.js";
export {
  type DoubleWellPotentialOptions,
  doubleWellPotential,
} from "./dynamics/systems/potentials/double-well.js";
export {
  type HalfMoonPotentialOptions,
  halfMoonPotential,
} from "./dynamics/systems/potentials/half-moon.js";
export {
  type QuadraticPotentialOptions,
  quadraticPotential,
} from "./dynamics/systems/potentials/quadratic.js";
export { type RunAndTumbleOptions, runAndTumble } from "./dynamics/systems/run-and-tumble.js";
export type { Attractant } from "./dynamics/systems/runs.js";
export {
  type ProjectiveOptions,
  projective,
  projectiveStep,
  simulatedShare,
  stableLeap,
  telescopic,
} from "./dynamics/telescopic.js";
export { derivativeCoefficients, leapCoefficients } from "./dynamics/time-polynomial.js";
export { averagedDifferences, forwardDifference, type JumpEstimate } from "./dynamics/timestep/estimate.js";
export { particleWise } from "./dynamics/timestep/particle-wise.js";
export type {
  Clock,
  JumpChoice,
  JumpRule,
  JumpRuleState,
  RunOptions,
  Smooth,
  TimestepOptions,
} from "./dynamics/timestep/run-plan.js";
export { type RunSchedule, runSchedule } from "./dynamics/timestep/run-schedule.js";
export type { JumpReport, MicroSteps, RunState, RunStep, Stage } from "./dynamics/timestep/run-state.js";
export type { TimeWindow, WindowShape } from "./dynamics/timestep/time-window.js";
export { type Timestep, timestep } from "./dynamics/timestep/timestep.js";
export { isDiscarded, microStepsOf, type RunMeans, timestepRun } from "./dynamics/timestep/timestep-run.js";
export {
  type AsyncEmbedWindow,
  combineMaps,
  type EmbedWindow,
  type MapTask,
  mapTask,
  type WindowMaps,
} from "./dynamics/timestep/window-maps.js";
export { wholeSteps } from "./dynamics/whole-steps.js";
export {
  ConvergenceError,
  FormatError,
  isOtError,
  MeasureError,
  type OtError,
  type OtErrorTag,
  ShapeError,
  SimulatorError,
} from "./errors.js";
export {
  drawCoefficients,
  fitRowGaussian,
  type RowGaussian,
  type RowGaussianOptions,
} from "./generation/gaussian-coefficients.js";
export { type Neighbourhood, neighbourhood } from "./generation/neighbourhood.js";
export { equalShares, randomShares, type ShareOptions, sharesBetween } from "./generation/random-shares.js";
export { spreadOfDistances } from "./generation/spread.js";
export { binomialInterval, type Interval } from "./hypothesis/binomial-interval.js";
export {
  DISSIMILARITIES,
  type Dissimilarity,
  type DissimilarityName,
} from "./hypothesis/dissimilarity.js";
export { holm, type PairTest, pairwiseTests } from "./hypothesis/pairwise-tests.js";
export {
  type PermutationTest,
  type PermutationTestOptions,
  permutationTest,
  TEST_DEFAULTS,
} from "./hypothesis/permutation-test.js";
export {
  type RejectionRate,
  type SplitOptions,
  type SplitRejections,
  splitRejections,
} from "./hypothesis/rejection-rates.js";
export {
  type SlicedDistances,
  type SlicedDistancesOptions,
  slicedDistances,
} from "./hypothesis/sliced-distances.js";
export { groupSizes, selectGroups, selectUnits, type Units, unitsOf } from "./hypothesis/units.js";
export {
  CLASSIFIERS,
  type Classifier,
  type ClassifierName,
  type ClassifierTypes,
  type FittedClassifier,
  predictClasses,
} from "./learn/classifier.js";
export { pearson, spearman } from "./learn/correlation.js";
export { type ForestModel, type ForestOptions, fitForest, predictForest } from "./learn/forest.js";
export { hierarchicalClusters, type Linkage, requireHierarchical } from "./learn/hierarchical.js";
export { fitKMeans, type KMeansModel, type KMeansOptions, predictKMeans } from "./learn/k-means.js";
export { fitKMedoids, type KMedoidsModel, type KMedoidsOptions } from "./learn/k-medoids.js";
export { fitKnn, type KnnModel, predictKnn } from "./learn/knn.js";
export { fitLda, type LdaModel, type LdaOptions, predictLda, transformLda } from "./learn/lda.js";
export {
  decide,
  isLinear,
  type LinearDecisions,
  ldaDecisions,
  linearDecisions,
  svmDecisions,
} from "./learn/linear-decisions.js";
export { blockShares, type LinearPattern, linearPattern } from "./learn/linear-pattern.js";
export { bestMatching } from "./learn/matching.js";
export { fitPca, inversePca, type PcaModel, transformPca } from "./learn/pca.js";
export { type PermutationOptions, permutationImportance } from "./learn/permutation-importance.js";
export {
  type FitScaling,
  fitGlobalScaling,
  fitNoScaling,
  fitStandardScaling,
  inverseScaling,
  type Scaling,
  transformScaling,
} from "./learn/scaling.js";
export {
  accuracy,
  adjustedRandIndex,
  confusionMatrix,
  majorityRate,
  matchedAccuracy,
  normalisedMutualInformation,
  purity,
  standardError,
} from "./learn/score.js";
export {
  AFFINITIES,
  type Affinity,
  type SpectralClustering,
  type SpectralOptions,
  spectralClusters,
} from "./learn/spectral-clustering.js";
export { type ClassLabels, type Fold, groupedFolds, stratifiedFolds } from "./learn/split.js";
export {
  fitLinearSvm,
  fitRbfSvm,
  type LinearSvmModel,
  predictLinearSvm,
  predictRbfSvm,
  type RbfSettings,
  type RbfSvmModel,
  type SvmSettings,
} from "./learn/svm.js";
export { selectTraining, type Training, type TrainingSize, training } from "./learn/training.js";
export { type Tuned, type TuneOptions, tuneClassifier } from "./learn/tune.js";
export {
  type ClassBarycenterOptions,
  classBarycenterReferences,
  type EmbedMeasures,
} from "./lot/class-barycenters.js";
export { combine, combineAffine } from "./lot/combine.js";
export { defaultMetric } from "./lot/default-metric.js";
export {
  type EmbeddedItems,
  lotDistance,
  lotDistanceBetween,
  lotDistances,
  rowDistance,
} from "./lot/distance.js";
export { joinEmbedded, selectEmbedded } from "./lot/embedded-items.js";
export {
  type Embedding,
  type EmbeddingBlock,
  type EmbedOptions,
  embed,
  rowLength,
  singularMasses,
  stackTangents,
  toRow,
  toTangent,
} from "./lot/embedding.js";
export { expMap } from "./lot/exp-map.js";
export { drawPairs, type PairDistances, type PairOptions, samplePairs } from "./lot/fidelity.js";
export { type Geodesic, geodesic } from "./lot/geodesic.js";
export type { MetricCost } from "./lot/geometry.js";
export { type LogMapOptions, logMap } from "./lot/log-map.js";
export { medoidReference } from "./lot/medoid-reference.js";
export {
  type HkMetric,
  hkMetric,
  type Metric,
  type MetricName,
  type OptMetric,
  optMetric,
  type W2Metric,
  w2Metric,
} from "./lot/metric.js";
export { metricCost } from "./lot/metric-cost.js";
export type { TransportSolver } from "./lot/prepared-reference.js";
export {
  barycenterReference,
  gaussianReference,
  kMeansReference,
  type Reference,
  type ReferenceFit,
  type ReferenceOptions,
  type ReferenceOrigin,
  reference,
  subsampleReference,
} from "./lot/reference.js";
export { type Tangent, type TangentVector, tangentInner } from "./lot/tangent.js";
export {
  ALIGNMENTS,
  type Alignment,
  type AlignmentMode,
  alignmentRule,
  applyAlignment,
  fitAlignment,
} from "./measure/align.js";
export {
  type AsymmetricOptions,
  asymmetricBaseline,
  BASELINES,
  type BaselineFit,
  type BaselineName,
} from "./measure/baseline.js";
export { binnedAxis, binnedColumns } from "./measure/bins.js";
export {
  type Attribute,
  attributeValues,
  type Collection,
  collection,
  type ItemKind,
  selectItems,
  withMeasures,
} from "./measure/collection.js";
export { onCommonSupport } from "./measure/common-support.js";
export {
  type Cost,
  type HellingerKantorovich,
  hellingerKantorovich,
  type SquaredEuclidean,
  squaredEuclidean,
} from "./measure/cost.js";
export {
  type Cube,
  type CubeValues,
  pixelSpectra,
  pixelsWithData,
  type ReflectanceCount,
  requireReflectances,
  selectBands,
} from "./measure/cube.js";
export {
  distanceFeatures,
  type FeatureOptions,
  type GeodesicOptions,
  geodesicFeatures,
} from "./measure/invariant-features.js";
export {
  commonDimension,
  type Measure,
  type MeasureOptions,
  type Moments,
  massive,
  measure,
  moments,
  normalise,
  type PointsInput,
  pool,
  pushforward,
  resample,
  selectPoints,
  totalMass,
} from "./measure/measure.js";
export { type Merged, mergeRepeated } from "./measure/merge.js";
export { areaMeasure, type Mesh, surfaceSample, vertexMeasure } from "./measure/mesh.js";
export { NEGATIVES, type NegativeRule } from "./measure/negatives.js";
export { ontoAxis } from "./measure/onto-axis.js";
export { type Spectra, type SpectraParts, spectra } from "./measure/spectra.js";
export {
  type AxisKind,
  axisLabel,
  type BandChoice,
  requireOneAxis,
  type SpectralAxis,
} from "./measure/spectral-axis.js";
export {
  BAND_MASSES,
  type BandMass,
  type ReportedStep,
  SPECTRUM_STEPS,
  type SpectrumMeasures,
  type SpectrumSteps,
  spectrumItem,
  spectrumMeasures,
} from "./measure/spectrum-steps.js";
export type { Model, ModelOrigin, ModelScore, StoredModel, TrainingItemsInfo } from "./model/model.js";
export type { ItemRecipe } from "./model/recipe.js";
export {
  fitSpread,
  type SpreadRows,
  type TrainingSpread,
  type Unusualness,
  unusualness,
} from "./model/spread.js";
export { detour, squaredLength } from "./modes/detour.js";
export { type TangentDirection, tangentAlong, tangentDirection } from "./modes/direction.js";
export { patchColumns, pointPatches } from "./modes/point-patches.js";
export { massOutside } from "./modes/tangent-limits.js";
export {
  deviationsOf,
  fitModes,
  reconstructionErrors,
  type TangentModes,
  tangentAt,
} from "./modes/tangent-modes.js";
export { type ModeStep, modeRange, placesOf, walkMode } from "./modes/walk.js";
export { type Asking, answered } from "./numeric/asking.js";
export type { BranchQuery } from "./numeric/branch-corrector.js";
export {
  type Certificate,
  type OnProgress,
  type Progress,
  relativeGap,
  type Status,
} from "./numeric/certificate.js";
export {
  type Branch,
  type BranchPoint,
  type ContinuationOptions,
  continuation,
  continuationSteps,
} from "./numeric/continuation.js";
export { topEigen } from "./numeric/eigen.js";
export { gmres, gmresSteps, type KrylovOptions, type KrylovResult } from "./numeric/gmres.js";
export { gram, squaredDistances } from "./numeric/gram.js";
export type { IterationOptions, Stop } from "./numeric/iterate.js";
export {
  type ArnoldiOptions,
  type Eigenvalue,
  leadingEigenvalues,
  leadingEigenvaluesSteps,
} from "./numeric/leading-eigenvalues.js";
export { armijo, type LineSearch, strongWolfe, type WolfeOptions, wholeStep } from "./numeric/line-search.js";
export {
  columnMeans,
  type Matrix,
  matrix,
  matrixFromRows,
  multiply,
  rowView,
  selectRows,
  transpose,
} from "./numeric/matrix.js";
export { mirrored } from "./numeric/mirrored.js";
export {
  eisenstatWalker,
  type Forcing,
  type NewtonIteration,
  type NewtonKrylovOptions,
  type NewtonQuery,
  newtonKrylov,
  newtonKrylovSteps,
  type Root,
} from "./numeric/newton-krylov.js";
export { pchip } from "./numeric/pchip.js";
export { permutation, type Random, seededRandom, someOf } from "./numeric/random.js";
export { compensatedSum } from "./numeric/sum.js";
export { type Eigen, symmetricEigen } from "./numeric/symmetric-eigen.js";
export { type PathShape, pathShape } from "./paths/diagnostics.js";
export type { Family } from "./paths/family.js";
export { type GeneralisedFamily, generalisedPaths } from "./paths/generalised-path.js";
export { geodesicPath } from "./paths/geodesic-path.js";
export { type LotFamily, lotPaths } from "./paths/lot-path.js";
export type { Bounds, EndDistances, MeasurePath } from "./paths/path.js";
export type { TokenMatching } from "./paths/token-matching.js";
export {
  TOKEN_ROUTES,
  type TokenPath,
  type TokenRoute,
  type TokenRouteName,
  tokenPath,
} from "./paths/token-path.js";
export type { DictionaryTask, PoolDictionaryOptions } from "./pool/learn-dictionary.js";
export {
  createPool,
  type MeasureStream,
  type PairCost,
  type PoolCostOptions,
  type PoolOptions,
  type PoolWorkOptions,
  type WorkerPool,
} from "./pool/pool.js";
export { WorkerError } from "./pool/worker-error.js";
export { equalMasses } from "./transport/balance.js";
export { type DebiasedOptions, debiasedBarycenter } from "./transport/barycenter/debiased.js";
export {
  type FixedSupportBarycenter,
  type FixedSupportOptions,
  fixedSupportBarycenter,
} from "./transport/barycenter/fixed-support.js";
export {
  type Barycenter,
  type BarycenterOptions,
  barycenter,
} from "./transport/barycenter/free-support.js";
export { certify } from "./transport/certify.js";
export { entropicMap } from "./transport/entropic/entropic-map.js";
export { type SinkhornOptions, sinkhorn } from "./transport/entropic/sinkhorn.js";
export {
  type DivergenceOptions,
  type EntropicTerm,
  type SinkhornDivergence,
  sinkhornDivergence,
} from "./transport/entropic/sinkhorn-divergence.js";
export { type ExactOptions, exact, exactFrom } from "./transport/exact.js";
export { type Gaussian, gaussian, gaussianOf } from "./transport/gaussian/gaussian.js";
export {
  type GaussianBarycenter,
  type GaussianBarycenterOptions,
  gaussianBarycenter,
} from "./transport/gaussian/gaussian-barycenter.js";
export {
  type GaussianTransport,
  gaussianGeodesic,
  gaussianMap,
  gaussianTransport,
  gelbrichBound,
} from "./transport/gaussian/gaussian-transport.js";
export {
  type EntropicFusedGromovOptions,
  type EntropicGromovOptions,
  entropicFusedGromovWasserstein,
  entropicGromovWasserstein,
} from "./transport/gromov/entropic-gromov-wasserstein.js";
export {
  type FusedGromovOptions,
  fusedGromovWasserstein,
} from "./transport/gromov/fused-gromov-wasserstein.js";
export { gromovWasserstein } from "./transport/gromov/gromov-wasserstein.js";
export {
  euclideanDistances,
  type GivenDistances,
  type IntrinsicDistances,
  squaredEuclideanDistances,
} from "./transport/gromov/intrinsic-distances.js";
export type { GromovOptions, GromovTransport } from "./transport/gromov/solve-gromov.js";
export type { GromovStart } from "./transport/gromov/start.js";
export {
  defaultStarts,
  eccentricityStart,
  featureStart,
  productStart,
  randomStarts,
  thirdBoundStart,
} from "./transport/gromov/starts.js";
export { oneD } from "./transport/one-d.js";
export { type PartialOptions, type PartialTransport, partial } from "./transport/partial/partial.js";
export {
  applyPlan,
  barycentricProjection,
  type EntropicPlan,
  marginals,
  type Plan,
  type PlanEntry,
  type SparsePlan,
  topEntries,
  transposePlan,
} from "./transport/plan.js";
export {
  type MaxSlicedOptions,
  type MaxSlicedTransport,
  maxSliced,
} from "./transport/sliced/max-sliced.js";
export {
  type SlicedOptions,
  type SlicedStatistics,
  type SlicedTransport,
  sliced,
} from "./transport/sliced/sliced.js";
export { type SolveOptions, solve } from "./transport/solve.js";
export { type Cells, semidiscreteAssign, semidiscreteMap } from "./transport/stochastic/cells.js";
export type { Estimate } from "./transport/stochastic/estimate.js";
export type { SemidiscreteStatistics } from "./transport/stochastic/fresh-statistics.js";
export {
  type MinibatchOptions,
  type MinibatchStatistics,
  type MinibatchTransport,
  minibatch,
} from "./transport/stochastic/minibatch.js";
export {
  boxSampler,
  gaussianSampler,
  measureSampler,
  type Sampler,
} from "./transport/stochastic/sampler.js";
export {
  type SemidiscreteOptions,
  type SemidiscreteTransport,
  semidiscrete,
} from "./transport/stochastic/semidiscrete.js";
export { type Potentials, requireConverged, type Transport } from "./transport/transport.js";
export { certifyUnbalanced, type UnbalancedTransport } from "./transport/unbalanced/certify-unbalanced.js";
export type { RelaxationOptions } from "./transport/unbalanced/relaxation.js";
export { type UnbalancedOptions, unbalanced } from "./transport/unbalanced/unbalanced.js";
export {
  type UnbalancedDivergence,
  type UnbalancedDivergenceOptions,
  unbalancedDivergence,
} from "./transport/unbalanced/unbalanced-divergence.js";
export { type UnbalancedExactOptions, unbalancedExact } from "./transport/unbalanced/unbalanced-exact.js";
export { VERSION } from "./version.js";
