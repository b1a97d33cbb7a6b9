import { encodeNpy, parseImageCsv, parseNpyArray, parseObj } from "../../loaders/index.js";
import {
  attributeValues,
  barycenterReference,
  CLASSIFIERS,
  type ClassifierName,
  type Collection,
  type Embedding,
  embed,
  exact,
  fitKMeans,
  fitPca,
  gaussianReference,
  hierarchicalClusters,
  kMeansReference,
  lotDistances,
  normalise,
  predictClasses,
  type ReferenceFit,
  seededRandom,
  surfaceSample,
  type Training,
  training,
  transformPca,
  tuneClassifier,
} from "../../src/index.js";
import { randomCloud } from "../support/random-measures.js";
import { fingerprint } from "./fingerprint.js";

const SEED = 7;
const REFERENCE_SIZE = 24;
const CLASSES = 10;

const REFERENCES: Readonly<Record<string, ReferenceFit>> = {
  "gaussian reference": gaussianReference,
  "k-means reference": kMeansReference,
  "barycenter reference": barycenterReference,
};

const TETRAHEDRON = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\nf 1 3 4\nf 2 3 4\n";

/** The fingerprint of what each step of the road gives, by the name of the step. Runs in Node and in a page. */
export async function libraryFingerprints(digitsCsv: string): Promise<Record<string, string>> {
  const results = Object.entries(await libraryResults(digitsCsv));
  const prints = await Promise.all(results.map(([, result]) => fingerprint(result)));
  return Object.fromEntries(results.map(([step], r) => [step, prints[r]!]));
}

/** From text to models on images of digits, every random choice seeded, and the exact solver on its own. */
async function libraryResults(digitsCsv: string): Promise<Readonly<Record<string, unknown>>> {
  const digits = parseImageCsv(digitsCsv);
  const labels = attributeValues(digits, "label").map(Number);
  const embeddings = referenceEmbeddings(digits);
  const embedding = embeddings["k-means reference"]!;
  return {
    digits,
    ...embeddings,
    ...embeddingModels(embedding),
    ...(await classifiers(training(embedding.matrix, labels, CLASSES))),
    "exact transport": randomTransport(),
    "surface sample": storedSurfaceSample(),
  };
}

function referenceEmbeddings(items: Collection): Readonly<Record<string, Embedding>> {
  const random = seededRandom(SEED);
  const measures = items.measures.map((mu) => normalise(mu));
  return Object.fromEntries(
    Object.entries(REFERENCES).map(([name, fitReference], r) => {
      const reference = fitReference(measures, { count: REFERENCE_SIZE, random: random.fork(r) });
      return [name, embed(reference, measures)];
    }),
  );
}

function embeddingModels(embedding: Embedding): Readonly<Record<string, unknown>> {
  const rows = embedding.matrix;
  const distances = lotDistances(embedding);
  const pca = fitPca(rows, { components: 5 });
  return {
    "LOT distances": distances,
    "k-means": fitKMeans(rows, { clusters: CLASSES, random: seededRandom(SEED) }),
    "hierarchical clusters": hierarchicalClusters(distances, { clusters: CLASSES, linkage: "average" }),
    PCA: { pca, coordinates: transformPca(pca, rows) },
  };
}

/** Each classifier tuned and fitted; its scores, its model and what it says of its own training rows. */
async function classifiers(data: Training): Promise<Readonly<Record<string, unknown>>> {
  const names = Object.keys(CLASSIFIERS) as ClassifierName[];
  const random = seededRandom(SEED);
  const entries = names.map(async (name, c) => {
    const tuned = await tuneClassifier(name, data, { random: random.fork(c) });
    return [`classifier ${name}`, { tuned, predictions: predictClasses(tuned.fitted, data.rows) }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Clouds of unequal sizes with zero weights. */
function randomTransport(): unknown {
  const random = seededRandom(SEED);
  return exact(randomCloud(random, 70, 3), randomCloud(random, 45, 3));
}

function storedSurfaceSample(): unknown {
  const mesh = parseObj(new TextEncoder().encode(TETRAHEDRON));
  const sample = surfaceSample(mesh, { count: 20, random: seededRandom(SEED) });
  return parseNpyArray(encodeNpy(sample.points, [sample.count, sample.dim]));
}
