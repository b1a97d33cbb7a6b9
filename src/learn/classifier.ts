import type { Matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { type ForestModel, fitForest, predictForest } from "./forest.js";
import { fitKnn, type KnnModel, predictKnn, trialKnn } from "./knn.js";
import { fitLda, type LdaModel, predictLda, trialLda } from "./lda.js";
import {
  fitLinearSvm,
  fitRbfSvm,
  type LinearSvmModel,
  predictLinearSvm,
  predictRbfSvm,
  type RbfSettings,
  type RbfSvmModel,
  type SvmSettings,
  trialLinearSvm,
  trialRbfSvm,
} from "./svm.js";
import { requireTrainable } from "./svm-machine.js";
import type { Training, TrainingSize } from "./training.js";

/** One way to learn classes, with the settings worth trying. */
export interface Classifier<Settings, Model> {
  /** From the simplest to the most flexible; tuning prefers the earlier of equals. */
  readonly grid: readonly Settings[];
  /** What to use where there is too little data for tuning. */
  readonly standard: Settings;
  /** Asked before long work. @throws ShapeError if `fit` would refuse so much data. */
  require(size: TrainingSize): void;
  fit(data: Training, settings: Settings, random: Random): Promise<Model>;
  predict(model: Model, rows: Matrix): Int32Array;
  /** Predictions for `test` of a fit on `data` with each of the settings, sharing what they have in common. */
  trial(data: Training, test: Matrix, settings: readonly Settings[], random: Random): Promise<Int32Array[]>;
}

/** Settings and model of each classifier. */
export interface ClassifierTypes {
  readonly svm: { readonly settings: SvmSettings; readonly model: LinearSvmModel };
  readonly rbf: { readonly settings: RbfSettings; readonly model: RbfSvmModel };
  readonly knn: { readonly settings: { readonly neighbours: number }; readonly model: KnnModel };
  readonly lda: { readonly settings: { readonly shrinkage: number }; readonly model: LdaModel };
  readonly forest: { readonly settings: { readonly trees: number }; readonly model: ForestModel };
}

export type ClassifierName = keyof ClassifierTypes;

/** A fitted classifier with its name and settings: a plain record, to be stored and used by `predictClasses`. */
export type FittedClassifier<K extends ClassifierName = ClassifierName> = {
  [P in K]: {
    readonly kind: P;
    readonly settings: ClassifierTypes[P]["settings"];
    readonly model: ClassifierTypes[P]["model"];
  };
}[K];

type ClassifierTable = {
  readonly [K in ClassifierName]: Classifier<ClassifierTypes[K]["settings"], ClassifierTypes[K]["model"]>;
};

/** For what grows with the data no faster than the data. */
function anySize(): void {}

const COSTS = [0.1, 1, 10, 100];

const SVM: ClassifierTable["svm"] = {
  grid: COSTS.flatMap((cost) => [
    { cost, scaling: "global" } as const,
    { cost, scaling: "standard" } as const,
  ]),
  standard: { cost: 10, scaling: "global" },
  require: requireTrainable,
  fit: fitLinearSvm,
  predict: predictLinearSvm,
  trial: trialLinearSvm,
};

const RBF: ClassifierTable["rbf"] = {
  grid: [0.3, 1, 3].flatMap((gamma) =>
    [1, 10, 100].map((cost) => ({ cost, gamma, scaling: "global" }) as const),
  ),
  standard: { cost: 10, gamma: 1, scaling: "global" },
  require: requireTrainable,
  fit: fitRbfSvm,
  predict: predictRbfSvm,
  trial: trialRbfSvm,
};

const KNN: ClassifierTable["knn"] = {
  grid: [9, 5, 3, 1].map((neighbours) => ({ neighbours })),
  standard: { neighbours: 3 },
  require: anySize,
  fit: async (data, settings) => fitKnn(data, settings),
  predict: predictKnn,
  trial: async (data, test, settings) => trialKnn(data, test, settings),
};

const LDA: ClassifierTable["lda"] = {
  grid: [0.5, 0.1, 0.01].map((shrinkage) => ({ shrinkage })),
  standard: { shrinkage: 0.1 },
  require: anySize,
  fit: async (data, settings) => fitLda(data, settings),
  predict: predictLda,
  trial: async (data, test, settings) => trialLda(data, test, settings),
};

const FOREST: ClassifierTable["forest"] = {
  grid: [{ trees: 200 }],
  standard: { trees: 200 },
  require: anySize,
  fit: async (data, { trees }, random) => fitForest(data, { trees, random }),
  predict: predictForest,
  trial: async (data, test, settings, random) =>
    settings.map(({ trees }) => predictForest(fitForest(data, { trees, random }), test)),
};

/** The classifiers by name. */
export const CLASSIFIERS: ClassifierTable = { svm: SVM, rbf: RBF, knn: KNN, lda: LDA, forest: FOREST };

/** Class numbers of new rows. @throws ShapeError if the columns are not those of the training data. */
export function predictClasses<K extends ClassifierName>(
  fitted: FittedClassifier<K>,
  rows: Matrix,
): Int32Array {
  const classifier: Classifier<ClassifierTypes[K]["settings"], ClassifierTypes[K]["model"]> =
    CLASSIFIERS[fitted.kind];
  return classifier.predict(fitted.model, rows);
}
