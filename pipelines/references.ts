import {
  type Certificate,
  type Collection,
  fitAlignment,
  type OnProgress,
  type Reference,
  ShapeError,
  seededRandom,
  type WorkerPool,
} from "../src/index.js";
import { REFERENCES_DEFAULTS, type WithMetric } from "./defaults.js";
import { alignedBy, loadItems } from "./items.js";
import { fitReferences, fitStreams, referenceSize, referencesInfo } from "./lot.js";
import { settled } from "./metric.js";
import { onData } from "./place.js";
import {
  requireLearnable,
  rightShare,
  type Scoring,
  scoreCandidate,
  scoredBy,
  scoringOf,
} from "./references/candidate-scores.js";
import {
  type Candidate,
  CLASS_CANDIDATE,
  candidateName,
  SINGLE_CANDIDATES,
  withCandidate,
} from "./references/candidates.js";
import { type ExactPairs, exactPairs, measureDistortion } from "./references/distortion.js";
import type { CandidateAccuracy, MeasuredCandidate } from "./references/measured-candidate.js";
import { commonLot, type ReferencesOptions, referencesFault } from "./references/references-options.js";
import type { ReferencesResults } from "./references/references-results.js";
import { candidatesCsv, referencesText } from "./references/references-text.js";
import { chooseAmong } from "./references/verdict.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { withPool } from "./workers.js";

export type { ReferencesOptions } from "./references/references-options.js";

export const REFERENCES_FILES = ["references.csv", "report.html"] as const;

/**
 * Measures each kind of reference on a dataset. Distances: LOT at references fitted on all items, as `cluster` and `embed` fit
 * them, against the distance itself, on the same pairs for all. Accuracies, where there are labels: those of `classify` with
 * this reference and seed, all that is fitted being fitted inside each fold on its training part.
 *
 * The rule of `--reference auto` is applied to the numbers. A choice made from accuracies is part of the fitting: the accuracy of
 * the chosen one is that of the best of several, and optimistic. `classify --reference auto` chooses inside each fold.
 *
 * @throws ShapeError for options that mean nothing without labels; and ShapeError, FormatError and MeasureError as `classify` does.
 */
export async function references(
  given: WithMetric<ReferencesOptions, typeof REFERENCES_DEFAULTS>,
): Promise<Outcome<ReferencesResults>> {
  const fault = referencesFault(given);
  if (fault !== undefined) throw new ShapeError(fault);
  const options: ReferencesOptions = settled({ ...REFERENCES_DEFAULTS, ...given });
  return onData([given.path], () => withPool(options, (pool) => measureReferences(pool, options)));
}

async function measureReferences(
  pool: WorkerPool,
  options: ReferencesOptions,
): Promise<Outcome<ReferencesResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { collection, inputs, description } = await loadItems(options);
  const scoring = scoringOf(collection, options, random.fork(STREAMS.folds));
  const candidates = candidatesOf(options, scoring);
  if (scoring) requireLearnable(candidates, collection, scoring, options);
  const alignment = fitAlignment(collection, options.align);
  const items = alignedBy(alignment, collection);
  watch.lap("load");

  const certificates: Certificate[] = [];
  const measured: MeasuredCandidate[] = [];
  let exact: ExactPairs | undefined;
  for (const [c, candidate] of candidates.entries()) {
    const lot = withCandidate(commonLot(options), candidate);
    const fitting = { streams: fitStreams(random), labels: scoring?.labels };
    const fitted = await fitReferences(pool, lot, items, fitting);
    exact ??= await exactPairs(pool, items, fitted[0]!.metric, {
      pairs: options.pairs,
      random: random.fork(STREAMS.pairs),
      onProgress: options.onProgress,
    });
    const distortion = await measureDistortion(pool, fitted, exact);
    const accuracy =
      scoring &&
      (await scoreCandidate(pool, candidate, {
        collection,
        options,
        scoring,
        random: random.fork(STREAMS.model),
        onProgress: candidateProgress(options.onProgress, c, candidates.length),
      }));
    certificates.push(
      ...fitted.flatMap(({ origin }) => origin.certificates),
      ...distortion.certificates,
      ...(accuracy?.certificates ?? []),
    );
    measured.push({ candidate, references: fitted, distortion, ...(accuracy && { accuracy }) });
    watch.lap(candidateName(candidate));
  }
  certificates.push(...exact!.costs.map(({ certificate }) => certificate));

  const { best, reason } = chooseAmong(measured.map(forVerdict), scoring?.groups);
  const results: ReferencesResults = {
    items: collection.names.length,
    candidates: measured.map((one) => ({
      name: candidateName(one.candidate),
      reference: referencesInfo(one.references, alignment),
      references: one.references.length,
      fidelity: one.distortion.summary,
      ...(one.accuracy && scoresOf(one.accuracy)),
    })),
    chosen: candidateName(measured[best]!.candidate),
    reason,
    ...(scoring && { scored: scoredBy(scoring, options) }),
  };
  const summary = report({
    command: "references",
    settings: referencesSettings(options, collection, measured[0]!.references[0]!),
    seed: options.seed,
    inputs,
    results,
    files: REFERENCES_FILES,
    warnings: collection.warnings,
    certificates: summariseCertificates(certificates),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: referencesText(options, measured[0]!.references[0]!, description, results),
    render: async () => {
      const { referencesPage } = await import("./pages/references-page.js");
      return [
        { name: "references.csv", bytes: candidatesCsv(results) },
        { name: "report.html", bytes: referencesPage(summary, { description, items, measured, best }) },
      ];
    },
  };
}

function candidatesOf({ references: count, rounds }: ReferencesOptions, scoring?: Scoring): Candidate[] {
  const averaged: Candidate[] = count > 1 ? [{ reference: "gaussian", references: count }] : [];
  const means = Array.from({ length: scoring ? rounds : 0 }, (_, r) => ({
    ...CLASS_CANDIDATE,
    rounds: r + 1,
  }));
  return [...SINGLE_CANDIDATES, ...averaged, ...means];
}

/** One bar for all candidates. */
function candidateProgress(onProgress: OnProgress | undefined, c: number, candidates: number): OnProgress {
  return ({ unit, done, total = 0 }) =>
    onProgress?.({ unit, done: c * total + done, total: candidates * total });
}

function forVerdict({ candidate, references: fitted, distortion, accuracy }: MeasuredCandidate) {
  return {
    name: candidateName(candidate),
    references: fitted.length,
    fidelity: distortion.summary,
    ...(accuracy && { correct: accuracy.correct }),
  };
}

function scoresOf({ correct, folds, standardError }: CandidateAccuracy) {
  return { accuracy: rightShare(correct), standardError, folds };
}

/** Of accuracies only what was measured. */
function referencesSettings(options: ReferencesOptions, items: Collection, fitted: Reference): Settings {
  const lot = commonLot(options);
  const { reference: _, ...common } = lotSettings(lot, referenceSize(lot, items), fitted.metric);
  const { label, group = null, model, folds, rounds } = options;
  const scored = label === undefined ? { label: null } : { label, group, model, folds, rounds };
  return {
    ...scored,
    ...itemSettings(options),
    ...common,
    references: options.references,
    pairs: options.pairs,
  };
}
