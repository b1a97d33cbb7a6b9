import { encodeNpy } from "../loaders/index.js";
import { type Embedding, type OnProgress, seededRandom } from "../src/index.js";
import { itemsCsv, measureCsv } from "./csv-files.js";
import { type Fidelity, fidelityText, measureFidelity } from "./fidelity.js";
import { aligned, type ItemOptions, loadItems } from "./items.js";
import { embedItems, fitReference, type LotOptions, referenceSize } from "./lot.js";
import { type Outcome, type OutputFile, report, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
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
  /** Sum of residuals / sum of costs: the share of the transport cost that the tangent vectors drop. */
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
    onProgress: options.onProgress,
  });
  watch.lap("fidelity");

  const results: EmbedResults = {
    items: items.names.length,
    dim: items.measures[0]!.dim,
    referenceId: reference.id,
    referencePoints: reference.measure.count,
    residualShare: embedding.residuals.reduce((a, b) => a + b, 0) / totalCost(embedding),
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
  const render = async (): Promise<OutputFile[]> => {
    const { embedPage } = await import("./pages/embed-page.js");
    const { rows, cols, data } = embedding.matrix;
    const parts = { description: loaded.description, items, embedding, fidelity, label: options.label };
    return [
      { name: "embedding.npy", bytes: encodeNpy(data, [rows, cols]) },
      {
        name: "embedding-items.csv",
        bytes: itemsCsv(items, [{ name: "residual", values: embedding.residuals }]),
      },
      { name: "reference.csv", bytes: measureCsv(reference.measure) },
      { name: "report.html", bytes: embedPage(summary, parts) },
    ];
  };
  return { report: summary, text: embedText(loaded.description, results), render };
}

/** The sum of |row|^2 + residual over the items: the cost of all transports. */
function totalCost({ matrix, residuals }: Embedding): number {
  return matrix.data.reduce((sum, x) => sum + x * x, 0) + residuals.reduce((sum, r) => sum + r, 0);
}

function embedText(description: string, results: EmbedResults): string {
  return textTable([
    ["dataset", description],
    ["reference", `${results.referencePoints} points, id ${results.referenceId}`],
    ["residual", `${short(100 * results.residualShare)} % of the transport cost`],
    ["LOT against W2", fidelityText(results.fidelity)],
  ]);
}
