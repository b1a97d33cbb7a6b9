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
      ALIGNMENTS CLASSIFIERS ConvergenceError FormatError MeasureError ShapeError VERSION WorkerError
      accuracy adjustedRandIndex alignmentRule applyAlignment applyPlan areaMeasure attributeValues
      barycenter barycenterReference barycentricProjection boxSampler certify certifyUnbalanced
      collection columnMeans commonDimension compensatedSum confusionMatrix createPool
      debiasedBarycenter defaultStarts drawPairs eccentricityStart embed entropicFusedGromovWasserstein
      entropicGromovWasserstein entropicMap equalMasses euclideanDistances exact exactFrom expMap
      featureStart fitAlignment fitForest fitGlobalScaling fitKMeans fitKMedoids fitKnn fitLda
      fitLinearSvm fitNoScaling fitPca fitRbfSvm fitStandardScaling fixedSupportBarycenter
      fusedGromovWasserstein gaussian gaussianBarycenter gaussianGeodesic gaussianMap gaussianOf
      gaussianReference gaussianSampler gaussianTransport gelbrichBound gram gromovWasserstein
      groupedFolds hellingerKantorovich hierarchicalClusters inversePca inverseScaling isOtError
      kMeansReference logMap lotDistance lotDistances majorityRate marginals massive matchedAccuracy
      matrix matrixFromRows maxSliced measure measureSampler mergeRepeated minibatch moments multiply
      normalise normalisedMutualInformation onCommonSupport oneD partial pearson permutation pool
      predictClasses predictForest predictKMeans predictKnn predictLda predictLinearSvm predictRbfSvm
      productStart pushforward randomStarts reference relativeGap requireConverged requireHierarchical
      resample rowDistance rowView samplePairs seededRandom selectItems selectPoints selectRows
      selectTraining semidiscrete semidiscreteAssign semidiscreteMap sinkhorn sinkhornDivergence sliced
      solve spearman squaredDistances squaredEuclidean squaredEuclideanDistances stackTangents
      standardError stratifiedFolds subsampleReference surfaceSample symmetricEigen tangentInner
      thirdBoundStart toRow toTangent topEigen topEntries totalMass training transformLda transformPca
      transformScaling transpose transposePlan tuneClassifier unbalanced unbalancedDivergence
      unbalancedExact vertexMeasure withMeasures`,
    types: `
      Alignment AlignmentMode Attribute Barycenter BarycenterOptions Cells Certificate ClassLabels
      Classifier ClassifierName ClassifierTypes Collection Cost DebiasedOptions DivergenceOptions Eigen
      EmbedOptions Embedding EmbeddingBlock EntropicFusedGromovOptions EntropicGromovOptions
      EntropicPlan EntropicTerm Estimate ExactOptions FitScaling FittedClassifier FixedSupportBarycenter
      FixedSupportOptions Fold ForestModel ForestOptions FusedGromovOptions Gaussian GaussianBarycenter
      GaussianBarycenterOptions GaussianTransport GivenDistances GromovOptions GromovStart
      GromovTransport HellingerKantorovich IntrinsicDistances ItemKind IterationOptions KMeansModel
      KMeansOptions KMedoidsModel KMedoidsOptions KnnModel LdaModel LdaOptions LinearSvmModel Linkage
      LogMapOptions Matrix MaxSlicedOptions MaxSlicedTransport Measure MeasureOptions MeasureStream
      Merged Mesh MinibatchOptions MinibatchStatistics MinibatchTransport Moments OnProgress OtError
      OtErrorTag PairCost PairDistances PairOptions PartialOptions PartialTransport PcaModel Plan
      PlanEntry PointsInput PoolOptions PoolWorkOptions Potentials Progress Random RbfSettings
      RbfSvmModel Reference ReferenceFit ReferenceOptions ReferenceOrigin RelaxationOptions Sampler
      Scaling SemidiscreteOptions SemidiscreteStatistics SemidiscreteTransport SinkhornDivergence
      SinkhornOptions SlicedOptions SlicedStatistics SlicedTransport SolveOptions SparsePlan
      SquaredEuclidean Status Stop SvmSettings Tangent TangentVector Training TrainingSize Transport
      TransportSolver TuneOptions Tuned UnbalancedDivergence UnbalancedDivergenceOptions
      UnbalancedExactOptions UnbalancedOptions UnbalancedTransport WorkerPool`,
  },
  {
    door: "pushforward/loaders",
    file: "loaders/index.ts",
    module: loaders,
    values: `
      MEASURE_EXTENSIONS encodeNpy imageMeasure parseIdx parseImageCsv parseMeasureCsv parseMeasureFile
      parseNpyArray parseNpyDataset parseNpyMeasure parseNpz parseObj parseOff parsePcd parsePly
      parsePointTable parseStl parseXyz`,
    types: `
      ImageSize MeasureCsvOptions MeasureFileOptions MeasureRule NpyArray NpyMeasureOptions NpyOptions
      ParsedFile ParsedMeasure PointTableOptions`,
  },
  {
    door: "pushforward/loaders/node",
    file: "loaders/node.ts",
    module: nodeLoaders,
    values: `
      loadDataset loadMeasure openDataset`,
    types: `
      DatasetOptions FileOptions InputFile LoadedDataset LoadedMeasure MeasureOptions OpenDataset
      OpenOptions`,
  },
  {
    door: "pushforward/pipelines",
    file: "pipelines/index.ts",
    module: pipelines,
    values: `
      StoreError barycenterOf classify cluster distance embedDataset info main writeFolder`,
    types: `
      AttributeInfo BarycenterOptions BarycenterResults CertificateSummary ClassifyOptions
      ClassifyResults ClusterMethod ClusterOptions ClusterResults ClusterScores DistanceOptions
      DistanceResults EmbedOptions EmbedResults ExitCode Fidelity FoldResult InfoOptions InfoResults
      ItemOptions LotOptions Normalisation Outcome OutputFile Range ReferenceKind Report Settings
      Streams`,
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
