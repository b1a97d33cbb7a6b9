import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as loaders from "../loaders/index.js";
import * as nodeLoaders from "../loaders/node.js";
import * as pipelines from "../pipelines/index.js";
import * as pushforward from "../src/index.js";

/** What each entry point offers: a name gone or changed breaks its users, a name added must be meant. */
const DOORS = [
  {
    door: "pushforward",
    file: "src/index.ts",
    module: pushforward,
    values: `
      ADAPTATION_PLANS AFFINITIES AGENTS_DEFAULTS ALIGNMENTS BAND_MASSES BASELINES CHEMOTAXIS_DEFAULTS
      CHEMOTAXIS_RECONSTRUCTED CLASSIFIERS ConvergenceError DAMAGES DICTIONARY_LOSSES DICTIONARY_PRESETS
      DISSIMILARITIES FormatError JUMP_ERRORS MeasureError NEGATIVES SPECTRUM_STEPS ShapeError
      SimulatorError TEST_DEFAULTS TOKEN_ROUTES VERSION WorkerError accuracy adamStep adaptRows
      adaptiveJump adjustedRandIndex agents agentsCells agentsLawAt agentsSteadyLaw agentsTradesResidual
      alignmentRule angularDescription answered antithetic applyAlignment applyPlan areaMeasure armijo
      asymmetricBaseline attributeValues averagedDifferences axisLabel bandwidthCurve barycenter
      barycenterReference barycenterRows barycentricAdaptation barycentricCodes barycentricProjection
      bestMatching binnedAxis binnedColumns binomialInterval blockShares boxDiffusion boxDiffusionLaw
      boxSampler branchResidual branching cartesianChart certify certifyUnbalanced chemotacticPotential
      chemotaxis classBarycenterReferences classRegularised coarseResidual coarseTimestepper collection
      columnMeans combine combineAffine combineMaps commonDimension commonNoise compensatedSum
      completeMeasure confusionMatrix continuation continuationSteps cover createPool damage
      debiasedBarycenter decide defaultMetric defaultStarts derivativeCoefficients detour deviationsOf
      dictionaryProblem dictionaryWeights distanceFeatures distribution distributionDescription
      doubleWell doubleWellPotential drawCoefficients drawPairs driftDiffusion driftDiffusionCells
      eccentricityStart eisenstatWalker embed encodeDictionary entropicFusedGromovWasserstein
      entropicGromovWasserstein entropicMap equalMasses equalShares euclideanDistances eulerSteadyLaw
      evaluateTraining exact exactFrom expMap fallingRate featureStart fieldOf fitAdaptation
      fitAlignment fitDictionary fitForest fitGlobalScaling fitKMeans fitKMedoids fitKnn fitLda
      fitLinearSvm fitLotDictionary fitModes fitNoScaling fitPca fitRbfSvm fitRowGaussian fitSpread
      fitStandardScaling fixedSupportBarycenter forwardDifference freshNoise fusedGromovWasserstein
      gaussian gaussianBarycenter gaussianGeodesic gaussianMap gaussianOf gaussianReference
      gaussianSampler gaussianTransport gelbrichBound generalisedPaths geodesic geodesicFeatures
      geodesicPath gmres gmresSteps gradientProjection gradientStep gram gromovWasserstein groupSizes
      groupedFolds growing halfMoon halfMoonPotential hellingerKantorovich hierarchicalClusters hkMetric
      holm inversePca inverseScaling isDiscarded isLinear isOtError joinEmbedded jointDescription
      kMeansReference keepHidden langevin ldaDecisions leadingEigenvalues leadingEigenvaluesSteps
      leapCoefficients leastSquaresVelocity linearDecisions linearPattern localLinear logMap
      lossGradient lotDistance lotDistanceBetween lotDistances lotPaths majorityRate mapTask marginals
      massOutside massive matchedAccuracy matrix matrixFromRows maxSliced measure measureSampler
      medianSquaredDisplacement medoidReference mergeRepeated metricCost microStepsOf minibatch mirrored
      modeRange moments multiply nearestAtom neighbourhood newtonKrylov newtonKrylovSteps
      noCrossingDuration noiseOfIteration normalise normalisedMutualInformation onCommonSupport oneD
      ontoAxis optMetric ornsteinUhlenbeck ornsteinUhlenbeckMoments pairwiseTests parseDictionary
      partial particleDescent particleDescentEpoch particleDescentStates particleDescription
      particleWise patchColumns pathShape pchip pearson permutation permutationImportance
      permutationTest pixelSpectra pixelsWithData placesOf planarSteadyLaw pointPatches polarChart pool
      predictClasses predictForest predictKMeans predictKnn predictLda predictLinearSvm predictRbfSvm
      productStart projective projectiveStep purity pushforward quadraticPotential quantileDescription
      quantiles randomShares randomStarts reconstructionErrors reference reflect relativeGap
      requireConverged requireHierarchical requireOneAxis requireReflectances resample rowDistance
      rowLength rowView runAndTumble runSchedule samplePairs secondOrderStep seededRandom selectBands
      selectEmbedded selectGroups selectItems selectPoints selectRows selectTraining selectUnits
      semidiscrete semidiscreteAssign semidiscreteMap sharesBetween simplexQuadratic simulatedShare singularMasses
      sinkhorn sinkhornDivergence sinkhornResidual sliced slicedDistances solve someOf spearman spectra
      spectralClusters spectrumItem spectrumMeasures splitRejections splitSquaredNorms spreadOfDistances
      squaredDistances squaredEuclidean squaredEuclideanDistances squaredLength stability stabilitySteps
      stableLeap stackTangents standardError startTraining steadyLaw steadyState steadyStateSteps
      stepSizeCurve stratifiedFolds strongWolfe subsampleReference surfaceSample svmDecisions
      symmetricEigen synthesise tableDescription tangentAlong tangentAt tangentDirection tangentInner
      telescopic thirdBoundStart thumbBandwidth timestep timestepRun toRow toTangent tokenPath topEigen
      topEntries totalMass trainSteps training transformLda transformPca transformScaling transpose
      transposePlan tuneClassifier unbalanced unbalancedDivergence unbalancedExact unitsOf unusualness
      vertexMeasure w2Metric walkMode wassersteinResidual wholeStep wholeSteps withHidden withMeasures`,
    types: `
      Adaptation AdaptationOptions AdaptationPlanName AdaptationStrengths AdaptiveJumpOptions Affinity
      AgentsCells AgentsCellsOptions AgentsConstants AgentsOptions AgentsSteadyLaw Alignment
      AlignmentMode AngularTableOptions AntitheticOptions ArnoldiOptions Asking AskingSimulations
      AsymmetricOptions AsyncEmbedWindow Attractant Attribute AxisKind BandChoice BandMass
      BandwidthCurve BandwidthOptions Barycenter BarycenterOptions BarycentricCodes BaselineFit
      BaselineName Bounds Box BoxDiffusionLawOptions BoxDiffusionOptions Branch BranchPoint BranchQuery
      BranchingRates CellStates Cells Certificate ChemotaxisConstants ChemotaxisOptions ChemotaxisSystem
      ClassBarycenterOptions ClassLabels ClassRegularisedOptions ClassRegularisedTransport Classifier
      ClassifierName ClassifierTypes Clock CoarseDescription CoarseTimestepper CoarseTimestepperOptions
      Collection CompleteOptions Completion ContinuationOptions Cost Cover Cube CubeValues DamageName
      Damaged DebiasedOptions DensityCells DescentPlaces DescentState DescentStep Dictionary
      DictionaryFitOptions DictionaryLossName DictionaryOptions DictionaryPresetName DictionaryProblem
      DictionaryRunOptions DictionarySettings DictionaryTask DictionaryWeights DictionaryWeightsOptions
      Dissimilarity DissimilarityName DistributionOptions DivergenceOptions DoubleWellOptions
      DoubleWellPotentialOptions DriftDiffusionCells DriftDiffusionCellsOptions DriftDiffusionOptions
      Eigen Eigenvalue EmbedMeasures EmbedOptions EmbedWindow EmbeddedItems Embedding EmbeddingBlock
      EndDistances EntropicFusedGromovOptions EntropicGromovOptions EntropicPlan EntropicTerm Estimate
      EulerSteadyLaw EulerSteadyLawOptions Evaluation ExactOptions Family FeatureOptions FitScaling
      FittedAdaptation FittedClassifier FixedSupportBarycenter FixedSupportOptions Fold Forcing
      ForestModel ForestOptions FusedGromovOptions Gaussian GaussianBarycenter GaussianBarycenterOptions
      GaussianTransport GeneralisedFamily Geodesic GeodesicOptions GivenDistances
      GradientProjectionOptions GromovOptions GromovStart GromovTransport GrowthRate HalfMoonOptions
      HalfMoonPotentialOptions HellingerKantorovich HkMetric HullOptions HullProblem Interval
      IntervalLaw IntrinsicDistances ItemKind ItemRecipe IterationOptions JointTableOptions Jump
      JumpChoice JumpErrorsName JumpEstimate JumpReport JumpRule JumpRuleState KMeansModel KMeansOptions
      KMedoidsModel KMedoidsOptions KnnModel KrylovOptions KrylovResult LangevinOptions LdaModel
      LdaOptions LineLaw LineSearch LinearDecisions LinearPattern LinearSvmModel Linkage
      LocalLinearOptions LogMapOptions LossGradient LossKind LotDictionary LotDictionaryOptions
      LotFamily MapTask Matrix MaxSlicedOptions MaxSlicedTransport Measure MeasureOptions MeasurePath
      MeasureStream Merged Mesh Metric MetricCost MetricName MicroSteps MinibatchOptions
      MinibatchStatistics MinibatchTransport ModeStep Model ModelOrigin ModelScore Moments NearestAtom
      NegativeRule Neighbourhood NewtonIteration NewtonKrylovOptions NewtonQuery NoCrossingOptions Noise
      OnProgress OptMetric OrnsteinUhlenbeckMomentsOptions OrnsteinUhlenbeckOptions
      OrnsteinUhlenbeckScheme OtError OtErrorTag PairCost PairDistances PairOptions PairTest
      PartialOptions PartialTransport ParticleDescent ParticleDescentOptions ParticleDescriptionOptions
      ParticleField ParticleLoss ParticleResidual ParticleSystem Particles PathShape PcaModel
      PermutationOptions PermutationTest PermutationTestOptions Plan PlanEntry PlanarLaw
      PlanarSteadyLawOptions PlaneChart PointsInput PoolCostOptions PoolDictionaryOptions PoolOptions
      PoolWorkOptions Potential Potentials Progress ProjectiveOptions QuadraticPotentialOptions
      QuantileOptions Random RbfSettings RbfSvmModel Reference ReferenceFit ReferenceOptions
      ReferenceOrigin ReflectanceCount Reinitialise RejectionRate RelaxationOptions ReportedStep Restart
      Root RowGaussian RowGaussianOptions RunAndTumbleOptions RunMeans RunOptions RunSchedule RunState
      RunStep Sampler Scaling SemidiscreteOptions SemidiscreteStatistics SemidiscreteTransport
      ShareOptions SimplexSolution SimulationQuery Simulator SinkhornDivergence SinkhornOptions
      SinkhornResidualOptions SlicedDistances SlicedDistancesOptions SlicedOptions SlicedStatistics
      SlicedTransport Smooth SolveOptions SparsePlan Spectra SpectraParts SpectralAxis
      SpectralClustering SpectralOptions SpectrumMeasures SpectrumSteps SplitOptions SplitRejections
      SpreadRows SquaredEuclidean Stability StabilityOptions Stage Status SteadyIteration
      SteadyLawOptions SteadyQuery SteadyState SteadyStateOptions StepSizeCurve StepSizeOptions Stop
      StoredModel SvmSettings TableOptions Tangent TangentDirection TangentModes TangentVector
      TimeWindow Timestep TimestepOptions TokenMatching TokenPath TokenRoute TokenRouteName Training
      TrainingItemsInfo TrainingOptions TrainingSettings TrainingSize TrainingSpread TrainingState
      Transport TransportSolver TuneOptions Tuned UnbalancedDivergence UnbalancedDivergenceOptions
      UnbalancedExactOptions UnbalancedOptions UnbalancedTransport Units Unusualness W2Metric WindowMaps
      WindowShape WithHiddenOptions WolfeOptions WorkerPool`,
  },
  {
    door: "pushforward/loaders",
    file: "loaders/index.ts",
    module: loaders,
    values: `
      MEASURE_EXTENSIONS coordinateNames encodeMeasure encodeMeasureCsv encodeModel encodeNpy
      encodeNpyTexts encodePly encodePng imageMeasure isModelStart parquetPieces parseEnviCube
      parseEnviHeader parseHdf5 parseHdf5Cube parseHdf5Matrix parseIdx parseImageCsv parseJcamp parseMat
      parseMatCube parseMatMatrix parseMeasureCsv parseMeasureFile parseModel parseNpyArray
      parseNpyDataset parseNpyMeasure parseNpz parseObj parseOff parsePcd parsePly parsePngLabels
      parsePointTable parseShareTable parseSpectraCsv parseStl parseWavelengths parseXyz pixelMasses
      zipFile zipMember zipMemberOf zipPieces`,
    types: `
      ArrayVariable EncodedMeasure EnviHeader ImageSize LabelImage MatOptions MeasureCsvOptions
      MeasureFileOptions MeasureRule ModelFileOptions NpyArray NpyMeasureOptions NpyOptions
      ParquetColumn ParquetOptions ParquetRows ParsedFile ParsedMeasure PointTableOptions ShareTable
      SpectrumFiles SpectrumRule VariableOptions ZipMember ZipOptions`,
  },
  {
    door: "pushforward/loaders/node",
    file: "loaders/node.ts",
    module: nodeLoaders,
    values: `
      isCubePath loadCube loadDataset loadLabelImage loadMeasure loadModel loadShareTable openDataset
      readWavelengths`,
    types: `
      CubeOptions DatasetOptions FileOptions InputFile LabelImageOptions LoadedCube LoadedDataset
      LoadedLabelImage LoadedMeasure LoadedModel LoadedShareTable MeasureOptions OpenDataset OpenOptions`,
  },
  {
    door: "pushforward/pipelines",
    file: "pipelines/index.ts",
    module: pipelines,
    values: `
      StoreError adaptDataset barycenterOf classify cluster code distance embedDataset findSteadyState
      generate imputeDataset info interpolate main modes parsePixelModel pixelHistograms predict
      references segment simulate testGroups writeFolder`,
    types: `
      AdaptOptions AdaptPlan AdaptResults AdaptScores AtomsInfo AttributeInfo AxisDensity AxisMoments
      AxisResult BarycenterOptions BarycenterResults BranchResults CandidateResult CertificateSummary
      ClassifiedItems ClassifyOptions ClassifyResults ClusterMethod ClusterOptions ClusterResults
      ClusterScores CodeCheck CodeInfo CodeOptions CodeResults DecisionResult DirectionsResult
      DistanceOptions DistancePoint DistanceResults Diversity EmbedOptions EmbedResults ExitCode
      Fidelity FoldResult GenerateOptions GenerateResults GeneratedItem HeldOut ImportanceResult
      ImputeOptions ImputeResults ImputedItem InfoOptions InfoResults InterpolateLeg InterpolateOptions
      InterpolateResults InterpolateStep ItemOptions LawErrors LotOptions MethodErrors MicroSteps
      ModeResult ModesOptions ModesResults MomentPoint NearestScores Normalisation Outcome OutputFile
      PixelModel PixelRecipe PlainResults PlaneResults PredictOptions PredictResults
      PredictScore PredictingModel ProgrammeSummary Range Reconstruction ReferenceKind ReferencesOptions
      ReferencesResults Report SegmentMethodResult SegmentOptions SegmentResults SegmentScores Settings
      SimulateOptions SimulateResults Spread StabilityResults SteadyStateOptions SteadyStateResults
      StepResult Streams TestOptions TestResults TestedDifference TestedGroup TestedPair TestedSplits
      VariantResults WayName WayOptions`,
  },
] as const;

const source = (file: string): string => readFileSync(join(import.meta.dirname, "..", file), "utf8");

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Types behind an entry point, from its text: they leave no trace at run time. */
function typesOf(file: string): string[] {
  const blocks = [...source(file).matchAll(/export (type )?\{([^}]*)\} from/g)];
  return blocks.flatMap(([, all, names]) =>
    names!
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && (all !== undefined || name.startsWith("type ")))
      .map((name) => name.replace(/^type /, "")),
  );
}

describe.each(DOORS)("$door", ({ file, module, values, types }) => {
  it("offers these values", () => {
    expect(Object.keys(module).sort()).toEqual(words(values));
  });

  it("offers these types", () => {
    expect(typesOf(file).sort()).toEqual(words(types));
  });

  it("lists every name one by one", () => {
    const statements = source(file).match(/^export\b.*/gm) ?? [];
    expect(statements.filter((line) => !/^export (type )?\{/.test(line))).toEqual([]);
  });
});

describe("the package", () => {
  it("has these doors and no others", () => {
    const { exports } = JSON.parse(source("package.json"));
    const doors = DOORS.map(({ door }) => door.replace("pushforward", "."));
    expect(Object.keys(exports)).toEqual([...doors, "./package.json"]);
    for (const { door, file } of DOORS) {
      const built = `./dist/${file}`.replace(/\.ts$/, "");
      expect(exports[door.replace("pushforward", ".")]).toEqual({
        types: `${built}.d.ts`,
        default: `${built}.js`,
      });
    }
  });
});
