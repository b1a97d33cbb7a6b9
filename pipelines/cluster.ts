import {
  adjustedRandIndex,
  agglomerate,
  type Collection,
  clusteringAccuracy,
  type Embedding,
  expMap,
  fitKMeans,
  fitKMedoids,
  lotDistances,
  type Measure,
  type Random,
  rowMean,
  selectRows,
  seededRandom,
  toTangent,
} from "../src/index.js";
import { type Fidelity, measureFidelity } from "./fidelity.js";
import { aligned, type ItemOptions, loadItems } from "./items.js";
import { labelsOf, type Labels, scoringColumn } from "./labels.js";
import { embedItems, fitReference, type LotOptions, referenceSize } from "./lot.js";
