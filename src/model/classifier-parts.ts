import type { ClassifierName, ClassifierTypes, FittedClassifier } from "../learn/classifier.js";
import type { Scaling } from "../learn/scaling.js";
import type { SvmMachine } from "../learn/svm-machine.js";
import type { Tree } from "../learn/tree.js";
import {
  damaged,
  type Fields,
  nameAt,
  numberAbove,
  numberFrom,
  objectAt,
  wholeAt,
} from "../numeric/json-fields.js";
import {
  type ArrayPart,
  type Arrays,
  matrixIn,
  matrixPart,
  type Parts,
  vectorIn,
  vectorPart,
  wholesIn,
} from "./parts.js";

/** What is known before the arrays of a classifier are looked at. */
interface Sizes {
  readonly cols: number;
  readonly classCount: number;
  /** Classes of rows that it was trained on. */
  readonly seen: ReadonlySet<number>;
}

/** A classifier to parts and back; arrays by short names, which get a prefix. */
interface Packing<K extends ClassifierName> {
  readonly pack: (model: ClassifierTypes[K]["model"]) => Packed;
  readonly unpack: (fields: Fields, arrays: Arrays, sizes: Sizes) => ClassifierTypes[K]["model"];
  readonly settings: (fields: Fields) => ClassifierTypes[K]["settings"];
}

interface Packed {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, ArrayPart>>;
}

const PREFIX = "classifier_";
const SCALINGS = { global: true, standard: true } as const;

const PACKINGS: { readonly [K in ClassifierName]: Packing<K> } = {
  svm: {
    pack: ({ scaling, weights, pairs, rho, firstClass }) => ({
      fields: { firstClass },
      arrays: { ...scalingArrays(scaling), weights: matrixPart(weights), ...pairArrays({ pairs, rho }) },
    }),
    unpack: (fields, arrays, { cols, ...classes }) => {
      const machine = machineOf(fields, arrays, classes);
      const weights = matrixIn(arrays, `${PREFIX}weights`, { rows: machine.rho.length, cols });
      return { ...machine, scaling: scalingOf(arrays, cols), weights };
    },
    settings: svmSettings,
  },
  rbf: {
    pack: ({ scaling, gamma, vectors, support, coefficients, pairs, rho, firstClass }) => ({
      fields: { firstClass, gamma },
      arrays: {
        ...scalingArrays(scaling),
        vectors: matrixPart(vectors),
        support: vectorPart(support),
        coefficients: matrixPart(coefficients),
        ...pairArrays({ pairs, rho }),
      },
    }),
    unpack: (fields, arrays, { cols, ...classes }) => {
      const machine = machineOf(fields, arrays, classes);
      const vectors = matrixIn(arrays, `${PREFIX}vectors`, { cols });
      const support = wholesIn(arrays, `${PREFIX}support`, { length: vectors.rows, below: 2 ** 31 });
      const rows = machine.rho.length;
      const coefficients = matrixIn(arrays, `${PREFIX}coefficients`, { rows, cols: vectors.rows });
      const gamma = numberAbove(fields.gamma, "classifier.gamma", 0, Number.MAX_VALUE);
      return { ...machine, scaling: scalingOf(arrays, cols), gamma, vectors, support, coefficients };
    },
    settings: (fields) => ({ ...svmSettings(fields), gamma: positive(fields, "gamma") }),
  },
  knn: {
    pack: ({ data, neighbours }) => ({
      fields: { neighbours },
      arrays: { rows: matrixPart(data.rows), labels: vectorPart(data.labels) },
    }),
    unpack: (fields, arrays, { cols, classCount }) => {
      const rows = matrixIn(arrays, `${PREFIX}rows`, { cols });
      const labels = wholesIn(arrays, `${PREFIX}labels`, { length: rows.rows, below: classCount });
      const neighbours = wholeAt(fields.neighbours, "classifier.neighbours", 1, rows.rows);
      return { data: { rows, labels, classCount }, neighbours };
    },
    settings: (fields) => ({ neighbours: count(fields, "neighbours") }),
  },
  lda: {
    pack: ({ mean, axes, classMeans, priors }) => ({
      fields: {},
      arrays: {
        mean: vectorPart(mean),
        axes: matrixPart(axes),
        class_means: matrixPart(classMeans),
        priors: vectorPart(priors),
      },
    }),
    unpack: (_, arrays, { cols, classCount }) => {
      const axes = matrixIn(arrays, `${PREFIX}axes`, { cols });
      const priors = vectorIn(arrays, `${PREFIX}priors`, classCount);
      if (priors.some((share) => share < 0))
        throw damaged(`the array ${PREFIX}priors`, "has a negative share");
      return {
        mean: vectorIn(arrays, `${PREFIX}mean`, cols),
        axes,
        classMeans: matrixIn(arrays, `${PREFIX}class_means`, { rows: classCount, cols: axes.rows }),
        priors,
      };
    },
    settings: (fields) => ({ shrinkage: numberFrom(fields.shrinkage, "settings.shrinkage", 0) }),
  },
  forest: {
    pack: ({ trees }) => ({
      fields: {},
      arrays: {
        nodes: vectorPart(Int32Array.from(trees, (tree) => tree.label.length)),
        column: vectorPart(joinedWholes(trees.map((tree) => tree.column))),
        threshold: vectorPart(joinedNumbers(trees.map((tree) => tree.threshold))),
        left: vectorPart(joinedWholes(trees.map((tree) => tree.left))),
        label: vectorPart(joinedWholes(trees.map((tree) => tree.label))),
      },
    }),
    unpack: (fields, arrays, sizes) => {
      const { trees: grown } = PACKINGS.forest.settings(objectAt(fields.settings, "classifier.settings"));
      const trees = treesOf(arrays, sizes);
      if (trees.length !== grown) {
        throw damaged(`the array ${PREFIX}nodes`, `has ${trees.length} trees, settings.trees says ${grown}`);
      }
      return { trees, cols: sizes.cols, classCount: sizes.classCount };
    },
    settings: (fields) => ({ trees: count(fields, "trees") }),
  },
};

/** Fields and arrays of a fitted classifier. */
export function classifierParts<K extends ClassifierName>({
  kind,
  settings,
  model,
}: FittedClassifier<K>): Parts {
  const { pack }: Packing<K> = PACKINGS[kind];
  const { fields, arrays } = pack(model);
  return {
    fields: { kind, settings, ...fields },
    arrays: new Map(Object.entries(arrays).map(([name, part]) => [`${PREFIX}${name}`, part])),
  };
}

/** The inverse of `classifierParts`. @throws FormatError, see `damagedIn`. */
export function classifierOf(value: unknown, arrays: Arrays, sizes: Sizes): FittedClassifier {
  const fields = objectAt(value, "classifier");
  const kind = nameAt(fields.kind, "classifier.kind", PACKINGS);
  return unpacked(kind, fields, arrays, sizes);
}

function unpacked<K extends ClassifierName>(kind: K, fields: Fields, arrays: Arrays, sizes: Sizes) {
  const { unpack, settings }: Packing<K> = PACKINGS[kind];
  const given = settings(objectAt(fields.settings, "classifier.settings"));
  return { kind, settings: given, model: unpack(fields, arrays, sizes) } as FittedClassifier<K>;
}

function svmSettings(fields: Fields) {
  return { cost: positive(fields, "cost"), scaling: nameAt(fields.scaling, "settings.scaling", SCALINGS) };
}

function positive(fields: Fields, name: string): number {
  return numberAbove(fields[name], `settings.${name}`, 0, Number.MAX_VALUE);
}

function count(fields: Fields, name: string): number {
  return wholeAt(fields[name], `settings.${name}`, 1);
}

function scalingArrays({ mean, scale }: Scaling) {
  return { mean: vectorPart(mean), scale: vectorPart(scale) };
}

function scalingOf(arrays: Arrays, cols: number): Scaling {
  const scale = vectorIn(arrays, `${PREFIX}scale`, cols);
  if (scale.some((value) => !(value > 0)))
    throw damaged(`the array ${PREFIX}scale`, "must be above 0 throughout");
  return { mean: vectorIn(arrays, `${PREFIX}mean`, cols), scale };
}

type Votes = Pick<SvmMachine, "pairs" | "rho" | "firstClass" | "classCount">;

function pairArrays({ pairs, rho }: Pick<Votes, "pairs" | "rho">) {
  return { pairs: vectorPart(pairs), rho: vectorPart(rho) };
}

/** How the machines of pairs of classes vote. */
function machineOf(fields: Fields, arrays: Arrays, { classCount, seen }: Omit<Sizes, "cols">): Votes {
  const rho = vectorIn(arrays, `${PREFIX}rho`);
  const pairs = wholesIn(arrays, `${PREFIX}pairs`, { length: 2 * rho.length, below: classCount });
  const firstClass = wholeAt(fields.firstClass, "classifier.firstClass", 0, classCount - 1);
  requireAllPairs(pairs, new Set([...pairs, firstClass]), seen);
  return { classCount, rho, pairs, firstClass };
}

/** A machine has each pair of the classes that it was trained on once, the smaller first: none only if there was one class. */
function requireAllPairs(pairs: Int32Array, classes: ReadonlySet<number>, seen: ReadonlySet<number>): void {
  const distinct = new Set<number>();
  for (let p = 0; p < pairs.length; p += 2) {
    const [a, b] = [pairs[p]!, pairs[p + 1]!];
    if (a < b) distinct.add(a * 2 ** 26 + b);
  }
  const all = (classes.size * (classes.size - 1)) / 2;
  const lost = [...seen].find((label) => !classes.has(label));
  if (lost === undefined && distinct.size === all && pairs.length === 2 * all) return;
  throw damaged(
    `the array ${PREFIX}pairs`,
    lost === undefined
      ? `has not each pair of the ${classes.size} classes once`
      : `lacks class ${lost}, of which there are training rows`,
  );
}

function treesOf(arrays: Arrays, { cols, classCount }: Omit<Sizes, "seen">): Tree[] {
  const nodes = wholesIn(arrays, `${PREFIX}nodes`, { least: 1, below: 2 ** 31 });
  const length = nodes.reduce((sum, size) => sum + size, 0);
  const column = wholesIn(arrays, `${PREFIX}column`, { length, least: -1, below: cols });
  const threshold = vectorIn(arrays, `${PREFIX}threshold`, length);
  const left = wholesIn(arrays, `${PREFIX}left`, { length, below: 2 ** 31 });
  const label = wholesIn(arrays, `${PREFIX}label`, { length, below: classCount });
  let end = 0;
  return Array.from(nodes, (size, t) => {
    const [from, to] = [end, end + size];
    end = to;
    const tree = {
      column: column.slice(from, to),
      threshold: threshold.slice(from, to),
      left: left.slice(from, to),
      label: label.slice(from, to),
    };
    requireRooted(tree, t);
    return tree;
  });
}

/** Children come after their parents, so that every walk from the root ends. */
function requireRooted({ column, left }: Tree, t: number): void {
  const odd = column.findIndex((split, p) => split >= 0 && !(left[p]! > p && left[p]! + 1 < column.length));
  if (odd < 0) return;
  throw damaged(
    `tree ${t}`,
    `sends node ${odd} to node ${left[odd]}, which does not follow it or is not there`,
  );
}

function joinedWholes(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  fill(joined, parts);
  return joined;
}

function joinedNumbers(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  fill(joined, parts);
  return joined;
}

function fill(joined: Int32Array | Float64Array, parts: readonly (Int32Array | Float64Array)[]): void {
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
}
