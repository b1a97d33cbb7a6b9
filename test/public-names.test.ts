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
      AFFINITIES ALIGNMENTS BAND_MASSES BASELINES CLASSIFIERS ConvergenceError DICTIONARY_LOSSES
      DICTIONARY_PRESETS FormatError MeasureError NEGATIVES SPECTRUM_STEPS ShapeError VERSION
      WorkerError accuracy adjustedRandIndex alignmentRule applyAlignment applyPlan areaMeasure
      asymmetricBaseline attributeValues axisLabel barycenter barycenterReference barycenterRows
      barycentricProjection bestMatching binnedAxis binnedColumns boxSampler certify certifyUnbalanced
      collection columnMeans commonDimension compensatedSum confusionMatrix createPool
      debiasedBarycenter defaultMetric defaultStarts dictionaryProblem dictionaryWeights drawPairs
      eccentricityStart embed encodeDictionary entropicFusedGromovWasserstein entropicGromovWasserstein
      entropicMap equalMasses euclideanDistances evaluateTraining exact exactFrom expMap featureStart
      fitAlignment fitDictionary fitForest fitGlobalScaling fitKMeans fitKMedoids fitKnn fitLda
      fitLinearSvm fitNoScaling fitPca fitRbfSvm fitStandardScaling fixedSupportBarycenter
      fusedGromovWasserstein gaussian gaussianBarycenter gaussianGeodesic gaussianMap gaussianOf
      gaussianReference gaussianSampler gaussianTransport gelbrichBound geodesic gram gromovWasserstein
      groupedFolds hellingerKantorovich hierarchicalClusters hkMetric inversePca inverseScaling
      isOtError kMeansReference logMap lossGradient lotDistance lotDistanceBetween lotDistances
      majorityRate marginals massive matchedAccuracy matrix matrixFromRows maxSliced measure
      measureSampler mergeRepeated metricCost minibatch moments multiply normalise
      normalisedMutualInformation onCommonSupport oneD optMetric parseDictionary partial pearson
      permutation pixelSpectra pixelsWithData pool predictClasses predictForest predictKMeans predictKnn
      predictLda predictLinearSvm predictRbfSvm productStart purity pushforward randomStarts reference
      relativeGap requireConverged requireHierarchical requireOneAxis requireReflectances resample
      rowDistance rowLength rowView samplePairs seededRandom selectBands selectItems selectPoints
      selectRows selectTraining semidiscrete semidiscreteAssign semidiscreteMap singularMasses sinkhorn
      sinkhornDivergence sliced solve spearman spectra spectralClusters spectrumItem spectrumMeasures
      squaredDistances squaredEuclidean squaredEuclideanDistances stackTangents standardError
      startTraining stratifiedFolds subsampleReference surfaceSample symmetricEigen synthesise
      tangentInner thirdBoundStart toRow toTangent topEigen topEntries totalMass trainSteps training
      transformLda transformPca transformScaling transpose transposePlan tuneClassifier unbalanced
      unbalancedDivergence unbalancedExact vertexMeasure w2Metric withMeasures`,
    types: `
      Affinity Alignment AlignmentMode AsymmetricOptions Attribute AxisKind BandChoice BandMass
      Barycenter BarycenterOptions BaselineFit BaselineName Cells Certificate ClassLabels Classifier
      ClassifierName ClassifierTypes Collection Cost Cube CubeValues DebiasedOptions Dictionary
      DictionaryFitOptions DictionaryLossName DictionaryOptions DictionaryPresetName DictionaryProblem
      DictionaryRunOptions DictionarySettings DictionaryTask DictionaryWeights DictionaryWeightsOptions
      DivergenceOptions Eigen EmbedOptions EmbeddedItems Embedding EmbeddingBlock
      EntropicFusedGromovOptions EntropicGromovOptions EntropicPlan EntropicTerm Estimate Evaluation
      ExactOptions FitScaling FittedClassifier FixedSupportBarycenter FixedSupportOptions Fold
      ForestModel ForestOptions FusedGromovOptions Gaussian GaussianBarycenter GaussianBarycenterOptions
      GaussianTransport Geodesic GivenDistances GromovOptions GromovStart GromovTransport
      HellingerKantorovich HkMetric IntrinsicDistances ItemKind IterationOptions KMeansModel
      KMeansOptions KMedoidsModel KMedoidsOptions KnnModel LdaModel LdaOptions LinearSvmModel Linkage
      LogMapOptions LossGradient LossKind Matrix MaxSlicedOptions MaxSlicedTransport Measure
      MeasureOptions MeasureStream Merged Mesh Metric MetricCost MetricName MinibatchOptions
      MinibatchStatistics MinibatchTransport Moments NegativeRule OnProgress OptMetric OtError
      OtErrorTag PairCost PairDistances PairOptions PartialOptions PartialTransport PcaModel Plan
      PlanEntry PointsInput PoolCostOptions PoolDictionaryOptions PoolOptions PoolWorkOptions Potentials
      Progress Random RbfSettings RbfSvmModel Reference ReferenceFit ReferenceOptions ReferenceOrigin
      ReflectanceCount RelaxationOptions ReportedStep Restart Sampler Scaling SemidiscreteOptions
      SemidiscreteStatistics SemidiscreteTransport SinkhornDivergence SinkhornOptions SlicedOptions
      SlicedStatistics SlicedTransport SolveOptions SparsePlan Spectra SpectraParts SpectralAxis
      SpectralClustering SpectralOptions SpectrumMeasures SpectrumSteps SquaredEuclidean Status Stop
      SvmSettings Tangent TangentVector Training TrainingOptions TrainingSettings TrainingSize
      TrainingState Transport TransportSolver TuneOptions Tuned UnbalancedDivergence
      UnbalancedDivergenceOptions UnbalancedExactOptions UnbalancedOptions UnbalancedTransport W2Metric
      WorkerPool`,
  },
  {
    door: "pushforward/loaders",
    file: "loaders/index.ts",
    module: loaders,
    values: `
      MEASURE_EXTENSIONS encodeNpy imageMeasure parseEnviCube parseEnviHeader parseHdf5 parseHdf5Cube
      parseHdf5Matrix parseIdx parseImageCsv parseJcamp parseMat parseMatCube parseMatMatrix
      parseMeasureCsv parseMeasureFile parseNpyArray parseNpyDataset parseNpyMeasure parseNpz parseObj
      parseOff parsePcd parsePly parsePngLabels parsePointTable parseSpectraCsv parseStl
      parseWavelengths parseXyz`,
    types: `
      ArrayVariable EnviHeader ImageSize LabelImage MatOptions MeasureCsvOptions MeasureFileOptions
      MeasureRule NpyArray NpyMeasureOptions NpyOptions ParsedFile ParsedMeasure PointTableOptions
      SpectrumFiles SpectrumRule VariableOptions`,
  },
  {
    door: "pushforward/loaders/node",
    file: "loaders/node.ts",
    module: nodeLoaders,
    values: `
      isCubePath loadCube loadDataset loadLabelImage loadMeasure openDataset`,
    types: `
      CubeOptions DatasetOptions FileOptions InputFile LabelImageOptions LoadedCube LoadedDataset
      LoadedLabelImage LoadedMeasure MeasureOptions OpenDataset OpenOptions`,
  },
  {
    door: "pushforward/pipelines",
    file: "pipelines/index.ts",
    module: pipelines,
    values: `
      StoreError barycenterOf classify cluster distance embedDataset info main parsePixelModel
      pixelHistograms segment writeFolder`,
    types: `
      AttributeInfo BarycenterOptions BarycenterResults CertificateSummary ClassifyOptions
      ClassifyResults ClusterMethod ClusterOptions ClusterResults ClusterScores DistanceOptions
      DistanceResults EmbedOptions EmbedResults ExitCode Fidelity FoldResult InfoOptions InfoResults
      ItemOptions LotOptions Normalisation Outcome OutputFile PixelModel PixelRecipe Range ReferenceKind
      Report SegmentMethodResult SegmentOptions SegmentResults SegmentScores Settings Streams`,
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
