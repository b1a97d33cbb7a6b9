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
      ADAPTATION_PLANS AFFINITIES ALIGNMENTS BAND_MASSES BASELINES CLASSIFIERS ConvergenceError DAMAGES
      DICTIONARY_LOSSES DICTIONARY_PRESETS DISSIMILARITIES FormatError MeasureError NEGATIVES
      SPECTRUM_STEPS ShapeError SimulatorError TEST_DEFAULTS TOKEN_ROUTES VERSION WorkerError accuracy
      adaptRows adjustedRandIndex alignmentRule applyAlignment applyPlan areaMeasure asymmetricBaseline
      attributeValues axisLabel barycenter barycenterReference barycenterRows barycentricAdaptation
      barycentricCodes barycentricProjection bestMatching binnedAxis binnedColumns binomialInterval
      blockShares boxDiffusion boxSampler certify certifyUnbalanced classBarycenterReferences
      classRegularised collection columnMeans combine combineAffine commonDimension compensatedSum
      completeMeasure confusionMatrix cover createPool damage debiasedBarycenter decide defaultMetric
      defaultStarts detour deviationsOf dictionaryProblem dictionaryWeights distanceFeatures
      drawCoefficients drawPairs eccentricityStart embed encodeDictionary entropicFusedGromovWasserstein
      entropicGromovWasserstein entropicMap equalMasses equalShares euclideanDistances evaluateTraining
      exact exactFrom expMap featureStart fitAdaptation fitAlignment fitDictionary fitForest
      fitGlobalScaling fitKMeans fitKMedoids fitKnn fitLda fitLinearSvm fitLotDictionary fitModes
      fitNoScaling fitPca fitRbfSvm fitRowGaussian fitSpread fitStandardScaling fixedSupportBarycenter
      fusedGromovWasserstein gaussian gaussianBarycenter gaussianGeodesic gaussianMap gaussianOf
      gaussianReference gaussianSampler gaussianTransport gelbrichBound generalisedPaths geodesic
      geodesicFeatures geodesicPath gram gromovWasserstein groupSizes groupedFolds hellingerKantorovich
      hierarchicalClusters hkMetric holm inversePca inverseScaling isLinear isOtError joinEmbedded
      kMeansReference keepHidden ldaDecisions linearDecisions linearPattern logMap lossGradient
      lotDistance lotDistanceBetween lotDistances lotPaths majorityRate marginals massOutside massive
      matchedAccuracy matrix matrixFromRows maxSliced measure measureSampler medoidReference
      mergeRepeated metricCost minibatch modeRange moments multiply nearestAtom neighbourhood normalise
      normalisedMutualInformation onCommonSupport oneD ontoAxis optMetric pairwiseTests parseDictionary
      partial patchColumns pathShape pearson permutation permutationImportance permutationTest
      pixelSpectra pixelsWithData placesOf pointPatches pool predictClasses predictForest predictKMeans
      predictKnn predictLda predictLinearSvm predictRbfSvm productStart purity pushforward randomShares
      randomStarts reconstructionErrors reference reflect relativeGap requireConverged
      requireHierarchical requireOneAxis requireReflectances resample rowDistance rowLength rowView
      samplePairs seededRandom selectBands selectEmbedded selectGroups selectItems selectPoints
      selectRows selectTraining selectUnits semidiscrete semidiscreteAssign semidiscreteMap
      sharesBetween simplexQuadratic singularMasses sinkhorn sinkhornDivergence sliced slicedDistances
      solve someOf spearman spectra spectralClusters spectrumItem spectrumMeasures splitRejections
      spreadOfDistances squaredDistances squaredEuclidean squaredEuclideanDistances squaredLength
      stackTangents standardError startTraining stratifiedFolds subsampleReference surfaceSample
      svmDecisions symmetricEigen synthesise tangentAlong tangentAt tangentDirection tangentInner
      thirdBoundStart toRow toTangent tokenPath topEigen topEntries totalMass trainSteps training
      transformLda transformPca transformScaling transpose transposePlan tuneClassifier unbalanced
      unbalancedDivergence unbalancedExact unitsOf unusualness vertexMeasure w2Metric walkMode
      wholeSteps withMeasures`,
    types: `
      Adaptation AdaptationOptions AdaptationPlanName AdaptationStrengths Affinity Alignment
      AlignmentMode AsymmetricOptions Attribute AxisKind BandChoice BandMass Barycenter
      BarycenterOptions BarycentricCodes BaselineFit BaselineName Bounds Box BoxDiffusionOptions Cells
      Certificate ClassBarycenterOptions ClassLabels ClassRegularisedOptions ClassRegularisedTransport
      Classifier ClassifierName ClassifierTypes Collection CompleteOptions Completion Cost Cover Cube
      CubeValues DamageName Damaged DebiasedOptions Dictionary DictionaryFitOptions DictionaryLossName
      DictionaryOptions DictionaryPresetName DictionaryProblem DictionaryRunOptions DictionarySettings
      DictionaryTask DictionaryWeights DictionaryWeightsOptions Dissimilarity DissimilarityName
      DivergenceOptions Eigen EmbedMeasures EmbedOptions EmbeddedItems Embedding EmbeddingBlock
      EndDistances EntropicFusedGromovOptions EntropicGromovOptions EntropicPlan EntropicTerm Estimate
      Evaluation ExactOptions Family FeatureOptions FitScaling FittedAdaptation FittedClassifier
      FixedSupportBarycenter FixedSupportOptions Fold ForestModel ForestOptions FusedGromovOptions
      Gaussian GaussianBarycenter GaussianBarycenterOptions GaussianTransport GeneralisedFamily Geodesic
      GeodesicOptions GivenDistances GromovOptions GromovStart GromovTransport HellingerKantorovich
      HkMetric HullOptions HullProblem Interval IntrinsicDistances ItemKind ItemRecipe IterationOptions
      Jump KMeansModel KMeansOptions KMedoidsModel KMedoidsOptions KnnModel LdaModel LdaOptions
      LinearDecisions LinearPattern LinearSvmModel Linkage LogMapOptions LossGradient LossKind
      LotDictionary LotDictionaryOptions LotFamily Matrix MaxSlicedOptions MaxSlicedTransport Measure
      MeasureOptions MeasurePath MeasureStream Merged Mesh Metric MetricCost MetricName MinibatchOptions
      MinibatchStatistics MinibatchTransport ModeStep Model ModelOrigin ModelScore Moments NearestAtom
      NegativeRule Neighbourhood OnProgress OptMetric OtError OtErrorTag PairCost PairDistances
      PairOptions PairTest PartialOptions PartialTransport ParticleSystem Particles PathShape PcaModel
      PermutationOptions PermutationTest PermutationTestOptions Plan PlanEntry PointsInput
      PoolCostOptions PoolDictionaryOptions PoolOptions PoolWorkOptions Potentials Progress Random
      RbfSettings RbfSvmModel Reference ReferenceFit ReferenceOptions ReferenceOrigin ReflectanceCount
      Reinitialise RejectionRate RelaxationOptions ReportedStep Restart RowGaussian RowGaussianOptions
      Sampler Scaling SemidiscreteOptions SemidiscreteStatistics SemidiscreteTransport ShareOptions
      SimplexSolution Simulator SinkhornDivergence SinkhornOptions SlicedDistances
      SlicedDistancesOptions SlicedOptions SlicedStatistics SlicedTransport SolveOptions SparsePlan
      Spectra SpectraParts SpectralAxis SpectralClustering SpectralOptions SpectrumMeasures
      SpectrumSteps SplitOptions SplitRejections SpreadRows SquaredEuclidean Status Stop StoredModel
      SvmSettings Tangent TangentDirection TangentModes TangentVector TokenMatching TokenPath TokenRoute
      TokenRouteName Training TrainingItemsInfo TrainingOptions TrainingSettings TrainingSize
      TrainingSpread TrainingState Transport TransportSolver TuneOptions Tuned UnbalancedDivergence
      UnbalancedDivergenceOptions UnbalancedExactOptions UnbalancedOptions UnbalancedTransport Units
      Unusualness W2Metric WorkerPool`,
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
      StoreError adaptDataset barycenterOf classify cluster code distance embedDataset generate
      imputeDataset info interpolate main modes parsePixelModel pixelHistograms predict references
      segment testGroups writeFolder`,
    types: `
      AdaptOptions AdaptPlan AdaptResults AdaptScores AtomsInfo AttributeInfo AxisResult
      BarycenterOptions BarycenterResults CandidateResult CertificateSummary ClassifiedItems
      ClassifyOptions ClassifyResults ClusterMethod ClusterOptions ClusterResults ClusterScores
      CodeCheck CodeInfo CodeOptions CodeResults DecisionResult DirectionsResult DistanceOptions
      DistanceResults Diversity EmbedOptions EmbedResults ExitCode Fidelity FoldResult GenerateOptions
      GenerateResults GeneratedItem HeldOut ImportanceResult ImputeOptions ImputeResults ImputedItem
      InfoOptions InfoResults InterpolateLeg InterpolateOptions InterpolateResults InterpolateStep
      ItemOptions LotOptions MethodErrors ModeResult ModesOptions ModesResults NearestScores
      Normalisation Outcome OutputFile PixelModel PixelRecipe PredictOptions PredictResults PredictScore
      PredictingModel ProgrammeSummary Range Reconstruction ReferenceKind ReferencesOptions
      ReferencesResults Report SegmentMethodResult SegmentOptions SegmentResults SegmentScores Settings
      Spread StepResult Streams TestOptions TestResults TestedDifference TestedGroup TestedPair
      TestedSplits WayName WayOptions`,
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
