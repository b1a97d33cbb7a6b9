import { encodeNpy } from "../loaders/index.js";
import type { OnProgress } from "../src/index.js";
import { seededRandom } from "../src/index.js";
import { type Fidelity, measureFidelity } from "./fidelity.js";
import { aligned, type ItemOptions, loadItems } from "./items.js";
import { embedItems, fitReference, type LotOptions, referenceSize } from "./lot.js";
import { measureCsv } from "./measure-csv.js";
import { embedPage } from "./pages/embed-page.js";
import { type Outcome, type OutputFile, report, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { tableCsv } from "./table-csv.js";
import { short, textTable } from "./text-table.js";

export interface EmbedOptions extends ItemOptions, LotOptions {
  /** Column to colour the picture by. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export interface EmbedResults {
  readonly items: number;
  readonly dim: number;
  readonly referenceId: string;
  readonly referencePoints: number;
  /** Mean of residual / cost: the share of the transport cost that the tangent vectors drop. */
  readonly residualShare: number;
  readonly fidelity: Fidelity;
  readonly files: readonly string[];
}

export const EMBED_FILES = ["embedding.npy", "embedding-items.csv", "reference.csv", "report.html"] as const;

/**
 * LOT embedding of a dataset: `embedding.npy` has one row sqrt(w_i) v_i per item, in the order of
 * `embedding-items.csv`; `reference.csv` holds the x_i and w_i that turn rows back into measures.
 */
export async function embedDataset(options: EmbedOptions): Promise<Outcome<EmbedResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const loaded = await loadItems(options);
  const items = aligned(loaded.collection, options.align);
  watch.lap("load");
  const reference = fitReference(options, items, random.fork(STREAMS.reference));
  watch.lap("reference");
  const embedding = embedItems(reference, items, options.onProgress);
  watch.lap("embed");
  const fidelity = measureFidelity(embedding, items, {
    pairs: options.pairs,
    random: random.fork(STREAMS.pairs),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  watch.lap("fidelity");

  const results: EmbedResults = {
    items: items.names.length,
    dim: items.measures[0]!.dim,
    referenceId: reference.id,
    referencePoints: reference.measure.count,
    residualShare: residualShare(embedding),
    fidelity: fidelity.summary,
    files: EMBED_FILES,
  };
  const summary = report({
    command: "embed",
    settings: {
      ...itemSettings(options),
      ...lotSettings(options, referenceSize(options, items)),
      label: options.label ?? null,
      pairs: options.pairs,
    },
    seed: options.seed,
    inputs: loaded.inputs,
    results,
    certificates: summariseCertificates([
      ...embedding.certificates,
      ...fidelity.pairs.map((pair) => pair.certificate),
    ]),
    timings: watch.timings,
  });
  const render = (): OutputFile[] => [
    {
      name: "embedding.npy",
      bytes: encodeNpy(embedding.matrix.data, [embedding.matrix.rows, embedding.matrix.cols]),
    },
    { name: "embedding-items.csv", bytes: itemsCsv(items, embedding.residuals) },
    { name: "reference.csv", bytes: measureCsv(reference.measure) },
    {
      name: "report.html",
      bytes: embedPage(summary, { description: loaded.description, items, embedding, fidelity }),
    },
  ];
  return { report: summary, text: embedText(loaded.description, results), render };
}
