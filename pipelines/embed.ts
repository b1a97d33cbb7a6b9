import { encodeNpy } from "../loaders/index.js";
import { attributeValues, type OnProgress, seededRandom } from "../src/index.js";
import { itemsCsv, measureCsv } from "./csv-files.js";
import { LOT_DEFAULTS, type WithDefaults } from "./defaults.js";
import { fidelityText } from "./fidelity.js";
import { type ItemOptions, loadItems } from "./items.js";
import {
  certificatesOf,
  embedAll,
  type LotOptions,
  referenceInfo,
  referenceSize,
  referenceText,
} from "./lot.js";
import { onData } from "./place.js";
import { type Outcome, report, stopwatch, summariseCertificates } from "./report.js";
import type { EmbedResults } from "./results.js";
import { itemSettings, lotSettings } from "./settings.js";
import { textTable } from "./text-table.js";

export interface EmbedOptions extends ItemOptions, LotOptions {
  /** Column to colour the picture by. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const EMBED_FILES = ["embedding.npy", "embedding-items.csv", "reference.csv", "report.html"] as const;

/**
 * LOT embedding of a dataset: `embedding.npy` has one row sqrt(w_i) v_i per item, in the order of
 * `embedding-items.csv`; `reference.csv` holds the x_i and w_i that turn rows back into measures.
 *
 * @throws ShapeError if there is no such column; for data that do not fit see `loadItems`.
 */
export async function embedDataset(
  given: WithDefaults<EmbedOptions, typeof LOT_DEFAULTS>,
): Promise<Outcome<EmbedResults>> {
  return onData([given.path], () => embedItems({ ...LOT_DEFAULTS, ...given }));
}

async function embedItems(options: EmbedOptions): Promise<Outcome<EmbedResults>> {
  const watch = stopwatch();
  const { collection, inputs, description } = await loadItems(options);
  const groups = options.label === undefined ? undefined : attributeValues(collection, options.label);
  watch.lap("load");
  const embedded = embedAll(collection, options, seededRandom(options.seed), watch);
  const { items, embedding, fidelity } = embedded;
  const { reference, matrix, residuals } = embedding;
  const results: EmbedResults = {
    items: items.names.length,
    dim: items.measures[0]!.dim,
    reference: referenceInfo(embedded),
    fidelity: fidelity.summary,
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
    inputs,
    results,
    files: EMBED_FILES,
    warnings: collection.warnings,
    certificates: summariseCertificates(certificatesOf(embedded)),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: embedText(description, results),
    render: async () => {
      const { embedPage } = await import("./pages/embed-page.js");
      return [
        { name: "embedding.npy", bytes: encodeNpy(matrix.data, [matrix.rows, matrix.cols]) },
        { name: "embedding-items.csv", bytes: itemsCsv(items, [{ name: "residual", values: residuals }]) },
        { name: "reference.csv", bytes: measureCsv(reference.measure) },
        {
          name: "report.html",
          bytes: embedPage(summary, { description, label: options.label, groups, ...embedded }),
        },
      ];
    },
  };
}

function embedText(description: string, results: EmbedResults): string {
  return textTable([
    ["dataset", description],
    ["reference", referenceText(results.reference)],
    ["LOT against W2", fidelityText(results.fidelity)],
  ]);
}
