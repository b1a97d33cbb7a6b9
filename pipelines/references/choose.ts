import {
  type Certificate,
  type ClassifierName,
  type Collection,
  type Fold,
  groupedFolds,
  isOtError,
  type Matrix,
  predictClasses,
  type Random,
  type Reference,
  selectItems,
  selectRows,
  someOf,
  stratifiedFolds,
  training,
  tuneClassifier,
  type WorkerPool,
} from "../../src/index.js";
import {
  AVERAGED_CANDIDATE,
  type Candidate,
  CLASS_CANDIDATE,
  candidateName,
  SINGLE_CANDIDATES,
  withCandidate,
} from "./candidates.js";
import { type ExactPairs, exactPairs, measureDistortion } from "./distortion.js";
import { fitKind, type ReferenceFitting, withScale } from "./fit.js";
import { isPooled, type LotOptions, referenceSize } from "./kinds.js";
import { embedAtEach } from "./rows.js";
import { chooseAmong, type Measured, type Verdict } from "./verdict.js";

/** Items that candidates are compared on, where there are more: a seeded choice of them. */
const CHOICE_ITEMS = 240;
/** Of these, those that pairs are drawn from, and how many pairs. */
const PAIR_ITEMS = 48;
const PAIRS = 128;
/** Parts in which accuracies are measured. */
const FOLDS = 3;
/** Where nobody says which classifier the references are for: it has nearly nothing to fit. */
const DEFAULT_CLASSIFIER: ClassifierName = "knn";
/** Key of the stream of all that a choice draws. */
const CHOICE = 998;

/**
 * References of the kind that suits these items best: each candidate is fitted on a seeded choice of at most 240 of them; distances
 * at it are compared with the distance itself on 128 pairs; where labels may be seen, a classifier is cross-validated on the
 * choice. `chooseAmong` decides; the winner is then fitted on all items, as if it had been named. Nothing else is looked at, so
 * that items that are held out have no part in it.
 *
 * Kinds that know no labels are fitted once on the whole choice; class barycentres again in each fold, without the items that
 * they are scored on.
 *
 * The cost does not grow with the number of items: at most 1328 transports, 3968 + 768 (number of classes) where accuracies
 * are measured.
 */
export async function fitChosen(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  fitting: ReferenceFitting,
): Promise<readonly Reference[]> {
  const scaled = withScale(
    { ...options, referenceSize: referenceSize(options, items) },
    items,
    fitting.streams,
  );
  const { verdict, candidates, seenOn, certificates } = await compare(pool, scaled, items, fitting);
  const winner = await fitKind(pool, withCandidate(scaled, candidates[verdict.best]!), items, fitting);
  const choice = `${verdict.reason} (${seenOn}: ${verdict.compared})`;
  return winner.map((one, r) => ({
    ...one,
    origin: {
      ...one.origin,
      details: { ...one.origin.details, choice },
      certificates: r === 0 ? [...certificates, ...one.origin.certificates] : one.origin.certificates,
    },
  }));
}

/** One measure where only one is wanted; else also several, and class means where their accuracy can be measured. */
function candidatesFor({ single }: ReferenceFitting, exam: Exam | undefined): readonly Candidate[] {
  if (single) return SINGLE_CANDIDATES;
  return [...SINGLE_CANDIDATES, AVERAGED_CANDIDATE, ...(exam ? [CLASS_CANDIDATE] : [])];
}

interface Comparison {
  readonly verdict: Verdict;
  readonly candidates: readonly Candidate[];
  /** On what candidates were compared, in words. */
  readonly seenOn: string;
  readonly certificates: readonly Certificate[];
}

async function compare(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  fitting: ReferenceFitting,
): Promise<Comparison> {
  const random = fitting.streams.reference.fork(CHOICE);
  const places = someOf(items.measures.length, CHOICE_ITEMS, random.fork(0));
  const sample = selectItems(items, places);
  const lot = withScale(options, sample, fitting.streams);
  const exam = examOf(fitting, places, random.fork(1));
  const paired = selectItems(sample, someOf(places.length, PAIR_ITEMS, random.fork(2)));
  const candidates = candidatesFor(fitting, exam);
  const certificates: Certificate[] = [];
  const measured: Measured[] = [];
  let exact: ExactPairs | undefined;
  for (const candidate of candidates) {
    const one = withCandidate(lot, candidate);
    const streams = { ...fitting.streams, reference: random.fork(3) }; // the same for all: a stream of its own kind each
    const known = exam ? { labels: exam.labels } : {};
    const references = await fitKind(pool, one, sample, { streams, ...known });
    exact ??= await exactPairs(pool, paired, references[0]!.metric, { pairs: PAIRS, random: random.fork(4) });
    const distortion = await measureDistortion(pool, references, exact);
    const scored = exam && (await scoreOf(pool, { one, sample, references, streams, exam }, certificates));
    certificates.push(...references.flatMap(({ origin }) => origin.certificates), ...distortion.certificates);
    measured.push({
      name: candidateName(candidate),
      references: references.length,
      fidelity: distortion.summary,
      ...(scored && { correct: scored }),
    });
  }
  certificates.push(...(exact?.costs ?? []).map(({ certificate }) => certificate));
  const verdict = chooseAmong(measured, exam?.groups);
  return { verdict, candidates, seenOn: seenText(sample, exact, exam), certificates };
}

function seenText(sample: Collection, exact: ExactPairs | undefined, exam: Exam | undefined): string {
  const scores = exam ? `accuracies of ${exam.classifier} in ${exam.folds.length} folds of ` : "";
  return `${scores}${sample.measures.length} of the items fitted on, ${exact?.pairs.length ?? 0} pairs`;
}

/** How candidates are examined: by which classifier, in which folds. */
interface Exam {
  readonly labels: NonNullable<ReferenceFitting["labels"]>;
  readonly groups?: readonly string[];
  readonly classifier: ClassifierName;
  readonly folds: readonly Fold[];
  readonly random: Random;
}

/** Undefined where there are no labels, or items cannot be divided so that each class is learnt and tested. */
function examOf(fitting: ReferenceFitting, places: Int32Array, random: Random): Exam | undefined {
  const { labels: all, groups: allGroups, classifier = DEFAULT_CLASSIFIER } = fitting;
  if (all === undefined) return undefined;
  const labels = { classes: all.classes, codes: Int32Array.from(places, (s) => all.codes[s]!) };
  const groups = allGroups && Array.from(places, (s) => allGroups[s]!);
  const items = { labels: labels.codes, classes: labels.classes };
  const available = groups ? new Set(groups).size : places.length;
  const count = Math.min(FOLDS, available);
  if (count < 2) return undefined;
  try {
    const folds = groups
      ? groupedFolds(items, groups, count, random.fork(0))
      : stratifiedFolds(items, count, random.fork(0));
    return { labels, classifier, folds, random: random.fork(1), ...(groups && { groups }) };
  } catch (error) {
    if (isOtError(error, "ShapeError")) return undefined; // a class of one item, or in one group
    throw error;
  }
}

interface Examined {
  readonly one: LotOptions;
  readonly sample: Collection;
  readonly references: readonly Reference[];
  readonly streams: ReferenceFitting["streams"];
  readonly exam: Exam;
}

/** Whether each item is named right by a classifier that was fitted without it. */
async function scoreOf(
  pool: WorkerPool,
  { one, sample, references, streams, exam }: Examined,
  certificates: Certificate[],
): Promise<boolean[]> {
  const correct = new Array<boolean>(sample.measures.length).fill(false);
  const common = isPooled(one.reference) ? await embedAtEach(pool, references, sample) : undefined;
  if (common) certificates.push(...common.certificates);
  for (const [f, fold] of exam.folds.entries()) {
    const rows = common ?? (await rowsWithout(pool, { one, sample, streams, exam }, f));
    if (!common) certificates.push(...rows.certificates);
    const predicted = await predictFold(rows.matrix, fold, exam, exam.random.fork(f));
    fold.test.forEach((s, r) => {
      correct[s] = predicted[r] === exam.labels.codes[s];
    });
  }
  return correct;
}

/** Rows of all items at references that have seen the training part of a fold alone. */
async function rowsWithout(
  pool: WorkerPool,
  { one, sample, streams, exam }: Omit<Examined, "references">,
  f: number,
) {
  const fold = exam.folds[f]!;
  const codes = Int32Array.from(fold.train, (s) => exam.labels.codes[s]!);
  const labels = { classes: exam.labels.classes, codes };
  const own = { ...streams, reference: streams.reference.fork(f) };
  const references = await fitKind(pool, one, selectItems(sample, fold.train), { streams: own, labels });
  const rows = await embedAtEach(pool, references, sample);
  const fits = references.flatMap(({ origin }) => origin.certificates);
  return { ...rows, certificates: [...fits, ...rows.certificates] };
}

async function predictFold(rows: Matrix, fold: Fold, exam: Exam, random: Random): Promise<Int32Array> {
  const { labels, groups, classifier } = exam;
  const codes = Int32Array.from(fold.train, (s) => labels.codes[s]!);
  const data = training(selectRows(rows, fold.train), codes, labels.classes.length);
  const inner = groups ? { groups: Array.from(fold.train, (s) => groups[s]!) } : {};
  const { fitted } = await tuneClassifier(classifier, data, { random, ...inner });
  return predictClasses(fitted, selectRows(rows, fold.test));
}
